import ModelGraph

/// RelativePositionBias: a bias of scores that depends on how far apart two places are.
struct RelativePositionBias: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "RelativePositionBias",
        otherFlops:
          "L·S times 6: the distance, whether it is near, and of its logarithm a quotient, a "
          + "product, a sum and a bound; 2 more with is_bidirectional (the sign, half the buckets)",
        transcendentals: "L·S (log)", bytes: "of the table a number for each element of the result",
        paper: "Raffel et al., T5, arXiv:1910.10683, section 2.1")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let table = try call.input(0, rankAtLeast: 2)
    let (queries, keys) = try (call.integers(ofInput: 1), call.integers(ofInput: 2))
    guard let queries = queries.first, let keys = keys.first, table.shape.count == 2 else {
      throw call.shapeError("a table of the shape \(table.shape.shapeText)")
    }
    return [Operand(table.elementType, [1, table.shape[1], queries, keys])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let pairs = outputs.first?.shape.suffix(2).elementCount ?? 0
    let isTwoSided = try call.integer("is_bidirectional", default: 0) != 0
    var cost = LayerCost(otherFlops: (isTwoSided ? 8 : 6) * pairs, transcendentals: pairs)
    cost.traffic.elementsRead[0] = outputs.first?.elementCount ?? 0
    cost.traffic.gathered.insert(0)
    return cost
  }
}

/// GatedRelativePositionBias: such a bias times a gate that the queries open.
struct GatedRelativePositionBias: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "GatedRelativePositionBias", macs: "B·H·L·d·D, for gates of D channels",
        otherFlops: "B·H·L times: d + D (biases), D − 2 (sums), 4 (two sigmoids), 4 (gates), L",
        transcendentals: "2·B·H·L (exp)",
        paper: "Chen et al., WavLM, arXiv:2110.13900, equation 3")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (batch, heads, length) = try sizes(call)
    return [Operand(try call.input(0).elementType, [batch, heads, length, length])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (batch, heads, length) = try sizes(call)
    let weights = try call.input(3, rankAtLeast: 2).shape
    let (depth, gates) = (Count(weights[0]), Count(weights[1]))
    let places = Count(batch) * Count(heads) * Count(length)
    return LayerCost(
      macs: places * depth * gates,
      otherFlops: places * (depth + gates + (gates - 2) + 8 + Count(length)),
      transcendentals: 2 * places)
  }

  /// The samples and their length, of packed queries as the offsets of the tokens state them.
  private func sizes(
    _ call: OperatorCall
  ) throws(OperatorError) -> (batch: Int, heads: Int, length: Int) {
    let query = try call.input(0, rankAtLeast: 2).shape
    let whole = query.count == 3 ? query : try call.input(6, rankAtLeast: 2).shape
    return (whole[0], try call.heads(), whole[1])
  }
}
