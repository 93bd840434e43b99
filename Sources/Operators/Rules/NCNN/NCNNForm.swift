import ModelGraph

/// What an operator of ncnn makes and costs, mostly as one that is counted already.
struct NCNNForm {
  /// What it makes.
  var outputs: [Operand]
  /// What it costs.
  var cost = LayerCost()
  /// The weights that a file without weights implies.
  var weights: [ImpliedWeight] = []

  /// An output of `shape` like the first input.
  init(_ call: OperatorCall, _ shape: [Int], cost: LayerCost = LayerCost()) throws(OperatorError) {
    outputs = [Operand(try call.input(0).elementType, shape)]
    self.cost = cost
  }

  /// The operator `type` of another domain, applied to `inputs` with `attributes`.
  init(
    as type: String, domain: String = "", of call: OperatorCall, _ inputs: [Operand?],
    _ attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) {
    var layer = call.layer
    layer.operatorName = OperatorName(type, domain: domain)
    layer.attributes = attributes
    let other = OperatorCall(layer: layer, operatorSet: 0, inputs: inputs)
    guard let rule = OperatorTable.rule(for: layer.operatorName) else {
      throw OperatorError(.unsupported, "no rule for \(layer.operatorName)")
    }
    outputs = try rule.outputs(of: other)
    cost = try rule.cost(of: other, outputs: outputs)
  }

  /// The elements of the first output.
  var made: Count { outputs.first?.elementCount ?? 0 }

  /// The same with an output of another shape of as many elements.
  func shaped(_ shape: [Int]) -> NCNNForm {
    var form = self
    if let first = outputs.first { form.outputs[0] = Operand(first.elementType, shape) }
    return form
  }

  /// The same with `weights`.
  func storing(_ weights: [ImpliedWeight]) -> NCNNForm {
    var form = self
    form.weights += weights
    return form
  }

  /// The same with more arithmetic.
  func adding(_ flops: Count, transcendentals: Count = 0) -> NCNNForm {
    var form = self
    form.cost.otherFlops += flops
    form.cost.transcendentals += transcendentals
    return form
  }

  /// The same with the activation that the setting `activation_type` numbers, on every element made.
  func activated(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let number = try call.integer("activation_type", default: 0)
    guard number != 0 else { return self }
    guard Self.activations.indices.contains(number - 1) else {
      throw OperatorError(.attribute, "activation_type=\(number) of \(call.type) is not known")
    }
    let activation = Self.activations[number - 1]
    return adding(
      Count(activation.flops) * made,
      transcendentals: Count(activation.transcendentals) * made)
  }

  /// By number, from 1. Source: Tencent/ncnn, `src/layer/fused_activation.h`.
  private static let activations: [NCNNFunction] = [
    .named("Relu"), .named("LeakyRelu"), .clip, .named("Sigmoid"), .named("Mish"),
    .named("HardSwish"), .gelu,
  ]
}

/// What a function of one element costs.
struct NCNNFunction {
  var flops: Int
  var transcendentals = 0

  /// Two bounds.
  static let clip = NCNNFunction(flops: 2)
  /// The form with tanh, as ncnn computes it.
  static let gelu = activation("gelu")

  /// The function of an operator of ONNX.
  static func named(_ name: String) -> NCNNFunction {
    UnaryOperator.byName[name].map {
      NCNNFunction(flops: $0.flops, transcendentals: $0.transcendentals)
    } ?? NCNNFunction(flops: 1)
  }

  /// The function that Darknet names too.
  static func activation(_ name: String) -> NCNNFunction {
    Activation.named(name).map {
      NCNNFunction(flops: $0.flops, transcendentals: $0.transcendentals)
    } ?? NCNNFunction(flops: 1)
  }
}

/// A rule that is told as one form: what is made, what it costs, and the implied weights together.
protocol NCNNRule: OperatorRule {
  /// The operator as it is applied in `call`.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm
}

extension NCNNRule {
  /// What the form makes.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try form(of: call).outputs
  }

  /// What the form costs.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    try form(of: call).cost
  }

  /// What the form stores.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    try form(of: call).weights
  }
}

extension OperatorDescription {
  /// The description of a layer type of ncnn.
  static func ncnn(
    _ type: String, macs: String = "", _ otherFlops: String = "", transcendentals: String = "",
    bytes: String = "", like: String? = nil
  ) -> OperatorDescription {
    let source = "Tencent/ncnn, docs/developer-guide/operators.md, \(type)"
    return OperatorDescription(
      OperatorName(type, domain: "ncnn"), macs: macs, otherFlops: otherFlops,
      transcendentals: transcendentals, bytes: bytes,
      source: like.map { "\(source); counted as \($0)" } ?? source)
  }
}

extension OperatorCall {
  /// The setting `name` as a size from 0; what ncnn writes for "not given" (−233) is `fallback`.
  func ncnnSize(_ name: String, default fallback: Int = 0) throws(OperatorError) -> Int {
    let value = try integer(name, default: fallback)
    if value == -233 { return fallback }
    return try integer(name, default: fallback, in: 0...Self.largestSetting)
  }

  /// An axis of ncnn's own dimensions, as one of a tensor of `rank` with the batch in front.
  func ncnnAxis(_ axis: Int, rank: Int) throws(OperatorError) -> Int {
    let place = try self.axis(axis, rank: rank - 1 > 0 ? rank - 1 : rank)
    return rank > 1 ? place + 1 : place
  }

  /// A stored operand.
  func ncnnWeight(_ shape: [Int], _ type: ElementType = .float32) -> Operand {
    Operand(type, shape, isConstant: true)
  }

  /// Whether the layer's weights are 8-bit integers.
  func isInt8() throws(OperatorError) -> Bool { try integer("int8_scale_term", default: 0) != 0 }
}
