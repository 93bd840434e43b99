import ModelGraph

/// Sections that do nothing at inference: the input is the output.
struct DarknetPassThrough: OperatorRule {
  /// The sections, with what each is for.
  var operators: [OperatorDescription] {
    [
      ("contrastive", "a loss of training"), ("cost", "the loss of training"),
      ("dropout", "it drops in training only"), ("empty", "it does nothing"),
    ].map { type, reason in
      OperatorDescription(
        OperatorName(type, domain: "darknet"), bytes: "none: a view",
        source: "pjreddie/darknet and AlexeyAB/darknet: \(reason)")
    }
  }

  /// The shape of the input.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    try call.sameShape()
  }

  /// Nothing.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    .view
  }
}

/// `[history]`: the last pictures of a stream, their channels one after another.
struct DarknetHistory: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("history", domain: "darknet"),
        bytes: "the input once, the output once; the pictures kept are not read apart",
        source: "AlexeyAB/darknet, history layer of representation_layer.c and parser.c")
    ]
  }

  /// [N, C·history_size, H, W].
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    var picture = try call.picture()
    let channels = Count(picture.channels) * Count(try call.size("history_size"))
    picture.channels = try call.whole(channels, "channels")
    return try call.output(picture.shape)
  }
}
