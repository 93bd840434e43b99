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
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    return switch call.type {
    case "NonZero": [nonZero(input)]
    case "Compress": [try compressed(input, call)]
    default: try unique(input, call)
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(0).elementCount
    let note = outputs.first?.isBound == true ? [LayerCost.boundNote] : []
    switch call.type {
    case "NonZero": return LayerCost(otherFlops: elements, notes: note)
    case "Compress": return LayerCost(notes: note)
    default:
      let steps = Int.bitWidth - (elements.value ?? 0).leadingZeroBitCount
      return LayerCost(otherFlops: elements * Count(steps), notes: note)
    }
  }

  private func nonZero(_ input: Operand) -> Operand {
    let rank = input.shape.count
    guard let values = input.numbers, input.shape.isSmall, rank > 0 else {
      var bound = Operand(.int64, [rank, input.elementCount.value ?? .max])
      bound.isBound = true
      return bound
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
    let chosen = try call.input(1).integers
    let kept = chosen?.count { $0 != 0 }
    var shape = [input.elementCount.value ?? .max]
    var axis = 0
    if call.layer.attributes["axis"] != nil {
      shape = input.shape
      axis = try call.axis("axis", default: 0, rank: shape.count)
    }
    shape[axis] = min(kept ?? shape[axis], shape[axis])
    var output = Operand(input.elementType, shape)
    output.isBound = kept == nil
    return output
  }

  /// The different elements (or slices along the axis), their places, those of all, and how often each
  /// stands: counted where the values are known, else as many as there can be.
  private func unique(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> [Operand] {
    var shape = [input.elementCount.value ?? .max]
    var axis = 0
    var whole = input
    if call.layer.attributes["axis"] != nil {
      shape = input.shape
      axis = try call.axis("axis", default: 0, rank: shape.count)
    } else {
      whole.shape = shape
    }
    let length = shape[axis]
    let different = Self.different(whole, axis: axis)
    shape[axis] = different ?? length
    var outputs = [Operand(input.elementType, shape)]
    outputs += [shape[axis], length, shape[axis]].map { Operand(.int64, [$0]) }
    for place in [0, 1, 3] { outputs[place].isBound = different == nil }
    return outputs
  }

  /// How many slices of a tensor along an axis differ; nil where their values are not known.
  private static func different(_ tensor: Operand, axis: Int) -> Int? {
    guard let contents = tensor.contents, tensor.shape.isSmall else { return nil }
    let strides = Places.strides(of: tensor.shape)
    var slice = tensor.shape
    slice[axis] = 1
    var seen: Set<TensorContents> = []
    for place in 0..<tensor.shape[axis] {
      let places = Places.walk(slice, strides: strides, offset: place * strides[axis])
      guard let values = Values.picked(places, of: contents) else { return nil }
      seen.insert(values)
    }
    return seen.count
  }
}
