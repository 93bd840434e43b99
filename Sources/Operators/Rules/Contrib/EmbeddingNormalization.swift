import ModelGraph

/// EmbedLayerNormalization: rows of the tables of words, positions and segments, added up and
/// normalised.
struct EmbeddingNormalization: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "EmbedLayerNormalization",
        otherFlops: "n for the positions, n for the segments where there are any; 7·n + 4·rows, as "
          + "LayerNormalization; an addition for each element of the mask",
        transcendentals: "rows (a square root)",
        bytes: "of the tables only the rows that are gathered",
        paper: "Devlin et al., BERT, arXiv:1810.04805, section 3")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let tokens = try call.input(0, rankAtLeast: 2).shape
    let words = try call.input(2, rankAtLeast: 2)
    let made = Operand(words.elementType, tokens.prefix(2) + [words.shape[1]])
    return [made, Operand(.int32, [tokens[0]]), made]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
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
        elementsRead: [2: elements, 3: positions, 4: elements], gathered: [2, 3, 4]))
  }
}
