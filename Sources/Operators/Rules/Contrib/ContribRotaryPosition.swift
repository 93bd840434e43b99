import ModelGraph

/// RotaryEmbedding of ONNX Runtime, older than that of the default domain: the positions come second.
struct ContribRotaryPosition: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "RotaryEmbedding",
        otherFlops: "3 for each element that is turned: a pair takes four products, a sum and a "
          + "difference",
        bytes: "of the tables only the rows of the positions",
        paper: "Su et al., RoFormer, arXiv:2104.09864, equation 34")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let shape = try call.input(0, rankAtLeast: 3).shape
    let isPacked = shape.count == 3
    let half = Count(try call.input(2, rankAtLeast: 2).shape.last ?? 0)
    let (samples, places) = (Count(shape[0]), Count(shape[isPacked ? 1 : 2]))
    let heads = isPacked ? try heads(of: shape[2], half, call) : shape[1]
    let perSample = try call.input(1).elementCount.value ?? 0 > 1
    let rows = (perSample ? samples * places : places) * half
    return LayerCost(
      otherFlops: 6 * samples * places * Count(heads) * half,
      traffic: Traffic(elementsRead: [2: rows, 3: rows], gathered: [2, 3]))
  }

  /// The heads are stated, or as wide as the tables are.
  private func heads(
    of width: Int, _ half: Count, _ call: OperatorCall
  ) throws(OperatorError) -> Int {
    let stated = try call.integer("num_heads", default: 0, in: 0...OperatorCall.largestSetting)
    if stated > 0 { return stated }
    return try (2 * half).value.map { depth throws(OperatorError) in
      try call.channels(of: width, inHeads: depth)
    } ?? 0
  }
}
