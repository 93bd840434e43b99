import ModelGraph

/// Normalisations with a factor and a bias for each channel: batch, instance and group.
struct ChannelNormalization: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    let row =
      "7·n + 4·rows: sum, subtract the mean, square, sum, divide by the deviation, scale, "
      + "add the bias; a row: divide twice, add ε, invert"
    return [
      .onnx(
        "BatchNormalization", 15,
        otherFlops: "2·n: scale and shift (the factors of a channel are made once, at loading); "
          + "with training_mode 7·n + 10·C",
        transcendentals: "with training_mode C (a square root)",
        paper: "Ioffe, Szegedy, Batch normalization, arXiv:1502.03167, algorithm 2"),
      .onnx(
        "InstanceNormalization", 22, otherFlops: "\(row); a row is a channel of a sample",
        transcendentals: "N·C (a square root)",
        paper: "Ulyanov, Vedaldi, Lempitsky, Instance normalization, arXiv:1607.08022"),
      .onnx(
        "GroupNormalization", 21, otherFlops: "\(row); a row is a group of channels of a sample",
        transcendentals: "N·groups (a square root)",
        paper: "Wu, He, Group normalization, arXiv:1803.08494"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 2)
    let groups = try call.integer("num_groups", default: 1, in: 1...OperatorCall.largestSetting)
    let channels = input.shape[1]
    guard channels % groups == 0 else {
      throw call.shapeError("\(channels) channels in \(groups) groups")
    }
    for index in 1...(call.type == "BatchNormalization" ? 4 : 2) {
      let factor = try call.input(index)
      // GroupNormalization-18 has a factor for each group.
      let isGrouped = call.type == "GroupNormalization" && factor.shape == [groups]
      guard factor.shape == [channels] || isGrouped else {
        throw call.shapeError(
          "input \(index) of the shape \(factor.shape.shapeText) for \(channels) channels")
      }
    }
    let statistics = Operand(.float32, [channels])
    let output = Operand(input.elementType, input.shape)
    // Up to version 9 the outputs that follow were four; none is made at inference.
    return [output]
      + Array(repeating: statistics, count: max(min(call.layer.outputs.count, 5) - 1, 0))
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 2)
    let elements = input.elementCount
    let samples = Count(input.shape[0])
    switch call.type {
    case "BatchNormalization":
      guard try call.integer("training_mode", default: 0) != 0 else {
        return LayerCost(otherFlops: 2 * elements, statisticsInputs: [3, 4])
      }
      // A row's 4, and (1 − m)·new + m·old of the running mean and variance.
      let channels = Count(input.shape[1])
      return LayerCost(
        otherFlops: 7 * elements + 10 * channels, transcendentals: channels,
        statisticsInputs: [3, 4])
    case "GroupNormalization":
      let rows = try samples * Count(call.integer("num_groups", default: 1))
      return LayerCost(otherFlops: 7 * elements + 4 * rows, transcendentals: rows)
    default:
      let rows = samples * Count(input.shape[1])
      return LayerCost(otherFlops: 7 * elements + 4 * rows, transcendentals: rows)
    }
  }
}
