import ModelGraph

/// Random tensors. The steps of the generator of random bits are not counted.
struct RandomSampling: OperatorRule {
  var operators: [OperatorDescription] {
    let uniform = "2·n: scale and shift"
    let normal = "2·n, by pairs: √(−2·log u)·cos(2π·v) and sin, scaled and shifted"
    let source = "Box, Muller, A note on the generation of random normal deviates, 1958"
    let bytes = "the output is written"
    return [
      .onnx("RandomUniform", 22, otherFlops: uniform, bytes: bytes),
      .onnx("RandomUniformLike", 22, otherFlops: uniform, bytes: bytes),
      .onnx(
        "RandomNormal", 22, otherFlops: normal, transcendentals: "2·n", bytes: bytes,
        paper: source),
      .onnx(
        "RandomNormalLike", 22, otherFlops: normal, transcendentals: "2·n", bytes: bytes,
        paper: source),
      .onnx("Bernoulli", 22, otherFlops: "n comparisons"),
      .onnx(
        "Multinomial", 22,
        otherFlops: "N·C additions and N·samples·(⌊log₂ C⌋ + 1) comparisons (a search)",
        transcendentals: "N·C (exp)"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    if call.type == "RandomUniform" || call.type == "RandomNormal" {
      let shape = try call.integers("shape", in: 0...Evaluation.largestDimension) ?? []
      return [Operand(try call.elementType("dtype", default: .float32), shape)]
    }
    let input = try call.input(0)
    guard call.type == "Multinomial" else {
      return [
        Operand(try call.elementType("dtype", default: input.elementType), input.shape)
      ]
    }
    let samples = try call.integer("sample_size", default: 1, in: 0...OperatorCall.largestSetting)
    let rows = try call.input(0, rankAtLeast: 2).shape[0]
    return [Operand(try call.elementType("dtype", default: .int32), [rows, samples])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    switch call.type {
    case "Bernoulli": return LayerCost(otherFlops: made)
    case "Multinomial":
      let input = try call.input(0, rankAtLeast: 2)
      let steps = Count(Int.bitWidth - input.shape[1].leadingZeroBitCount)
      return LayerCost(
        otherFlops: input.elementCount + made * steps, transcendentals: input.elementCount)
    default:
      let isNormal = call.type.hasPrefix("RandomNormal")
      return LayerCost(
        otherFlops: 2 * made, transcendentals: isNormal ? 2 * made : 0,
        traffic: Traffic(elementsRead: [0: 0]))
    }
  }
}
