import ModelGraph
import Operators

extension SeenLayer {
  /// The multiply–accumulates that all conventions begin with; a folded layer has none.
  var contraction: Tally { Tally(macs: traced.isFolded ? 0 : traced.macs) }

  /// A tally that leaves the multiply–accumulates out.
  func without(_ reason: CountReason) -> Tally {
    var tally = contraction
    tally.omit(tally.macs, reason)
    return tally
  }

  /// A tally with `amount` beside the multiply–accumulates.
  func with(_ amount: Count, _ reason: CountReason) -> Tally {
    var tally = contraction
    tally.add(amount, reason)
    return tally
  }

  /// Whether a normalisation scales by a weight of the model, rather than by a constant that the
  /// exporter wrote.
  func isAffine(_ graph: Graph) -> Bool {
    let inputs = traced.layer.inputs
    guard inputs.indices.contains(1), let id = inputs[1] else { return traced.inputs.count < 2 }
    return graph.tensors[id].isParameter || graph.tensors[id].role == .activation
  }

  /// The sizes after the first two, multiplied: the positions of a picture, or of a window.
  func positions(of shape: [Int]) -> Count { shape.dropFirst(2).elementCount }

  /// The integer setting `name`, where the layer states it.
  func integer(_ name: String) -> Int? {
    if case .integer(let value) = traced.layer.attributes[name] { value } else { nil }
  }

  /// The size of the input along the setting `axis`, the last where there is none; nil where that is
  /// none, or empty.
  var sizeAlongAxis: Int? {
    guard let shape = input(0)?.shape else { return nil }
    let axis = integer("axis") ?? -1
    let place = axis < 0 ? axis + shape.count : axis
    return shape.indices.contains(place) && shape[place] > 0 ? shape[place] : nil
  }

  /// The sizes of a pooling's window, multiplied; all of the picture where it is global.
  var windowElements: Count {
    switch traced.layer.attributes["kernel_shape"] {
    case .integers(let sizes): return sizes.elementCount
    default: break
    }
    if let size = integer("size") { return Count(size) * Count(size) }
    return positions(of: input(0)?.shape ?? [])
  }

  /// The sizes of a recurrent layer.
  struct Recurrence {
    /// Steps, samples and directions, multiplied.
    var steps: Count
    /// Steps and samples, multiplied.
    var stepsOfOneDirection: Count
    /// The features of a state.
    var hidden: Count
    /// Whether biases are added.
    var hasBias: Bool
    /// How many gates a cell has, with the candidate state: 4, 3 or 1.
    var gates: Count
  }

  /// The sizes of a recurrent layer of ONNX; nil for another one.
  var recurrence: Recurrence? {
    guard operatorName.domain.isEmpty, let shape = input(0)?.shape, shape.count == 3,
      let recurrent = input(2)?.shape, recurrent.count == 3,
      let gates = ["LSTM": 4, "GRU": 3, "RNN": 1][operatorName.type]
    else { return nil }
    let steps = Count(shape[0]) * Count(shape[1])
    return Recurrence(
      steps: steps * Count(recurrent[0]), stepsOfOneDirection: steps, hidden: Count(recurrent[2]),
      hasBias: input(3) != nil, gates: Count(gates))
  }

  /// How a resizing interpolates: `nearest`, `linear`, `cubic`.
  var resizeMode: String {
    if case .string(let mode) = traced.layer.attributes["mode"] { mode } else { "nearest" }
  }

  /// Adds what `counted` names, with the reason that fits how the normalisation is merged.
  func addNormalization(_ amount: Count, _ form: Convolution, to tally: inout Tally) {
    switch form.normalization {
    case .none: break
    case .folded: tally.add(amount, .foldedNormalization)
    case .within: tally.add(amount, .normalization)
    }
  }

  /// What a tool counts that multiplies a transposed convolution's weights by its output's positions,
  /// `weightsPerOutput` for each element.
  func transposed(weightsPerOutput: Count) -> Tally {
    var tally = contraction
    let counted = outputElements() * weightsPerOutput
    switch (counted.value, tally.macs.value) {
    case (let counted?, let macs?) where counted < macs:
      tally.omit(Count(macs - counted), .transposedConvolution)
    case (let counted?, let macs?): tally.add(Count(counted - macs), .transposedConvolution)
    default: tally.add(counted, .transposedConvolution)
    }
    return tally
  }
}
