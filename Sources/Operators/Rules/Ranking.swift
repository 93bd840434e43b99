import ModelGraph

/// ArgMax, ArgMin and TopK: the places of the largest or smallest elements of an axis.
struct Ranking: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("ArgMax", 13, otherFlops: "n − m comparisons, for n elements and m results"),
      .onnx("ArgMin", 13, otherFlops: "n − m comparisons, for n elements and m results"),
      .onnx(
        "TopK", 24, otherFlops: "n·(⌊log₂ k⌋ + 1) comparisons (an upper bound)",
        paper: "Knuth, The Art of Computer Programming 3, 5.2.3 (a heap of k)"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 1)
    let isTop = call.type == "TopK"
    let axis = try call.axis("axis", default: isTop ? -1 : 0, rank: input.shape.count)
    var shape = input.shape
    guard isTop else {
      shape[axis] = 1
      if try call.integer("keepdims", default: 1) == 0 { shape.remove(at: axis) }
      return [Operand(.int64, shape)]
    }
    shape[axis] = try count(of: call, upTo: input.shape[axis])
    return [Operand(input.elementType, shape), Operand(.int64, shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 1)
    guard call.type == "TopK" else {
      guard let all = input.elementCount.value, let few = outputs.first?.elementCount.value else {
        return LayerCost(otherFlops: Count(-1))
      }
      return LayerCost(otherFlops: Count(max(all - few, 0)))
    }
    let count = try count(of: call, upTo: .max)
    return LayerCost(
      otherFlops: input.elementCount * Count(Int.bitWidth - count.leadingZeroBitCount),
      notes: ["comparisons are an upper bound"])
  }

  /// k: a setting before version 10, an input from then on.
  private func count(of call: OperatorCall, upTo size: Int) throws(OperatorError) -> Int {
    let count =
      call.layer.attributes["k"] == nil
      ? try call.integers(ofInput: 1).first ?? -1 : try call.integer("k", default: -1)
    guard (0...size).contains(count) else { throw call.shapeError("k=\(count) of \(size)") }
    return count
  }
}
