import ModelGraph

/// `[crnn]` and `[conv_lstm]`: recurrent layers whose matrices are convolutions.
struct DarknetConvolutionalRecurrent: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("crnn", domain: "darknet"),
        macs: "the convolutions C → hidden_filters → hidden_filters and → output_filters",
        otherFlops:
          "those of the three convolutions with biases (or normalisation) and activation, "
          + "+ 1 a hidden element (2 with shortcut)",
        transcendentals: "those of the activations", bytes: bytes,
        source: "crnn_layer.c of pjreddie/darknet (3 x 3) and AlexeyAB/darknet (size, groups …)"),
      OperatorDescription(
        OperatorName("conv_lstm", domain: "darknet"),
        macs: "four convolutions of the input and four of the state, + three of the cell with "
          + "peephole; with bottleneck one of both, then four",
        otherFlops: "those of the convolutions with biases (or normalisation) and activation; an "
          + "output element: 8 of the gates (11 with peephole, 4 with bottleneck + peephole 3), "
          + "2 a logistic",
        transcendentals: "5 an output element (3 logistics, 2 lstm_activation: tanh)", bytes: bytes,
        source: "AlexeyAB/darknet, conv_lstm_layer.c: c = f·c + i·g, h = o·tanh(c)"),
    ]
  }

  private let bytes = "weights, inputs and outputs once: the state stays on chip"

  /// [N, output_filters, H, W].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    var picture = try cells(call).picture
    picture.channels = try call.size("output_filters")
    return try call.output(picture.shape)
  }

  /// The convolutions and the arithmetic of the gates, a step for each picture.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    try block(call).cost
  }

  /// The weights of the convolutions that it is made of.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    try block(call).weights
  }

  private func block(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    call.layer.operatorName.type == "crnn" ? try crnn(call) : try lstm(call)
  }

  private func crnn(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    let cells = try cells(call)
    let hidden = try call.size("hidden_filters")
    let activation = try call.activation(default: .logistic)
    var block = DarknetBlock()
    try block.add(cells.part(cells.picture.channels, hidden, activation), named: "input_layer")
    try block.add(cells.part(hidden, hidden, activation), named: "self_layer")
    try block.add(
      cells.part(hidden, call.size("output_filters"), activation), named: "output_layer")
    let states = cells.elements(ofChannels: hidden)
    block.otherFlops += try call.isSet("shortcut") ? 2 * states : states
    return block
  }

  private func lstm(_ call: OperatorCall) throws(OperatorError) -> DarknetBlock {
    let cells = try cells(call)
    let filters = try call.size("output_filters")
    let activation = try call.activation(default: .linear)
    let squash = try call.activation("lstm_activation", default: .tanh)
    let elements = cells.elements(ofChannels: filters)
    var block = DarknetBlock()
    for gate in ["f", "i", "g", "o"] {
      try block.add(cells.part(cells.picture.channels, filters, activation), named: "u\(gate)")
    }
    try addState(to: &block, call, cells, squash: squash)
    if try call.isSet("peephole") {
      for gate in ["f", "i", "o"] {
        try block.add(cells.part(filters, filters, activation), named: "v\(gate)")
      }
      block.otherFlops += 3 * elements
    }
    block.activate(.logistic, 3 * elements)
    block.activate(squash, 2 * elements)
    // f·c + i·g, and o·tanh(c).
    block.otherFlops += (3 + 1) * elements
    return block
  }

  /// What the state before adds: a convolution and a sum for each gate; or, with a bottleneck, one
  /// convolution of the state and the input together, before the gates.
  private func addState(
    to block: inout DarknetBlock, _ call: OperatorCall, _ cells: Cells, squash: Activation
  ) throws(OperatorError) {
    let filters = try call.size("output_filters")
    let activation = try call.activation(default: .linear)
    let elements = cells.elements(ofChannels: filters)
    guard try call.isSet("bottleneck") else {
      for gate in ["f", "i", "g", "o"] {
        try block.add(cells.part(filters, filters, activation), named: "w\(gate)")
      }
      block.otherFlops += 4 * elements
      return
    }
    guard cells.picture.channels == filters else {
      throw OperatorError(
        .shape, "a bottleneck of \(filters) filters cannot read \(cells.picture.channels) channels",
        remedy: "make output_filters equal to the channels of its input")
    }
    let joined = try call.whole(2 * Count(filters), "channels")
    try block.add(cells.part(joined, filters, activation), named: "wf")
    block.activate(squash, elements)
    if try call.isSet("shortcut") { block.otherFlops += elements.divided(by: 2) }
  }

  /// The convolutions of a section, which all keep the size of the picture.
  private struct Cells {
    let call: OperatorCall
    let picture: DarknetPicture
    let window: DarknetWindow

    /// A convolution from so many channels to so many, with its activation.
    func part(
      _ inputs: Int, _ outputs: Int, _ activation: Activation
    ) throws(OperatorError) -> DarknetBlock {
      var source = picture
      source.channels = inputs
      var target = picture
      target.channels = outputs
      var block = try DarknetConvolution.block(call, window: window, from: source, to: target)
      block.activate(activation, target.elementCount)
      return block
    }

    /// The elements of a picture of so many channels.
    func elements(ofChannels channels: Int) -> Count {
      [picture.batch, channels, picture.height, picture.width].elementCount
    }
  }

  private func cells(_ call: OperatorCall) throws(OperatorError) -> Cells {
    let picture = try call.picture()
    let isOriginal = ["size", "pad", "padding"].allSatisfy { call.layer.attributes[$0] == nil }
    // The original has no such settings: its convolutions are 3 x 3 with a padding of 1.
    let window =
      isOriginal
      ? DarknetWindow(size: 3, strideY: 1, strideX: 1, padding: 2)
      : try DarknetWindow(convolution: call, defaultSize: 3)
    let output = try window.slide(over: picture, channels: picture.channels)
    guard output.shape == picture.shape else {
      throw OperatorError(
        .shape,
        "its convolutions make \(output.width)x\(output.height) of "
          + "\(picture.width)x\(picture.height), and its state must keep its size",
        remedy: "use stride=1 and pad=1 with an odd size")
    }
    return Cells(call: call, picture: picture, window: window)
  }
}
