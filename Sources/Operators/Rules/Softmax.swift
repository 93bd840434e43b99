import ModelGraph

/// Softmax, LogSoftmax and Hardmax. Before version 13 the tensor is taken as a matrix, the axes from
/// `axis` on being its columns; since then one axis is normalised.
struct Softmax: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [
      .onnx(
        "Softmax", 13, otherFlops: "4·n: largest, subtract, sum, divide", transcendentals: "n",
        paper: "Milakov, Gimelshein, Online normalizer calculation for softmax, arXiv:1805.02867, "
          + "equation 2"),
      .onnx(
        "LogSoftmax", 13, otherFlops: "4·n: largest, subtract, sum, subtract",
        transcendentals: "n + rows: an exp an element and a log a row"),
      .onnx("Hardmax", 13, otherFlops: "n comparisons"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    if !input.shape.isEmpty { _ = try columns(of: input.shape, call) }
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let shape = try call.input(0).shape
    let elements = shape.elementCount
    let columns = try shape.isEmpty ? 1 : columns(of: shape, call)
    let rows = columns > 0 ? elements.divided(by: columns) : 0
    let kernel = Kernel.rows(
      Kernel.Rows(.softmax, rows: rows.value ?? .max, columns: columns))
    switch call.type {
    case "Hardmax": return LayerCost(otherFlops: elements, kernel: kernel)
    case "LogSoftmax":
      return LayerCost(
        otherFlops: 4 * elements, transcendentals: elements + rows, kernel: kernel)
    default:
      return LayerCost(otherFlops: 4 * elements, transcendentals: elements, kernel: kernel)
    }
  }

  /// How many elements are normalised together.
  private func columns(of shape: [Int], _ call: OperatorCall) throws(OperatorError) -> Int {
    guard call.isBefore(version: 13) else {
      return shape[try call.axis("axis", default: -1, rank: shape.count)]
    }
    let axis = try call.integer("axis", default: 1)
    // A matrix may also be split behind the last axis: each element is a row of its own.
    if axis == shape.count { return 1 }
    return shape.dropFirst(try call.axis(axis, rank: shape.count)).elementCount.value ?? 0
  }
}
