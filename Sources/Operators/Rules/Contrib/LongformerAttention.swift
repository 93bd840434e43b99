import ModelGraph

/// LongformerAttention and its form of integers: each place attends to a window around it, a few places to
/// all and all to them.
struct LongformerAttention: OperatorRule {
  var operators: [OperatorDescription] {
    let macs =
      "3·B·S·C² for the projections, 2·B·S·C² for the keys and values of places that attend to all and "
      + "C² for the query of each; B·S·C·min(2·W + 1, S)·2 for the windows of W to each side, 4·S·C for "
      + "each place that attends to all"
    let other = "5·B·S·C and C for each such query (biases); 5 for each score, 6 in windows (mask)"
    let paper = "Beltagy, Peters, Cohan, Longformer, arXiv:2004.05150, section 3.1"
    return [
      .contrib(
        "LongformerAttention", macs: macs, otherFlops: other, transcendentals: "the scores (exp)",
        paper: paper),
      .contrib(
        "QOrderedLongformerAttention", macs: macs,
        otherFlops: "\(other); 4 for each element that is projected or written (scale, round, two "
          + "bounds)",
        transcendentals: "the scores (exp)", paper: paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    _ = try Sizes(call)
    let input = try call.input(0)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try Sizes(call)
    let elements = try call.input(0).elementCount
    let width = Count(sizes.width)
    let reach = min((2 * Count(sizes.window) + 1).value ?? .max, sizes.places)
    let local = Count(sizes.samples) * Count(sizes.heads) * Count(sizes.places) * Count(reach)
    // Each asks all places, and all places ask it.
    let global = 2 * Count(sizes.heads) * Count(sizes.places) * Count(sizes.global ?? 0)
    let projected = 5 * elements + Count(sizes.global ?? 0) * width
    let depth = Count(try call.channels(of: sizes.width, inHeads: sizes.heads))
    var cost = LayerCost(
      macs: projected * width + (local + global) * 2 * depth,
      otherFlops: projected + 6 * local + 5 * global, transcendentals: local + global)
    if call.type.hasPrefix("QOrdered") { cost.otherFlops += 4 * (projected + elements) }
    if sizes.global == nil {
      cost.notes.append(
        "which places attend to all is known only while the model runs: none is counted")
    }
    return cost
  }

  /// What the layer's inputs say.
  private struct Sizes {
    var samples: Int
    var places: Int
    var width: Int
    var heads: Int
    /// How far a place sees to each side.
    var window: Int
    /// How many places attend to all; nil where it is not known.
    var global: Int?

    init(_ call: OperatorCall) throws(OperatorError) {
      let isOrdered = call.type.hasPrefix("QOrdered")
      let shape = try call.input(0, rankAtLeast: 3).shape
      for place in isOrdered ? [2, 8] : [1, 4] {
        let weights = try call.input(place, rankAtLeast: 2).shape
        guard shape.count == 3, weights == [shape[2], (3 * Count(shape[2])).value ?? .max] else {
          throw call.shapeError("\(shape.shapeText) projected by \(weights.shapeText)")
        }
      }
      (samples, places, width) = (shape[0], shape[1], shape[2])
      heads = try call.heads()
      window = try call.integer("window", default: 0, in: 1...OperatorCall.largestSetting)
      _ = try call.channels(of: width, inHeads: heads)
      global = call.optionalInput(isOrdered ? 12 : 6)?.integers?.count { $0 != 0 }
    }
  }
}
