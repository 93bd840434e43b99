import ModelGraph

/// `[shortcut]`: the layer before, and others added to it.
struct DarknetShortcut: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("shortcut", domain: "darknet"),
        otherFlops: "1 an element added (where shapes differ, the overlap: the smaller of each "
          + "size); alpha or beta other than 1: + 1 an element that it scales; with weights_type "
          + "also 1 an element of each term; + activation",
        transcendentals: "those of the activation, an output element",
        bytes: "the layer before once, of the others the overlap; the output once",
        source: "shortcut_layer.c of pjreddie/darknet (alpha, beta, strides) and AlexeyAB/darknet "
          + "(several from, weights)")
    ]
  }

  /// The shape of the layer before.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    for index in call.inputs.indices.dropFirst() { _ = try overlap(call, with: index) }
    return try call.sameShape()
  }

  /// The additions, the scalings, and the activation.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(0).elementCount
    let isWeighted = try weightsPerTerm(call) > 0
    var cost = LayerCost(otherFlops: isWeighted ? elements : 0)
    for index in call.inputs.indices.dropFirst() {
      let overlap = try overlap(call, with: index)
      cost.traffic.elementsRead[index] = overlap
      cost.otherFlops += isWeighted ? 2 * overlap : overlap
      if try call.number("alpha", default: 1) != 1 { cost.otherFlops += overlap }
      if try call.number("beta", default: 1) != 1 { cost.otherFlops += overlap }
    }
    let activation = try call.activation(default: .linear)
    cost.otherFlops += activation.flops(of: elements)
    cost.transcendentals += activation.transcendentals(of: elements)
    return cost
  }

  /// One weight, or one a channel, for the layer before and each other.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    let perTerm = try weightsPerTerm(call)
    guard perTerm > 0 else { return [] }
    return [
      ImpliedWeight(name: "weights", elements: Count(call.inputs.count) * Count(perTerm))
    ]
  }

  private func weightsPerTerm(_ call: OperatorCall) throws(OperatorError) -> Int {
    let type = try call.string("weights_type", default: "none")
    switch type {
    case "none": return 0
    case "per_feature", "per_layer": return 1
    case "per_channel": return try call.picture().channels
    default:
      throw OperatorError(
        .attribute, "weights_type=\(type.prefix(40)) is not known",
        remedy: "use none, per_feature or per_channel")
    }
  }

  /// How many elements of the input at `index` are added.
  private func overlap(_ call: OperatorCall, with index: Int) throws(OperatorError) -> Count {
    let base = try call.input(0)
    let other = try call.input(index)
    guard base.shape != other.shape else { return base.elementCount }
    let target = try call.picture()
    let source = try call.picture(index)
    // A larger side is read in strides, a smaller one written in strides; both sides must agree
    // (shortcut_cpu, blas.c).
    guard source.width / target.width == source.height / target.height,
      target.width / source.width == target.height / source.height
    else {
      throw OperatorError(
        .shape, "\(source.shape.shapeText) cannot be added to \(target.shape.shapeText)",
        remedy: "let from name a layer whose width and height go equally often into these")
    }
    return [
      target.batch, min(source.channels, target.channels), min(source.height, target.height),
      min(source.width, target.width),
    ].elementCount
  }
}
