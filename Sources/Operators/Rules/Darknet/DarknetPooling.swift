import ModelGraph

/// `[maxpool]` and `[local_avgpool]`: one element of each window.
struct DarknetPooling: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("maxpool", domain: "darknet"),
        macs: "0; with antialiasing N·C·OH·OW·3² (2² where it is 2) of the blur",
        otherFlops: "size² − 1 comparisons an output element (before the blur); with maxpool_depth "
          + "N·H·W·(C − out_channels)",
        source: "maxpool_layer.c of pjreddie/darknet and AlexeyAB/darknet; windows over the border "
          + "count in full"),
      OperatorDescription(
        OperatorName("local_avgpool", domain: "darknet"),
        otherFlops: "size² an output element: size² − 1 additions and a division",
        source: "AlexeyAB/darknet, maxpool_layer.c; windows over the border count in full"),
    ]
  }

  /// [N, C, OH, OW]; with maxpool_depth [N, out_channels, H, W].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    if let depth = try pooledChannels(call) {
      var output = try call.picture()
      output.channels = depth
      return try call.output(output.shape)
    }
    let pooled = try pooled(call)
    return try call.output((try blur(call, of: pooled)?.output ?? pooled).shape)
  }

  /// The comparisons or additions, and the blur of a maxpool.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let picture = try call.picture()
    if let depth = try pooledChannels(call) {
      let places = [picture.batch, picture.height, picture.width].elementCount
      return LayerCost(otherFlops: places * (Count(picture.channels) - Count(depth)))
    }
    let pooled = try pooled(call)
    let area = try DarknetWindow(pooling: call).area
    let isMaximum = call.layer.operatorName.type == "maxpool"
    return LayerCost(
      macs: try blur(call, of: pooled)?.macs ?? 0,
      otherFlops: pooled.elementCount * (isMaximum ? area - 1 : area))
  }

  /// The windows' results, before a blur; with antialiasing the window goes step by step.
  private func pooled(_ call: OperatorCall) throws(OperatorError) -> DarknetPicture {
    let picture = try call.picture()
    var window = try DarknetWindow(pooling: call)
    if try call.isSet("antialiasing") {
      window.strideY = 1
      window.strideX = 1
    }
    return try window.slide(over: picture, channels: picture.channels)
  }

  private func blur(
    _ call: OperatorCall, of pooled: DarknetPicture
  ) throws(OperatorError) -> DarknetBlur? {
    let kind = try call.integer("antialiasing", default: 0)
    guard kind != 0 else { return nil }
    let window = try DarknetWindow(pooling: call)
    return try DarknetBlur(of: pooled, kind: kind, stride: (window.strideY, window.strideX))
  }

  /// The channels that a maxpool over channels leaves, or nil where it is one over windows.
  private func pooledChannels(_ call: OperatorCall) throws(OperatorError) -> Int? {
    guard try call.isSet("maxpool_depth") else { return nil }
    let channels = try call.picture().channels
    return try call.integer("out_channels", default: 1, in: 1...max(channels, 1))
  }
}

/// `[avgpool]`: the mean of each channel.
struct DarknetGlobalAverage: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("avgpool", domain: "darknet"),
        otherFlops: "N·C·H·W: H·W − 1 additions and a division a channel",
        source: "avgpool_layer.c of pjreddie/darknet")
    ]
  }

  /// [N, C, 1, 1].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let picture = try call.picture()
    return try call.output([picture.batch, picture.channels, 1, 1])
  }

  /// The sums and the divisions.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    LayerCost(otherFlops: try call.picture().elementCount)
  }
}
