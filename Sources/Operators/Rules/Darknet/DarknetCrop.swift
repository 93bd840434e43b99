import ModelGraph

/// `[crop]`: the middle of a picture, its values brought from 0…1 to −1…1.
struct DarknetCrop: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("crop", domain: "darknet"),
        otherFlops: "2 an output element (x·2 − 1); none with noadjust",
        bytes: "of the input what is kept, once; the output once",
        source: "crop_layer.c of pjreddie/darknet, as at inference")
    ]
  }

  /// [N, C, crop_height, crop_width].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let picture = try call.picture()
    let height = try call.size("crop_height")
    let width = try call.size("crop_width")
    guard height <= picture.height, width <= picture.width else {
      throw OperatorError(
        .shape,
        "a crop of \(width)x\(height) is larger than its input of "
          + "\(picture.width)x\(picture.height)",
        remedy: "use a larger input, or a smaller crop")
    }
    return try call.output([picture.batch, picture.channels, height, width])
  }

  /// The adjustment of each element.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = outputs.first?.elementCount ?? 0
    var cost = LayerCost(otherFlops: try call.isSet("noadjust") ? 0 : 2 * elements)
    cost.traffic.elementsRead[0] = elements
    return cost
  }
}
