import ModelGraph

/// Shape and Size: what is known of a tensor without reading it.
struct ShapeReading: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("Shape", 25, bytes: "none: shapes are known before the model runs"),
      .onnx("Size", 25, bytes: "none: shapes are known before the model runs"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    if call.type == "Size" {
      return [Operand(.int64, [], contents: input.elementCount.value.map { .integers([$0]) })]
    }
    let rank = input.shape.count
    let start = clamped(try call.integer("start", default: 0), rank: rank)
    let end = clamped(try call.integer("end", default: rank), rank: rank)
    let sizes = start < end ? Array(input.shape[start..<end]) : []
    return [Operand(.int64, [sizes.count], contents: .integers(sizes))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    LayerCost(traffic: Traffic(elementsRead: [0: 0]))
  }

  /// A place among `rank` axes; a negative one counts from the back.
  private func clamped(_ place: Int, rank: Int) -> Int {
    min(max(place < 0 ? place + rank : place, 0), rank)
  }
}
