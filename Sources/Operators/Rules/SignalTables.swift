import ModelGraph

/// Windows and filter banks for spectra, made of a few numbers.
struct SignalTables: OperatorRule {
  var operators: [OperatorDescription] {
    let bytes = "the output is written"
    return [
      .onnx(
        "HannWindow", 17, otherFlops: "4·n", transcendentals: "n (cos)", bytes: bytes),
      .onnx(
        "HammingWindow", 17, otherFlops: "4·n", transcendentals: "n (cos)", bytes: bytes),
      .onnx(
        "BlackmanWindow", 17, otherFlops: "8·n", transcendentals: "2·n (cos)", bytes: bytes),
      .onnx(
        "MelWeightMatrix", 17, otherFlops: "4·n: two slopes and two bounds", bytes: bytes),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let type = try call.elementType("output_datatype", default: .float32)
    let first = try call.integers(ofInput: 0).first ?? -1
    guard call.type == "MelWeightMatrix" else { return [Operand(type, [first])] }
    let length = try call.integers(ofInput: 1).first ?? -1
    guard length >= 0 else { throw call.shapeError("a transform of \(length)") }
    return [Operand(type, [length / 2 + 1, first])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    return switch call.type {
    case "BlackmanWindow": LayerCost(otherFlops: 8 * made, transcendentals: 2 * made)
    case "MelWeightMatrix": LayerCost(otherFlops: 4 * made)
    default: LayerCost(otherFlops: 4 * made, transcendentals: made)
    }
  }
}
