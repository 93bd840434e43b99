import ModelGraph

/// GridSample and AffineGrid: a picture read at places that another tensor gives.
struct GridSampling: OperatorRule {
  var operators: [OperatorDescription] {
    let paper = "Jaderberg et al., Spatial transformer networks, arXiv:1506.02025"
    return [
      .onnx(
        "GridSample", 22,
        otherFlops: "4·d for each place, to find it in the picture; and \(Interpolation.formula)",
        paper: "\(paper), equation 5"),
      .onnx(
        "AffineGrid", 20, macs: "N·Πout·d·(d + 1)", paper: "\(paper), equation 1"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    if call.type == "AffineGrid" {
      let size = try call.integers(ofInput: 1)
      let picture = Array(size.dropFirst(2))
      guard let samples = size.first, !picture.isEmpty, size.allSatisfy({ $0 >= 0 }) else {
        throw call.shapeError("the size \(size)")
      }
      return [Operand(input.elementType, [samples] + picture + [picture.count])]
    }
    let grid = try call.input(1, rankAtLeast: 3).shape
    guard grid.count == input.shape.count, grid.last == input.shape.count - 2 else {
      throw call.shapeError("\(input.shape.shapeText) at the places of \(grid.shapeText)")
    }
    return [
      Operand(input.elementType, input.shape.prefix(2) + grid.dropFirst().dropLast())
    ]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    guard let output = outputs.first else { return LayerCost() }
    if call.type == "AffineGrid" {
      let axes = output.shape.last ?? 0
      return LayerCost(macs: output.elementCount * (Count(axes) + 1))
    }
    let axes = output.shape.count - 2
    let taps = Interpolation.taps(try call.string("mode", default: "linear"))
    let element = Interpolation(taps: Array(repeating: taps, count: axes))
    let places = try call.input(1).elementCount
    return LayerCost(otherFlops: element.flops * output.elementCount + 4 * places)
  }
}
