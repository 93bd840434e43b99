import ModelGraph

/// `[reorg]` and `[reorg3d]`: places become channels, or channels places.
struct DarknetReorganization: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("reorg", domain: "darknet"),
        source: "reorg_layer.c of pjreddie/darknet; elements only change their places"),
      OperatorDescription(
        OperatorName("reorg3d", domain: "darknet"),
        source: "AlexeyAB/darknet, reorg_layer.c; elements only change their places"),
    ]
  }

  /// [N, C·stride², H/stride, W/stride]; with reverse [N, C/stride², H·stride, W·stride]; with flatten
  /// the same shape; with extra a row of that many zeros more.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let picture = try call.picture()
    let extra = try call.length("extra")
    if extra > 0 {
      let features = picture.shape.dropFirst().elementCount + Count(extra)
      return try call.output([picture.batch, call.whole(features, "features")])
    }
    if try call.isSet("flatten") { return try call.output(picture.shape) }
    let stride = try call.size("stride")
    return try call.output(
      try call.isSet("reverse") ? spread(picture, stride, call) : fold(picture, stride, call))
  }

  private func fold(
    _ picture: DarknetPicture, _ stride: Int, _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    [
      picture.batch,
      try call.whole(Count(picture.channels) * Count(stride) * Count(stride), "channels"),
      try call.quotient(picture.height, stride, "the height", by: "stride"),
      try call.quotient(picture.width, stride, "the width", by: "stride"),
    ]
  }

  private func spread(
    _ picture: DarknetPicture, _ stride: Int, _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let area = try call.whole(Count(stride) * Count(stride), "channels")
    return [
      picture.batch, try call.quotient(picture.channels, area, "the channels", by: "stride²"),
      try call.whole(Count(picture.height) * Count(stride), "rows"),
      try call.whole(Count(picture.width) * Count(stride), "columns"),
    ]
  }
}
