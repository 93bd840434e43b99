import ModelGraph

extension OperatorDescription {
  /// The description of an operator of ONNX Runtime's domain, `com.microsoft`.
  static func contrib(
    _ type: String, macs: String = "", otherFlops: String = "", transcendentals: String = "",
    bytes: String = "", paper: String? = nil
  ) -> OperatorDescription {
    let specification = "ONNX Runtime, ContribOperators.md, com.microsoft.\(type)"
    return OperatorDescription(
      OperatorName(type, domain: OperatorName.contribDomain), macs: macs, otherFlops: otherFlops,
      transcendentals: transcendentals, bytes: bytes,
      source: paper.map { "\(specification); \($0)" } ?? specification)
  }
}

extension OperatorName {
  /// The domain of the operators that ONNX Runtime adds, and its optimiser writes.
  static let contribDomain = "com.microsoft"
}

extension OperatorCall {
  /// The layer as one of ONNX's default domain, in its newest version, with the same settings: what a
  /// fused operator is made of is counted by the rule of that operator.
  func standing(for type: String, inputs: [Operand?]) -> OperatorCall {
    var layer = layer
    layer.operatorName = OperatorName(type)
    return OperatorCall(
      layer: layer, operatorSet: 0, inputs: inputs, attributeTensors: attributeTensors)
  }

  /// The cost of the activation that the setting `activation` names, over `elements` elements.
  func fusedActivation(over elements: Count) throws(OperatorError) -> LayerCost {
    let name = try string("activation", default: "")
    if name.isEmpty { return LayerCost() }
    if name == "Clip" { return LayerCost(otherFlops: 2 * elements) }
    guard let entry = UnaryOperator.byName[name] else {
      throw unknownActivation(name)
    }
    return LayerCost(
      otherFlops: Count(entry.flops) * elements,
      transcendentals: Count(entry.transcendentals) * elements)
  }

  /// The cost over `elements` elements of the activation that `name` is in the operators of language models,
  /// in any case.
  func activation(_ name: String, over elements: Count) throws(OperatorError) -> LayerCost {
    switch name.lowercased() {
    case "identity", "none": return LayerCost()
    case "relu": return LayerCost(otherFlops: elements)
    case "gelu": return LayerCost(otherFlops: 4 * elements, transcendentals: elements)
    case "silu", "swish": return LayerCost(otherFlops: 3 * elements, transcendentals: elements)
    default: throw unknownActivation(name)
    }
  }

  private func unknownActivation(_ name: String) -> OperatorError {
    OperatorError(.attribute, "activation=\(name) of \(layer.operatorName) is not known")
  }
}

extension LayerCost {
  /// Both arithmetics; what is moved and all else stays as it is here.
  func adding(_ other: LayerCost) -> LayerCost {
    var sum = self
    sum.macs += other.macs
    sum.otherFlops += other.otherFlops
    sum.transcendentals += other.transcendentals
    return sum
  }
}

/// The order of a tensor's axes: channels second or last.
enum ChannelsLast {
  /// N, places…, C as N, C, places….
  static func toFront(_ operand: Operand) -> Operand {
    guard operand.shape.count > 2, let channels = operand.shape.last else { return operand }
    var turned = operand
    turned.contents = nil
    turned.shape = [operand.shape[0], channels] + operand.shape[1..<(operand.shape.count - 1)]
    return turned
  }

  /// N, C, places… as N, places…, C.
  static func toBack(_ operand: Operand) -> Operand {
    guard operand.shape.count > 2 else { return operand }
    var turned = operand
    turned.contents = nil
    turned.shape = [operand.shape[0]] + operand.shape[2...] + [operand.shape[1]]
    return turned
  }
}
