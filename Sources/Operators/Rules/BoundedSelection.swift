import ModelGraph

/// Operators that keep as many elements as the values say: their shapes are upper bounds, unless the
/// values are known.
struct BoundedSelection: OperatorRule {
  var operators: [OperatorDescription] {
    let bytes = "as many elements are written as there can be at most"
    return [
      .onnx("NonZero", 13, otherFlops: "n comparisons", bytes: bytes),
      .onnx("Compress", 28, bytes: bytes),
      .onnx(
        "Unique", 28, otherFlops: "n·(⌊log₂ n⌋ + 1) comparisons (a sort)", bytes: bytes),
      .onnx(
        "NonMaxSuppression", 11,
        otherFlops: "13·N·C·K·S: the overlap of each of S boxes with each of K that are kept (8 "
          + "comparisons and differences of the intersection, its area, the union of 2, a quotient, "
          + "a comparison), an upper bound",
        bytes: bytes),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    switch call.type {
    case "NonZero": return [nonZero(input)]
    case "Compress": return [try compressed(input, call)]
    case "Unique": return try unique(input, call)
    default:
      let limits = try Suppression(call)
      return [Operand(.int64, [limits.selected.value ?? .max, 3])]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(0).elementCount
    let note = ["how many are kept is known only while the model runs: counted as at most"]
    switch call.type {
    case "NonZero": return LayerCost(otherFlops: elements, notes: note)
    case "Compress": return LayerCost(notes: note)
    case "Unique":
      let steps = Int.bitWidth - (elements.value ?? 0).leadingZeroBitCount
      return LayerCost(otherFlops: elements * Count(steps), notes: note)
    default:
      let limits = try Suppression(call)
      return LayerCost(
        otherFlops: 13 * limits.selected * Count(limits.boxes), notes: note)
    }
  }

  private func nonZero(_ input: Operand) -> Operand {
    let rank = input.shape.count
    guard let values = input.numbers, input.shape.isSmall, rank > 0 else {
      return Operand(.int64, [rank, input.elementCount.value ?? .max])
    }
    let found = values.indices.filter { values[$0] != 0 }
    let strides = Places.strides(of: input.shape)
    let coordinates = input.shape.indices.flatMap { axis in
      found.map { $0 / strides[axis] % input.shape[axis] }
    }
    let shape = [rank, found.count]
    return Operand(.int64, shape, contents: shape.isSmall ? .integers(coordinates) : nil)
  }

  private func compressed(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> Operand {
    let kept = try call.input(1).integers?.count { $0 != 0 }
    guard call.layer.attributes["axis"] != nil else {
      let all = input.elementCount.value ?? .max
      return Operand(input.elementType, [min(kept ?? all, all)])
    }
    var shape = input.shape
    let axis = try call.axis("axis", default: 0, rank: shape.count)
    shape[axis] = min(kept ?? shape[axis], shape[axis])
    return Operand(input.elementType, shape)
  }

  private func unique(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> [Operand] {
    var shape = [input.elementCount.value ?? .max]
    var count = shape
    if call.layer.attributes["axis"] != nil {
      shape = input.shape
      count = [shape[try call.axis("axis", default: 0, rank: shape.count)]]
    }
    let places = Operand(.int64, count)
    return [Operand(input.elementType, shape), places, places, places]
  }

  /// The sizes of a NonMaxSuppression.
  private struct Suppression {
    var boxes: Int
    /// Boxes that are kept at most, of all classes of all samples.
    var selected: Count

    init(_ call: OperatorCall) throws(OperatorError) {
      let (all, scores) = try (call.input(0), call.input(1))
      guard all.shape.count == 3, scores.shape.count == 3, scores.shape[2] == all.shape[1] else {
        throw call.shapeError(
          "boxes \(all.shape.shapeText) with scores \(scores.shape.shapeText)")
      }
      boxes = all.shape[1]
      let limit = call.optionalInput(2) == nil ? 0 : call.optionalInput(2)?.integers?.first ?? boxes
      selected = Count(scores.shape[0]) * Count(scores.shape[1]) * Count(min(max(limit, 0), boxes))
    }
  }
}
