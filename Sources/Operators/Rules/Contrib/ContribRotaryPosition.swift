import ModelGraph

/// RotaryEmbedding of ONNX Runtime, older than that of the default domain: the positions come second; that
/// of three positions a token; and Gemma's, which is given the angles and the turned halves.
struct ContribRotaryPosition: OperatorRule {
  var operators: [OperatorDescription] {
    let turned =
      "3 for each element that is turned: a pair takes four products, a sum and a difference"
    let bytes = "of the tables only the rows of the positions"
    let paper = "Su et al., RoFormer, arXiv:2104.09864, equation 34"
    return [
      .contrib("RotaryEmbedding", otherFlops: turned, bytes: bytes, paper: paper),
      .contrib(
        "MRotaryEmbedding", otherFlops: turned,
        bytes: "of the tables as much as one row for each token, out of three",
        paper: "Wang et al., Qwen2-VL, arXiv:2409.12191, section 2.1"),
      .contrib(
        "GemmaRotaryEmbedding", otherFlops: "3 for each element of q and of k: two products, a sum",
        transcendentals: "2 for each angle (sin, cos)", paper: paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    if isGemma(call) {
      return try [1, 3].map { place throws(OperatorError) in
        let states = try call.input(place, rankAtLeast: 4)
        return Operand(states.elementType, states.shape)
      }
    }
    let input = try call.input(0, rankAtLeast: 3)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    if isGemma(call) {
      return LayerCost(
        otherFlops: 3 * outputs.reduce(Count(0)) { $0 + $1.elementCount },
        transcendentals: 2 * (try call.input(0).elementCount))
    }
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

  private func isGemma(_ call: OperatorCall) -> Bool { call.type == "GemmaRotaryEmbedding" }

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
