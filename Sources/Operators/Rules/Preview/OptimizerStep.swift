import ModelGraph

/// Adagrad, Adam and Momentum of `ai.onnx.preview.training`: a step of several tensors at once.
struct OptimizerStep: OperatorRule {
  var operators: [OperatorDescription] {
    let decay = "2·n more with norm_coefficient"
    return [
      .preview(
        "Adagrad", in: Self.domain,
        otherFlops: "6·n: 2 for the sum of squares, 1 for ε, 3 for the step; \(decay)",
        transcendentals: "n (a square root)",
        paper: "Duchi, Hazan, Singer, Adaptive subgradient methods, JMLR 12, 2011"),
      .preview(
        "Adam", in: Self.domain,
        otherFlops: "11·n: 3 and 4 for the two averages, 1 for ε, 3 for the step; \(decay), n with "
          + "norm_coefficient_post",
        transcendentals: "n (a square root)", paper: "Kingma, Ba, Adam, arXiv:1412.6980"),
      .preview(
        "Momentum", in: Self.domain,
        otherFlops: "5·n: 3 for the momentum, 2 for the step; 7·n with mode=nesterov; \(decay)",
        paper: "Sutskever et al., On the importance of initialization and momentum, 2013"),
    ]
  }

  private static let domain = "ai.onnx.preview.training"

  /// The rate and the count, then tensors, gradients and one or two states of each.
  private func kinds(_ call: OperatorCall) -> Int { call.type == "Adam" ? 4 : 3 }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let count = try tensors(call)
    var outputs: [Operand] = []
    for place in call.inputs.indices.dropFirst(2)
    where !(2 + count..<2 + 2 * count).contains(place) {
      let tensor = try call.input(place)
      outputs.append(Operand(tensor.elementType, tensor.shape))
    }
    return outputs
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let count = try tensors(call)
    let elements = outputs.prefix(count).reduce(Count(0)) { $0 + $1.elementCount }
    let isDecayed = try call.number("norm_coefficient", default: 0) != 0
    let isDecayedAfter = try call.number("norm_coefficient_post", default: 0) != 0
    var each: Count =
      switch call.type {
      case "Adam": 11
      case "Adagrad": 6
      default: try call.string("mode", default: "standard") == "nesterov" ? 7 : 5
      }
    if isDecayed { each += 2 }
    if isDecayedAfter { each += 1 }
    return LayerCost(
      otherFlops: each * elements, transcendentals: call.type == "Momentum" ? 0 : elements)
  }

  private func tensors(_ call: OperatorCall) throws(OperatorError) -> Int {
    let given = call.inputs.count - 2
    guard given > 0, given % kinds(call) == 0 else {
      throw call.shapeError("\(max(given, 0)) tensors, gradients and states")
    }
    return given / kinds(call)
  }
}

extension OperatorDescription {
  /// The description of an operator of one of ONNX's preview domains.
  static func preview(
    _ type: String, in domain: String, macs: String = "", otherFlops: String = "",
    transcendentals: String = "", paper: String
  ) -> OperatorDescription {
    OperatorDescription(
      OperatorName(type, domain: domain), macs: macs, otherFlops: otherFlops,
      transcendentals: transcendentals,
      source: "ONNX operator specification, \(domain).\(type)-1; \(paper)")
  }
}
