import ModelGraph

/// `[upsample]`: every element `stride` times down and across; backwards where the stride is negative.
struct DarknetUpsample: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("upsample", domain: "darknet"),
        otherFlops: "none; a scale other than 1: 1 an output element; a negative stride adds up "
          + "windows: 1 an input element (2 with a scale)",
        source: "upsample_layer.c of pjreddie/darknet")
    ]
  }

  /// [N, C, H·stride, W·stride], or [N, C, H/−stride, W/−stride].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let picture = try call.picture()
    let stride = try stride(call)
    guard stride < 0 else {
      return try call.output([
        picture.batch, picture.channels,
        call.whole(Count(picture.height) * Count(stride), "rows"),
        call.whole(Count(picture.width) * Count(stride), "columns"),
      ])
    }
    return try call.output([
      picture.batch, picture.channels,
      call.quotient(picture.height, -stride, "the height", by: "stride"),
      call.quotient(picture.width, -stride, "the width", by: "stride"),
    ])
  }

  /// The scaling, and the sums of a backward one.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let isScaled = try call.number("scale", default: 1) != 1
    if try stride(call) < 0 {
      return LayerCost(otherFlops: (isScaled ? 2 : 1) * (try call.input(0).elementCount))
    }
    return LayerCost(otherFlops: isScaled ? outputs.first?.elementCount ?? 0 : 0)
  }

  private func stride(_ call: OperatorCall) throws(OperatorError) -> Int {
    let largest = OperatorCall.largestSetting
    let stride = try call.integer("stride", default: 2, in: -largest...largest)
    guard stride != 0 else {
      throw OperatorError(
        .attribute, "stride=0 makes nothing of its input", remedy: "give a stride of 1 or more")
    }
    return stride
  }
}
