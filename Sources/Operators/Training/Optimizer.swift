/// How training changes the weights by their gradients.
public enum Optimizer: String, Sendable, Hashable, CaseIterable {
  /// w ← w − η·g.
  ///
  /// Source: Robbins, Monro, A stochastic approximation method, 1951, equation 8.
  case sgd
  /// v ← μ·v + g, w ← w − η·v.
  ///
  /// Source: Sutskever et al., On the importance of initialization and momentum, 2013, equations 1
  /// and 2.
  case momentum
  /// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − α·m / (√v + ε), the corrections of the
  /// bias being within α.
  ///
  /// Source: Kingma, Ba, Adam, arXiv:1412.6980, algorithm 1, in the order that ends section 2.
  case adam

  /// Arithmetic for each weight: 2; 4; 3 + 4 for the moments, 4 for the step.
  public var flopsPerWeight: Int {
    switch self {
    case .sgd: 2
    case .momentum: 4
    case .adam: 11
    }
  }

  /// Transcendental functions for each weight: the root of Adam.
  public var transcendentalsPerWeight: Int { self == .adam ? 1 : 0 }

  /// Numbers that are kept for each weight from step to step.
  public var statesPerWeight: Int {
    switch self {
    case .sgd: 0
    case .momentum: 1
    case .adam: 2
    }
  }
}

/// What a step of training asks beside the layers.
public struct TrainingWork: Sendable, Hashable {
  /// How the weights are changed.
  public var optimizer: Optimizer
  /// Bytes of the gradients of all weights that are trained.
  public var gradientBytes: Int
  /// Bytes that the optimiser keeps from step to step.
  public var optimizerStateBytes: Int
  /// The sum over the layers of the forward pass.
  public var forward: Work
  /// The sum over the gradients.
  public var backward: Work
  /// The optimiser's step.
  public var step: Work

  /// What the memory holds beside the weights and the activations.
  public var extraBytes: Int {
    let sum = gradientBytes.addingReportingOverflow(optimizerStateBytes)
    return sum.overflow ? .max : sum.partialValue
  }
}
