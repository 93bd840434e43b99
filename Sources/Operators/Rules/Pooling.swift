import ModelGraph

/// MaxPool, AveragePool and LpPool: each element of the output is made of one window.
///
/// A window that reaches into the pads is counted as a whole one.
struct Pooling: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("MaxPool", 22, otherFlops: "N·C·Πout·(Πk − 1) comparisons"),
      .onnx(
        "AveragePool", 22, otherFlops: "N·C·Πout·Πk: Πk − 1 additions and a division a window"),
      .onnx(
        "LpPool", 22, otherFlops: "N·C·Πout·(2·Πk − 1); Πk − 1 additions where p > 2",
        transcendentals: "N·C·Πout roots where p ≠ 1, and N·C·Πout·Πk powers where p > 2"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    let window = try SlidingWindow(of: call, axes: input.shape.count - 2)
    let places = try places(of: window, over: input, in: call)
    let shape = Array(input.shape.prefix(2)) + places
    let output = Operand(input.elementType, shape)
    return call.type == "MaxPool" ? [output, Operand(.int64, shape)] : [output]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 3)
    let window = try SlidingWindow(of: call, axes: input.shape.count - 2)
    let kind = try WindowFunction(of: call, prefix: "")
    var cost = kind.cost(window: window.size, made: outputs.first?.elementCount ?? 0)
    cost.traffic = window.traffic(
      over: input, places: try places(of: window, over: input, in: call))
    return cost
  }

  private func places(
    of window: SlidingWindow, over input: Operand, in call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    let roundsUp = try call.integer("ceil_mode", default: 0) != 0
    return try window.places(
      over: Array(input.shape.dropFirst(2)), roundsUp: roundsUp, in: call)
  }
}

/// GlobalMaxPool, GlobalAveragePool and GlobalLpPool: one window over each whole channel.
struct GlobalPooling: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("GlobalMaxPool", 22, otherFlops: "N·C·(Πin − 1) comparisons"),
      .onnx(
        "GlobalAveragePool", 22,
        otherFlops: "N·C·Πin: Πin − 1 additions and a division a channel"),
      .onnx(
        "GlobalLpPool", 22, otherFlops: "N·C·(2·Πin − 1); Πin − 1 additions where p > 2",
        transcendentals: "N·C roots where p ≠ 1, and N·C·Πin powers where p > 2"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 2)
    let ones = input.shape.dropFirst(2).map { _ in 1 }
    return [Operand(input.elementType, input.shape.prefix(2) + ones)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let kind = try WindowFunction(of: call, prefix: "Global")
    let size = try call.input(0).shape.dropFirst(2).elementCount
    return kind.cost(window: size, made: outputs.first?.elementCount ?? 0)
  }
}

/// What is made of the elements of a window.
private enum WindowFunction {
  case largest
  case mean
  case norm(Int)

  init(of call: OperatorCall, prefix: String) throws(OperatorError) {
    switch call.type {
    case "\(prefix)MaxPool": self = .largest
    case "\(prefix)AveragePool": self = .mean
    default: self = .norm(try call.integer("p", default: 2, in: 1...OperatorCall.largestSetting))
    }
  }

  func cost(window: Count, made: Count) -> LayerCost {
    // A window of no elements makes nothing of nothing.
    let steps = window.value == 0 ? 0 : window - 1
    return switch self {
    case .largest: LayerCost(otherFlops: made * steps)
    case .mean: LayerCost(otherFlops: made * window)
    case .norm(1): LayerCost(otherFlops: made * (window + steps))
    case .norm(2): LayerCost(otherFlops: made * (window + steps), transcendentals: made)
    case .norm: LayerCost(otherFlops: made * steps, transcendentals: made * (window + 1))
    }
  }
}
