import ModelGraph

/// What ONNX Runtime has around networks: crops of pictures, slices of signals, the alignment of a text with
/// its sound, and what a search for texts asks.
struct RuntimeSelections: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "CropAndResize",
        otherFlops: "4 for each place, to find it in the picture; and \(Interpolation.formula)",
        paper: "as Resize of the default domain"),
      .contrib("UnfoldTensor"),
      .contrib(
        "DynamicTimeWarping", otherFlops: "3 for each element: two comparisons, a sum",
        paper:
          "Sakoe, Chiba, Dynamic programming algorithm optimization for spoken word recognition, "
          + "1978"),
      .contrib("IsAllFinite", otherFlops: "3·n: x ≠ x, x = ∞, x = −∞"),
      .contrib(
        "NGramRepeatBlock",
        otherFlops: "B·(L − g + 1)·(g − 1) comparisons, for B texts of L tokens and g of a gram"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    switch call.type {
    case "CropAndResize":
      let size = try call.integers(ofInput: 3)
      let regions = try call.input(1, rankAtLeast: 2).shape[0]
      guard input.shape.count == 4, size.count == 2, size.allSatisfy({ $0 > 0 }) else {
        throw call.shapeError("crops of \(size) of \(input.shape.shapeText)")
      }
      return [Operand(input.elementType, [regions, input.shape[1]] + size)]
    case "UnfoldTensor": return [Operand(input.elementType, try unfolded(call))]
    case "DynamicTimeWarping":
      let sizes = try call.input(0, rankAtLeast: 2).shape.suffix(2)
      let sum = sizes.reduce(Count(0)) { $0 + Count($1) }
      var path = Operand(.int32, [2, max(sum.value ?? .max, 1) - 1])
      path.isBound = true
      return [path]
    case "IsAllFinite": return [Operand(.bool, [])]
    default:
      let scores = try call.input(1)
      return [Operand(scores.elementType, scores.shape)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    switch call.type {
    case "CropAndResize":
      let taps = Interpolation.taps(try call.string("mode", default: "bilinear"))
      let shape = outputs.first?.shape ?? []
      let places = Count(shape.first ?? 0) * shape.suffix(2).elementCount
      return LayerCost(
        otherFlops: Interpolation(taps: [taps, taps]).flops * made + 4 * places)
    case "UnfoldTensor": return LayerCost()
    case "DynamicTimeWarping": return LayerCost(otherFlops: 3 * (try call.input(0).elementCount))
    case "IsAllFinite":
      return LayerCost(
        otherFlops: 3 * call.inputs.reduce(Count(0)) { $0 + ($1?.elementCount ?? 0) })
    default:
      let tokens = try call.input(0, rankAtLeast: 2).shape
      let gram = try call.integer("ngram_size", default: 1, in: 1...OperatorCall.largestSetting)
      let grams = max(tokens[1] - gram + 1, 0)
      return LayerCost(otherFlops: Count(tokens[0]) * Count(grams) * Count(gram - 1))
    }
  }

  /// The slices of an axis, each along a new one at the end.
  private func unfolded(_ call: OperatorCall) throws(OperatorError) -> [Int] {
    var shape = try call.input(0, rankAtLeast: 1).shape
    let range = 1...OperatorCall.largestSetting
    let axis = try call.axis("dim", default: -1, rank: shape.count)
    let size = try call.integer("size", default: 0, in: range)
    let step = try call.integer("step", default: 1, in: range)
    guard size <= shape[axis] else {
      throw call.shapeError("slices of \(size) of \(shape.shapeText)")
    }
    shape[axis] = (shape[axis] - size) / step + 1
    return shape + [size]
  }
}
