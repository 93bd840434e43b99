import ModelGraph

/// Reduction, ArgMax, CumulativeSum and the spectrograms.
struct NCNNReduction: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn("Reduction", "those of the operation, as Reduce… of ONNX", like: "ReduceSum and so on"),
      .ncnn("ArgMax", "n comparisons"),
      .ncnn("CumulativeSum", "1 an element"),
      .ncnn(
        "Spectrogram",
        "frames·(n + 5/2·n·log₂n): the window and a real transform; 3 a value for "
          + "its power", transcendentals: "1 a value for its magnitude"),
      .ncnn("InverseSpectrogram", "frames·(2·n + 5/2·n·log₂n): a real transform, window, sum"),
    ]
  }

  /// By number. Source: Tencent/ncnn, `src/layer/reduction.h`; the absolute sum is ONNX's L1.
  private static let operations = [
    "ReduceSum", "ReduceL1", "ReduceSumSquare", "ReduceMean", "ReduceMax", "ReduceMin",
    "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp",
  ]

  /// What is left.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 2)
    switch call.type {
    case "Reduction": return try reduced(input, call)
    case "ArgMax":
      let count = try call.ncnnSize("topk", default: 1)
      let rows = try call.isSet("out_max_val") ? [count, 2] : [count]
      return try NCNNForm(
        call, [input.shape[0]] + rows, cost: LayerCost(otherFlops: input.elementCount))
    case "CumulativeSum":
      return try NCNNForm(call, input.shape, cost: LayerCost(otherFlops: input.elementCount))
    default: return try transformed(input, call)
    }
  }

  private func reduced(_ input: Operand, _ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let rank = input.shape.count - 1
    let number = try call.integer("operation", default: 0)
    guard Self.operations.indices.contains(number) else {
      throw OperatorError(.unsupported, "operation=\(number) of Reduction is not known")
    }
    var axes = Array(1...rank)
    if try call.integer("reduce_all", default: 1) == 0, let given = try call.integers("axes") {
      axes = try call.axes(given, rank: rank).map { $0 + 1 }
    }
    let keeps = try call.isSet("keepdims")
    let form = try NCNNForm(
      as: Self.operations[number], of: call, [input],
      ["axes": .integers(axes), "keepdims": .integer(keeps ? 1 : 0)])
    let isScalar = form.outputs[0].shape.count == 1
    return isScalar ? form.shaped(form.outputs[0].shape + [1]) : form
  }

  private func transformed(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> NCNNForm {
    let size = try call.integer("n_fft", default: 0, in: 1...1 << 30)
    let hop = try call.integer("hoplen", default: max(size / 4, 1), in: 1...1 << 30)
    let steps = Count(Int.bitWidth - 1 - size.leadingZeroBitCount)
    let frame = 5 * Count(size) * steps
    if call.type == "InverseSpectrogram" {
      guard input.shape.count == 4 else { throw call.shapeError(input.shape.shapeText) }
      let frames = Count(input.shape[2])
      let samples = try call.whole((frames - 1) * Count(hop) + Count(size), "samples")
      return try NCNNForm(
        call, [input.shape[0], samples],
        cost: LayerCost(otherFlops: frames * (2 * Count(size) + frame.divided(by: 2))))
    }
    let isCentred = try call.integer("center", default: 1) != 0
    let padded = Count(input.shape[1]) + (isCentred ? Count(size) : 0)
    guard let free = (padded - Count(size)).value else {
      throw call.shapeError("\(input.shape[1]) samples in frames of \(size)")
    }
    let frames = free / hop + 1
    let isHalf = try call.integer("onesided", default: 1) != 0
    let power = try call.integer("power", default: 0)
    let bins = isHalf ? size / 2 + 1 : size
    var form = try NCNNForm(call, [input.shape[0], bins, frames] + (power == 0 ? [2] : []))
    let work = Count(frames) * (Count(size) + frame.divided(by: 2)) * Count(input.shape[0])
    form = form.adding(
      work + (power == 0 ? 0 : 3 * form.made), transcendentals: power == 1 ? form.made : 0)
    return form
  }
}
