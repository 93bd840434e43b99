import ModelGraph

/// A contraction with what follows it (normalisation or biases, and an activation), of which
/// convolutional, connected and recurrent layers consist.
struct DarknetBlock {
  var macs = Count(0)
  var otherFlops = Count(0)
  var transcendentals = Count(0)
  var weights: [ImpliedWeight] = []

  /// No work yet.
  init() {}

  /// A contraction.
  ///
  /// A batch normalisation at inference is an affine map of each element, whose two factors a channel
  /// are computed once at loading: 2 FLOPs. Without one a bias is added: 1 FLOP.
  /// - Parameters:
  ///   - macs: its multiply–accumulates.
  ///   - weights: the elements of its kernel or matrix.
  ///   - channels: how many biases it has.
  ///   - outputs: the elements that it makes.
  ///   - isNormalized: whether a batch normalisation follows; the mean and the variance that it
  ///     stores are not trained by gradient.
  init(
    macs: Count, weights: Count, channels: Count, outputs: Count, isNormalized: Bool = false
  ) {
    self.macs = macs
    otherFlops = (isNormalized ? 2 : 1) * outputs
    self.weights = [
      ImpliedWeight(name: "weights", elements: weights),
      ImpliedWeight(name: "biases", elements: channels),
    ]
    guard isNormalized else { return }
    self.weights += [
      ImpliedWeight(name: "scales", elements: channels),
      ImpliedWeight(name: "rolling_mean", elements: channels, isTrainable: false),
      ImpliedWeight(name: "rolling_variance", elements: channels, isTrainable: false),
    ]
  }

  /// A matrix of `inputs` x `outputs` applied to `rows` rows.
  init(connected inputs: Int, to outputs: Int, rows: Count, isNormalized: Bool) {
    let weights = Count(inputs) * Count(outputs)
    self.init(
      macs: rows * weights, weights: weights, channels: Count(outputs),
      outputs: rows * Count(outputs), isNormalized: isNormalized)
  }

  /// Applies `activation` to `elements` elements.
  mutating func activate(_ activation: Activation, _ elements: Count) {
    otherFlops += activation.flops(of: elements)
    transcendentals += activation.transcendentals(of: elements)
  }

  /// Adds another block, whose weights are told apart by `prefix`.
  mutating func add(_ other: DarknetBlock, named prefix: String) {
    macs += other.macs
    otherFlops += other.otherFlops
    transcendentals += other.transcendentals
    weights += other.weights.map { weight in
      ImpliedWeight(
        name: "\(prefix).\(weight.name)", elements: weight.elements,
        isTrainable: weight.isTrainable)
    }
  }

  /// The cost of a layer that is this block.
  var cost: LayerCost {
    LayerCost(macs: macs, otherFlops: otherFlops, transcendentals: transcendentals)
  }
}
