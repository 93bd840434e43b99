import ModelGraph

/// What the gradients of an operator cost, in terms of the n elements of its result.
public struct BackwardRule: Sendable, Hashable {
  /// What of the forward pass is kept for it.
  public enum Saved: String, Sendable, Hashable { case inputs, output, nothing }

  /// How the gradient comes about.
  public enum Kind: Sendable, Hashable {
    /// For each operand that needs a gradient, as many multiply–accumulates as forward. `isPlain`:
    /// nothing but a bias stands beside the contraction.
    case contraction(isPlain: Bool)
    /// Arithmetic for each element of the result.
    case elementwise
    /// The gradient of the result is that of the inputs, summed over what was broadcast.
    case passing
    /// The elements of the gradient are put elsewhere.
    case moving
    /// As many FLOPs and transcendental functions as forward.
    case asForward
    /// There is no gradient: the result is piecewise constant, or an index.
    case none
  }

  /// How the gradient comes about.
  public var kind: Kind
  /// FLOPs for each element of the result, for each input whose gradient is asked for.
  public var flops: Int
  /// Transcendental functions for each element of the result.
  public var transcendentals: Int
  /// FLOPs for each element of the result, for each weight.
  public var weightFlops: Int
  /// What of the forward pass is kept.
  public var saved: Saved
  /// The formula, and where it comes from.
  public var source: String

  init(
    _ kind: Kind, flops: Int = 0, transcendentals: Int = 0, weightFlops: Int = 1,
    saved: Saved = .inputs, _ source: String
  ) {
    self.kind = kind
    self.flops = flops
    self.transcendentals = transcendentals
    self.weightFlops = weightFlops
    self.saved = saved
    self.source = source
  }

  /// The rule of `name`. An operator without one of its own counts as its forward pass once more, and
  /// as a contraction where it has multiply–accumulates: all gradients together cost a small multiple
  /// of the function (Griewank, Walther, Evaluating derivatives, 2008, section 4.6).
  static func rule(for name: OperatorName, hasMacs: Bool) -> BackwardRule {
    known(name) ?? (hasMacs ? fused : forward)
  }

  /// Whether `name` has a rule of its own.
  static func isKnown(_ name: OperatorName, hasMacs: Bool) -> Bool {
    hasMacs || known(name) != nil
  }

  private static func known(_ name: OperatorName) -> BackwardRule? {
    if name.domain == "darknet" { return darknetTable[name.type] }
    return OperatorTable.rule(for: name) == nil ? nil : table[name.type]
  }

  static let fused = BackwardRule(
    .contraction(isPlain: false),
    "two contractions for one; what is beside them as forward (Griewank, Walther, section 4.6)")
  static let forward = BackwardRule(.asForward, "as forward (Griewank, Walther, section 4.6)")
}
