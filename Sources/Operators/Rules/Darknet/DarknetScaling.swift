import ModelGraph

/// `[scale_channels]` and `[sam]`: another layer's output, times the layer before.
struct DarknetScaling: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    ["scale_channels", "sam"].map { type in
      OperatorDescription(
        OperatorName(type, domain: "darknet"),
        otherFlops: "1 an output element; + activation",
        transcendentals: "those of the activation, an output element",
        source: "AlexeyAB/darknet, \(type)_layer.c")
    }
  }

  /// The shape of the layer that `from` names.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    guard call.inputs.count == 2 else {
      throw OperatorError(
        .attribute, "from names \(call.inputs.count - 1) layers", remedy: "name one layer")
    }
    let scale = try call.picture()
    let scaled = try call.picture(1)
    guard try fits(scale, scaled, call) else {
      throw OperatorError(
        .shape, "\(scale.shape.shapeText) does not scale \(scaled.shape.shapeText)",
        remedy: "let from name a layer that the layer before was made of")
    }
    return try call.output(call.input(1).shape)
  }

  /// The multiplications and the activation.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(1).elementCount
    let activation = try call.activation(default: .linear)
    return LayerCost(
      otherFlops: elements + activation.flops(of: elements),
      transcendentals: activation.transcendentals(of: elements))
  }

  /// A scale for each element (sam), for each place (scale_wh), or for each channel.
  private func fits(
    _ scale: DarknetPicture, _ scaled: DarknetPicture, _ call: OperatorCall
  ) throws(OperatorError) -> Bool {
    let isPlaced = scale.height == scaled.height && scale.width == scaled.width
    if call.layer.operatorName.type == "sam" {
      return isPlaced && scale.channels == scaled.channels
    }
    if try call.isSet("scale_wh") { return isPlaced && scale.channels == 1 }
    return scale.height == 1 && scale.width == 1 && scale.channels == scaled.channels
  }
}
