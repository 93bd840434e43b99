import ModelGraph
public import Operators

/// What a whole network asks of a processor, in the few sums that its time is made of.
public struct NetworkTerms: Sendable, Hashable {
  /// One of the sums; each has a rate of its own.
  public enum Term: Int, CaseIterable, Sendable {
    /// Multiply–accumulates of convolutions of 1 x 1: matrix products.
    case pointwise
    /// Those of 3 x 3 without a stride, where Winograd's algorithm saves some.
    case winograd
    /// Those of all other convolutions.
    case otherConvolutions
    /// Those of depthwise and grouped convolutions.
    case depthwise
    /// The larger of weight bytes and multiply–accumulates of matrix products, attention and recurrences,
    /// whose weights are read once for few rows.
    case products
    /// Bytes of the weights of convolutions.
    case weights
    /// Bytes that all layers but plain convolutions read and write.
    case activations
    /// Bytes that plain convolutions read and write.
    case convolutionActivations
    /// Plain convolutions.
    case convolutions
    /// Layers that run.
    case layers
  }

  /// The sums, in the order of ``Term``.
  public private(set) var sums: [Double] = Term.allCases.map { _ in 0 }
  /// Whether its convolutions are of 8-bit integers.
  public private(set) var isInt8 = false

  /// The sums of a network.
  public init(_ model: ModelWork) {
    for layer in model.layers where layer.work.bytes > 0 { add(layer) }
  }

  /// The sums of one layer of a network whose convolutions are of 8-bit integers, or not.
  init(_ layer: LayerWork, isInt8: Bool) {
    if layer.work.bytes > 0 { add(layer) }
    self.isInt8 = isInt8
  }

  /// The sum of one term.
  public subscript(_ term: Term) -> Double { sums[term.rawValue] }

  private mutating func add(_ layer: LayerWork) {
    let (macs, weights) = (Double(layer.work.macs), Double(layer.work.weightBytes))
    let moved = Double(layer.work.activationBytes)
    sums[Term.layers.rawValue] += 1
    guard case .convolution(let sizes) = layer.kernel else {
      sums[Term.activations.rawValue] += moved
      if macs > 0 { sums[Term.products.rawValue] += max(weights, macs) }
      return
    }
    if layer.computeType.isInteger { isInt8 = true }
    guard sizes.groups == 1 else {
      sums[Term.depthwise.rawValue] += macs
      sums[Term.activations.rawValue] += moved
      return
    }
    let kernel = sizes.kernelWidth
    let term: Term =
      kernel == 1 ? .pointwise : kernel == 3 && sizes.stride == 1 ? .winograd : .otherConvolutions
    sums[term.rawValue] += macs
    sums[Term.convolutionActivations.rawValue] += moved
    sums[Term.weights.rawValue] += weights
    sums[Term.convolutions.rawValue] += 1
  }
}
