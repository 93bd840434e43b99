import ModelGraph

/// RoiAlign and MaxRoiPool: a fixed number of bins of each region of a picture.
struct RegionPooling: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "RoiAlign", 22,
        otherFlops:
          "10·s² for each element: s² samples of 9 (bilinear), s² − 1 sums and a quotient "
          + "(comparisons with mode=max); s is 2 where it follows from the regions",
        paper: "He et al., Mask R-CNN, arXiv:1703.06870, section 3"),
      .onnx(
        "MaxRoiPool", 22, otherFlops: "R·C·Πin comparisons: each region as the whole picture",
        paper: "Girshick, Fast R-CNN, arXiv:1504.08083, section 2.1"),
    ]
  }

  /// The samples along each axis of a bin where the layer leaves them to the size of the region: a
  /// guess, the number that detectors set where they set it.
  private static let guessedSamples = 2

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 4)
    let regions = try call.input(1, rankAtLeast: 2).shape[0]
    let range = 1...OperatorCall.largestSetting
    let bins: [Int] =
      if call.type == "MaxRoiPool" {
        try call.integers("pooled_shape", in: range) ?? []
      } else {
        try [
          call.integer("output_height", default: 1, in: range),
          call.integer("output_width", default: 1, in: range),
        ]
      }
    guard bins.count == 2 else { throw call.shapeError("pooled_shape=\(bins)") }
    return [Operand(input.elementType, [regions, input.shape[1]] + bins)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 4)
    guard call.type == "RoiAlign" else {
      let regions = try call.input(1, rankAtLeast: 2).shape[0]
      return LayerCost(
        otherFlops: Count(regions) * input.shape.dropFirst().elementCount,
        notes: ["each region is counted as the whole picture (an upper bound)"])
    }
    let given = try call.integer(
      "sampling_ratio", default: 0, in: 0...OperatorCall.largestSetting)
    let samples = Count(given == 0 ? Self.guessedSamples : given)
    return LayerCost(
      otherFlops: 10 * samples * samples * (outputs.first?.elementCount ?? 0),
      notes: given == 0
        ? ["samples follow from the regions: \(Self.guessedSamples) an axis are assumed"] : [])
  }
}
