import ModelGraph

/// `[rnn]`, `[gru]` and `[lstm]`: connected layers that also read what they made a step before.
struct DarknetRecurrent: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("rnn", domain: "darknet"),
        macs: "a step: hidden·(inputs + hidden + output); hidden is output where the file has none",
        otherFlops: "a step: biases or normalisation of the three as in connected, 1 a hidden "
          + "element (2 with shortcut), + activations",
        transcendentals: "those of the activations, an element of each of the three",
        bytes: bytes, source: "rnn_layer.c of pjreddie/darknet, and of AlexeyAB/darknet (hidden)"),
      OperatorDescription(
        OperatorName("gru", domain: "darknet"),
        macs: "a step: 3·output·(inputs + output)",
        otherFlops: "a step and output: six biases (12 with batch_normalize), 8 of the gates, 2 a "
          + "logistic",
        transcendentals: "3 a step and output",
        bytes: bytes,
        source: "pjreddie/darknet, gru_layer.c: "
          + "h = z·h + (1 − z)·φ(Ux + W(r·h)), counted 4 + 1 + 3 sums of gates"),
      OperatorDescription(
        OperatorName("lstm", domain: "darknet"),
        macs: "a step: 4·output·(inputs + output)",
        otherFlops: "a step and output: eight biases (16 with batch_normalize), 8 of the gates, 2 "
          + "for each of three logistics",
        transcendentals: "5 a step and output",
        bytes: bytes,
        source: "pjreddie/darknet, lstm_layer.c: c = f·c + i·g, h = o·tanh(c), and "
          + "4 sums of gates"),
    ]
  }

  private let bytes =
    "weights, inputs and outputs once: the state and, over the steps, the weights stay on chip"

  /// Rows of `output` features.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.output(call.rows().leading + [call.size("output")])
  }

  /// The contractions of every step, and the arithmetic of the gates.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    var cost = try block(call).cost
    let rows = try call.rows()
    let output = try call.size("output")
    let states =
      switch call.layer.operatorName.type {
      case "gru": 3 * Count(output)
      case "lstm": 4 * Count(output)
      default: Count(try call.size("hidden", default: output))
      }
    cost.recurrentMacs = cost.macs - rows.count * Count(rows.features) * states
    return cost
  }

  /// The weights of the connected layers that it is made of.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    try block(call).weights
  }

  private func block(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    switch call.layer.operatorName.type {
    case "gru": try gru(call)
    case "lstm": try lstm(call)
    default: try rnn(call)
    }
  }

  private func rnn(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    let rows = try call.rows()
    let outputs = try call.size("output")
    let hidden = try call.size("hidden", default: outputs)
    let activation = try call.activation(default: .logistic)
    let states = rows.count * Count(hidden)
    var block = DarknetBlock()
    try block.add(part(call, from: rows.features, to: hidden), named: "input_layer")
    try block.add(part(call, from: hidden, to: hidden), named: "self_layer")
    try block.add(part(call, from: hidden, to: outputs), named: "output_layer")
    block.activate(activation, states)
    block.activate(try selfActivation(call, else: activation), states)
    block.activate(activation, rows.count * Count(outputs))
    block.otherFlops += try call.isSet("shortcut") ? 2 * states : states
    return block
  }

  /// The fork's `logistic` gives the state a function of its own (1 logistic, 2 loggy).
  private func selfActivation(
    _ call: OperatorCall, else common: Activation
  ) throws(OperatorError) -> Activation {
    switch try call.integer("logistic", default: 0) {
    case 0: common
    case 2: Activation.named("loggy") ?? .logistic
    default: .logistic
    }
  }

  private func gru(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    var block = try gates(["z", "r", "h"], call)
    let elements = try call.rows().count * Count(call.size("output"))
    block.activate(.logistic, 2 * elements)
    block.activate(try call.isSet("tanh") ? .tanh : .logistic, elements)
    // Three sums of gates, r·h, and z·h + (1 − z)·h′.
    block.otherFlops += (3 + 1 + 4) * elements
    return block
  }

  private func lstm(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    var block = try gates(["f", "i", "g", "o"], call)
    let elements = try call.rows().count * Count(call.size("output"))
    block.activate(.logistic, 3 * elements)
    block.activate(.tanh, 2 * elements)
    // Four sums of gates, f·c + i·g, and o·tanh(c).
    block.otherFlops += (4 + 3 + 1) * elements
    return block
  }

  /// A matrix for the input (u) and one for the state (w) of each gate.
  private func gates(
    _ names: [String], _ call: OperatorCall
  ) throws(OperatorError) -> DarknetBlock {
    let inputs = try call.rows().features
    let outputs = try call.size("output")
    var block = DarknetBlock()
    for name in names {
      try block.add(part(call, from: inputs, to: outputs), named: "u\(name)")
      try block.add(part(call, from: outputs, to: outputs), named: "w\(name)")
    }
    return block
  }

  private func part(
    _ call: OperatorCall, from inputs: Int, to outputs: Int
  ) throws(OperatorError) -> DarknetBlock {
    DarknetBlock(
      connected: inputs, to: outputs, rows: try call.rows().count,
      isNormalized: try call.isSet("batch_normalize"))
  }
}
