import ModelGraph

/// Scatter and its like: a copy of a tensor in which some elements are replaced.
struct Scattering: OperatorRule {
  var operators: [OperatorDescription] {
    ["Scatter": 11, "ScatterElements": 18, "ScatterND": 18, "TensorScatter": 24]
      .sorted { $0.key < $1.key }.map {
        .onnx(
          $0.key, $0.value,
          otherFlops: "one for each element of the updates, where a reduction is named",
          bytes: "the data and the updates are read, the whole result is written (not in place)")
      }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let data = try call.input(0, rankAtLeast: 1)
    return [Operand(data.elementType, data.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    guard try call.string("reduction", default: "none") != "none" else { return LayerCost() }
    return LayerCost(otherFlops: try call.input(2).elementCount)
  }
}
