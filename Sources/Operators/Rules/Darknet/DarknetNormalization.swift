import ModelGraph

/// `[batchnorm]`, `[l2norm]` and `[normalization]`: elements brought to one scale.
struct DarknetNormalization: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("batchnorm", domain: "darknet"),
        otherFlops: "2 an element: one affine map a channel, its factors being computed at loading",
        source:
          "batchnorm_layer.c of pjreddie/darknet, at inference; the weights file holds biases, "
          + "scales, mean and variance (AlexeyAB/darknet; the original leaves out the biases)"),
      OperatorDescription(
        OperatorName("l2norm", domain: "darknet"),
        otherFlops: "3 an element: square, sum over the channels, division",
        transcendentals: "1 a place (square root)",
        source: "pjreddie/darknet, l2normalize_cpu of blas.c"),
      OperatorDescription(
        OperatorName("normalization", domain: "darknet"),
        otherFlops: "6 an element: square, running sum over the channels (2·2), product",
        transcendentals: "1 an element (power)",
        source: "normalization_layer.c of pjreddie/darknet: local response normalisation"),
    ]
  }

  /// The shape of the input.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.sameShape()
  }

  /// What the formulas say.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let picture = try call.picture()
    let elements = picture.elementCount
    switch call.layer.operatorName.type {
    case "batchnorm": return LayerCost(otherFlops: 2 * elements)
    case "l2norm":
      let places = [picture.batch, picture.height, picture.width].elementCount
      return LayerCost(otherFlops: 3 * elements, transcendentals: places)
    default: return LayerCost(otherFlops: 6 * elements, transcendentals: elements)
    }
  }

  /// The four vectors of a batch normalisation.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    guard call.layer.operatorName.type == "batchnorm" else { return [] }
    let channels = Count(try call.picture().channels)
    return [
      ImpliedWeight(name: "biases", elements: channels),
      ImpliedWeight(name: "scales", elements: channels),
      ImpliedWeight(name: "rolling_mean", elements: channels, isTrainable: false),
      ImpliedWeight(name: "rolling_variance", elements: channels, isTrainable: false),
    ]
  }
}
