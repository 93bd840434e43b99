import ModelGraph

/// EmbedLayerNormalization and its form of integers: rows of the tables of words, positions and segments,
/// added up and normalised.
struct EmbeddingNormalization: OperatorRule {
  var operators: [OperatorDescription] {
    let other =
      "n for the positions, n for the segments where there are any; 7·n + 4·rows, as "
      + "LayerNormalization; an addition for each element of the mask"
    let bytes = "of the tables only the rows that are gathered"
    let paper = "Devlin et al., BERT, arXiv:1810.04805, section 3"
    return [
      .contrib(
        "EmbedLayerNormalization", otherFlops: other, transcendentals: "rows (a square root)",
        bytes: bytes, paper: paper),
      .contrib(
        "QEmbedLayerNormalization",
        otherFlops: "\(other); 3 for each element that is gathered, of the scale and of the bias "
          + "(convert, zero point, scale)",
        transcendentals: "rows (a square root)", bytes: bytes, paper: paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    if call.type == "QEmbedLayerNormalization" {
      let type = try call.input(8).elementType
      return try outputs(of: plain(call)).enumerated().map { place, output in
        place == 1 ? output : Operand(type, output.shape)
      }
    }
    let tokens = try call.input(0, rankAtLeast: 2).shape
    let words = try call.input(2, rankAtLeast: 2)
    let made = Operand(words.elementType, tokens.prefix(2) + [words.shape[1]])
    return [made, Operand(.int32, [tokens[0]]), made]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    if call.type == "QEmbedLayerNormalization" {
      let cost = try cost(of: plain(call), outputs: outputs)
      let gathered = cost.traffic.elementsRead.values.reduce(Count(0), +)
      let width = Count(try call.input(2, rankAtLeast: 2).shape[1])
      return cost.adding(LayerCost(otherFlops: 3 * gathered + 6 * width))
    }
    let tokens = try call.input(0, rankAtLeast: 2)
    let elements = outputs.first?.elementCount ?? 0
    let width = Count(try call.input(2, rankAtLeast: 2).shape[1])
    let hasSegments = call.optionalInput(4) != nil
    let positions =
      call.optionalInput(8) == nil ? Count(tokens.shape[1]) * width : elements
    return LayerCost(
      otherFlops: (hasSegments ? 9 : 8) * elements + 4 * tokens.elementCount
        + (call.optionalInput(7)?.elementCount ?? 0),
      transcendentals: tokens.elementCount,
      traffic: Traffic(
        elementsRead: hasSegments
          ? [2: elements, 3: positions, 4: elements] : [2: elements, 3: positions],
        gathered: [2, 3, 4]))
  }

  /// The layer without its scales and zero points.
  private func plain(_ call: OperatorCall) -> OperatorCall {
    call.standing(
      for: "EmbedLayerNormalization", inputs: (0..<8).map { call.optionalInput($0) })
  }
}
