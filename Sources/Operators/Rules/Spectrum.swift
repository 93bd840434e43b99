import ModelGraph

/// DFT and STFT, by the fast Fourier transform.
struct Spectrum: OperatorRule {
  var operators: [OperatorDescription] {
    let source =
      "Cooley, Tukey, An algorithm for the machine calculation of complex Fourier series, "
      + "1965; the count is FFTW's (benchFFT)"
    return [
      .onnx(
        "DFT", 20,
        otherFlops: "5·rows·N·⌈log₂ N⌉ for N complex places, rounded down to half of it for real "
          + "ones",
        paper: source),
      .onnx(
        "STFT", 17,
        otherFlops: "5·B·frames·N·⌈log₂ N⌉, half of it for a real signal; and a product for each "
          + "element of each frame where there is a window",
        paper: source),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 3)
    guard call.type == "DFT" else {
      let frames = try Frames(call)
      return [Operand(input.elementType, [input.shape[0], frames.count, frames.bins, 2])]
    }
    var shape = input.shape
    let (axis, length) = try transform(call, shape)
    let isHalf = try call.integer("onesided", default: 0) != 0
    let isBack = try isInverse(call)
    shape[axis] = isHalf && !isBack ? length / 2 + 1 : length
    shape[shape.count - 1] = isHalf && isBack ? 1 : 2
    return [Operand(input.elementType, shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let input = try call.input(0, rankAtLeast: 3)
    let isReal = input.shape.last == 1
    guard call.type == "DFT" else {
      let frames = try Frames(call)
      let all = Count(input.shape[0]) * Count(frames.count)
      let window = call.optionalInput(2) == nil ? 0 : all * Count(frames.length)
      return LayerCost(otherFlops: Self.flops(frames.length, rows: all, isReal: isReal) + window)
    }
    let (axis, length) = try transform(call, input.shape)
    var rows = input.shape.dropLast()
    rows[axis] = 1
    return LayerCost(
      otherFlops: Self.flops(length, rows: rows.elementCount, isReal: isReal))
  }

  /// ⌈log₂ N⌉.
  static func stages(_ length: Int) -> Int {
    length > 1 ? Int.bitWidth - (length - 1).leadingZeroBitCount : 0
  }

  /// 5·rows·N·⌈log₂ N⌉, or half of it.
  private static func flops(_ length: Int, rows: Count, isReal: Bool) -> Count {
    let all = 5 * rows * Count(length) * Count(stages(length))
    return isReal ? all.divided(by: 2) : all
  }

  /// The axis (a setting before version 20) and the length of a DFT.
  private func transform(
    _ call: OperatorCall, _ shape: [Int]
  ) throws(OperatorError) -> (axis: Int, length: Int) {
    let stated = try call.optionalInput(2) == nil ? nil : call.integers(ofInput: 2).first
    let setting = try call.integer("axis", default: call.isBefore(version: 20) ? 1 : -2)
    let axis = try call.axis(stated ?? setting, rank: shape.count)
    let given = try call.optionalInput(1) == nil ? nil : call.integers(ofInput: 1).first
    // Half of a real signal's places come back as the whole of it.
    let isHalf = try call.integer("onesided", default: 0) != 0
    let isBack = try isInverse(call)
    let length = given ?? (isHalf && isBack ? 2 * max(shape[axis] - 1, 0) : shape[axis])
    guard axis < shape.count - 1, (0...Evaluation.largestDimension).contains(length) else {
      throw call.shapeError("axis \(axis) of \(shape.shapeText), of the length \(length)")
    }
    return (axis, length)
  }

  private func isInverse(_ call: OperatorCall) throws(OperatorError) -> Bool {
    try call.integer("inverse", default: 0) != 0
  }

  /// The frames of a short-time transform.
  private struct Frames {
    var count: Int
    var length: Int
    var bins: Int

    init(_ call: OperatorCall) throws(OperatorError) {
      let signal = try call.input(0, rankAtLeast: 3).shape
      let step = try call.integers(ofInput: 1).first ?? 0
      let given = try call.optionalInput(3) == nil ? nil : call.integers(ofInput: 3).first
      length = given ?? call.optionalInput(2)?.shape.first ?? signal[1]
      guard step > 0, length > 0, length <= signal[1] else {
        throw call.shapeError("frames of \(length) every \(step) of \(signal.shapeText)")
      }
      count = (signal[1] - length) / step + 1
      bins = try call.integer("onesided", default: 1) != 0 ? length / 2 + 1 : length
    }
  }
}
