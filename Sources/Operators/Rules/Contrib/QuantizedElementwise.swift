import ModelGraph

/// QLinearAdd and its kind: integers are taken for numbers, worked on, and made integers again.
struct QuantizedElementwise: OperatorRule {
  var operators: [OperatorDescription] {
    let around =
      "3 for each element read (convert, zero point, scale), 5 for each written (divide, "
    let end = "round, add the zero point, two bounds)"
    return Self.plainTypes.sorted { $0.key < $1.key }.map { type, plain in
      .contrib(
        type, otherFlops: "as \(plain.name); \(around)\(end)",
        transcendentals: plain.hasTranscendentals ? "as \(plain.name)" : "")
    }
  }

  /// The operator of the default domain, the places of its inputs, and that of the result's zero
  /// point.
  private struct Plain: Sendable {
    var name: String
    var places: [Int]
    var resultPlace: Int?
    var hasTranscendentals = false
  }

  private static let plainTypes: [String: Plain] = [
    "QLinearAdd": Plain(name: "Add", places: [0, 3]),
    "QLinearMul": Plain(name: "Mul", places: [0, 3]),
    "QLinearSigmoid": Plain(name: "Sigmoid", places: [0], hasTranscendentals: true),
    "QLinearLeakyRelu": Plain(name: "LeakyRelu", places: [0]),
    "QLinearSoftmax": Plain(
      name: "Softmax", places: [0], resultPlace: 4, hasTranscendentals: true),
    "QLinearAveragePool": Plain(name: "AveragePool", places: [0]),
    "QLinearGlobalAveragePool": Plain(name: "GlobalAveragePool", places: [0]),
    "QLinearReduceMean": Plain(name: "ReduceMean", places: [0]),
    "QLinearWhere": Plain(name: "Where", places: [0, 1, 4]),
    "QLinearConcat": Plain(name: "Concat", places: []),
  ]

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (rule, plain) = try plain(call)
    let made = try rule.outputs(of: plain)
    let type = try resultType(call, plain)
    return try made.prefix(1).map { output throws(OperatorError) in
      let placed = try isChannelsLast(call) ? ChannelsLast.toBack(output) : output
      return Operand(type, placed.shape)
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let (rule, plain) = try plain(call)
    let cost = try rule.cost(of: plain, outputs: outputs)
    var read = Count(0)
    for case let operand? in plain.inputs where operand.elementType != .bool {
      read += operand.elementCount
    }
    let made = outputs.first?.elementCount ?? 0
    return LayerCost(
      macs: cost.macs, otherFlops: cost.otherFlops + 3 * read + 5 * made,
      transcendentals: cost.transcendentals)
  }

  private func isChannelsLast(_ call: OperatorCall) throws(OperatorError) -> Bool {
    try call.integer("channels_last", default: 0) != 0
  }

  private func resultType(
    _ call: OperatorCall, _ plain: OperatorCall
  ) throws(OperatorError) -> ElementType {
    if let place = Self.plainTypes[call.type]?.resultPlace, let point = call.optionalInput(place) {
      return point.elementType
    }
    return try plain.input(call.type == "QLinearWhere" ? 1 : 0).elementType
  }

  /// The layer without its scales and zero points, and the rule of it.
  private func plain(
    _ call: OperatorCall
  ) throws(OperatorError) -> (any OperatorRule, OperatorCall) {
    guard let entry = Self.plainTypes[call.type],
      let rule = OperatorTable.rule(for: OperatorName(entry.name))
    else {
      throw OperatorError(.unsupported, "no rule for \(call.layer.operatorName)")
    }
    // A scale and a zero point first, then three for each tensor.
    let places =
      call.type == "QLinearConcat"
      ? Array(stride(from: 2, to: call.inputs.count, by: 3)) : entry.places
    var inputs: [Operand?] = []
    for place in places { inputs.append(try call.input(place)) }
    if try isChannelsLast(call), let first = inputs.first {
      inputs[0] = first.map(ChannelsLast.toFront)
    }
    return (rule, call.standing(for: entry.name, inputs: inputs))
  }
}
