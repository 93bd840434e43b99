import ModelGraph

/// LSTM, GRU, RNN and Embed.
struct NCNNSequence: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    ["LSTM", "GRU", "RNN"].map {
      .ncnn(
        $0, macs: "as \($0) of ONNX" + ($0 == "LSTM" ? "; a projection: N·T·D·H·P" : ""),
        "as \($0) of ONNX", transcendentals: "as \($0) of ONNX", like: $0)
    } + [
      .ncnn("Embed", "1 an element where there is a bias", bytes: "the rows that are looked up")
    ]
  }

  /// The states of all steps, or the rows looked up.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    call.type == "Embed" ? try embedded(call) : try recurrent(call)
  }

  private func recurrent(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 3)
    let made = try call.integer("num_output", default: 0, in: 1...OperatorCall.largestSetting)
    let hidden = try call.ncnnSize("hidden_size", default: made)
    let directions = try call.integer("direction", default: 0) == 2 ? 2 : 1
    let gates = call.type == "LSTM" ? 4 : call.type == "GRU" ? 3 : 1
    guard let inputs = input.shape.last, input.shape.count == 3,
      let rows = (Count(gates) * Count(hidden)).value
    else { throw call.shapeError(input.shape.shapeText) }
    var form = try NCNNForm(
      as: call.type, of: call,
      [
        input, call.ncnnWeight([directions, rows, inputs]),
        call.ncnnWeight([directions, rows, hidden]), call.ncnnWeight([directions, 2 * rows]),
      ],
      [
        "hidden_size": .integer(hidden), "layout": .integer(1),
        "direction": .string(directions == 2 ? "bidirectional" : "forward"),
      ])
    let width = try call.whole(Count(directions) * Count(made), "outputs")
    let state = Operand(input.elementType, [input.shape[0], directions, made])
    let cell = Operand(input.elementType, [input.shape[0], directions, hidden])
    form.outputs = [
      Operand(input.elementType, [input.shape[0], input.shape[1], width]), state, cell,
    ]
    let isProjected = made != hidden
    if isProjected {
      // The state that comes back is the projected one.
      let steps = Count(input.shape[0]) * Count(input.shape[1]) * Count(directions)
      let without = form.cost.macs - steps * Count(rows) * Count(hidden)
      form.cost.macs = without + steps * (Count(rows) + Count(hidden)) * Count(made)
    }
    form.weights = try weights(
      call, directions, rows: rows, inputs: inputs, made: made, hidden: hidden)
    return form
  }

  private func weights(
    _ call: OperatorCall, _ directions: Int, rows: Int, inputs: Int, made: Int, hidden: Int
  ) throws(OperatorError) -> [ImpliedWeight] {
    let type: ElementType = try call.isInt8() ? .int8 : .float32
    let (all, rows) = (Count(directions), Count(rows))
    // A GRU has two biases for its new state: one is multiplied by the reset gate.
    let biases = call.type == "GRU" ? 4 * Count(made) : rows
    let matrices = [
      ("weight_xc", rows * Count(inputs)), ("weight_hc", rows * Count(made)),
      ("weight_hr", made == hidden ? 0 : Count(made) * Count(hidden)),
    ]
    return matrices.map { ImpliedWeight(name: $0.0, elements: all * $0.1, elementType: type) }
      + [ImpliedWeight(name: "biases", elements: all * biases)]
  }

  private func embedded(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let shape = try call.input(0).shape
    let width = try call.integer("num_output", default: 0, in: 1...OperatorCall.largestSetting)
    let words = try call.integer("input_dim", default: 0, in: 1...OperatorCall.largestSetting)
    let hasBias = try call.isSet("bias_term")
    var form = try NCNNForm(call, shape + [width])
    form.outputs[0].elementType = .float32
    form.weights = [
      ImpliedWeight(
        name: "weights", elements: Count(words) * Count(width),
        elementType: try call.isInt8() ? .int8 : .float32, elementsRead: form.made)
    ]
    if hasBias {
      form.weights.append(ImpliedWeight(name: "biases", elements: Count(width)))
      form = form.adding(form.made)
    }
    return form
  }
}
