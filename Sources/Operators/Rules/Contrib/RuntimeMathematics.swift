import ModelGraph

/// Arithmetic that ONNX Runtime has and ONNX has not: distances, inverses, complex products, transforms of
/// real signals.
struct RuntimeMathematics: OperatorRule {
  var operators: [OperatorDescription] {
    let transform =
      "Cooley, Tukey, An algorithm for the machine calculation of complex Fourier series, 1965; the "
      + "count is FFTW's (benchFFT)"
    let half =
      "5·n·⌈log₂ N⌉ for n real places, N along each axis of the signal, rounded down to half of it"
    return [
      .contrib(
        "CDist", macs: "M·K·N, for M rows and K rows of N", otherFlops: "M·K·N differences",
        transcendentals: "M·K (square roots) with metric=euclidean"),
      .contrib(
        "Inverse", otherFlops: "2·M³ for each matrix of M rows",
        paper: "Higham, Accuracy and stability of numerical algorithms, section 14.3"),
      .contrib("ComplexMul", otherFlops: "6 for each complex number: four products, two sums"),
      .contrib("ComplexMulConj", otherFlops: "6 for each complex number: four products, two sums"),
      .contrib("Rfft", otherFlops: half, paper: transform),
      .contrib("Irfft", otherFlops: half, paper: transform),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    switch call.type {
    case "CDist": return [Operand(input.elementType, Array(try pairs(call).dropLast()))]
    case "ComplexMul", "ComplexMulConj":
      let other = try call.input(1).shape
      guard input.shape.last == 2, other.last == 2 else {
        throw call.shapeError("\(input.shape.shapeText) and \(other.shapeText), no complex numbers")
      }
      return [Operand(input.elementType, try Broadcast.shape([input.shape, other]))]
    case "Rfft", "Irfft": return [Operand(input.elementType, try transform(call).shape)]
    default:
      guard input.shape.count >= 2, input.shape.suffix(2).first == input.shape.last else {
        throw call.shapeError("\(input.shape.shapeText), whose matrices are not square")
      }
      return [Operand(input.elementType, input.shape)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    let elements = try call.input(0).elementCount
    switch call.type {
    case "CDist":
      let products = try pairs(call).elementCount
      let isRooted = try call.string("metric", default: "sqeuclidean") == "euclidean"
      return LayerCost(
        macs: products, otherFlops: products, transcendentals: isRooted ? made : 0)
    case "ComplexMul", "ComplexMulConj": return LayerCost(otherFlops: 3 * made)
    case "Rfft", "Irfft": return LayerCost(otherFlops: try transform(call).flops)
    default:
      let rows = Count(try call.input(0, rankAtLeast: 2).shape.last ?? 0)
      return LayerCost(otherFlops: 2 * elements * rows)
    }
  }

  /// M, K and N of the distances between M rows and K rows of N.
  private func pairs(_ call: OperatorCall) throws(OperatorError) -> [Int] {
    let (left, right) = try (call.input(0).shape, call.input(1).shape)
    let metric = try call.string("metric", default: "sqeuclidean")
    guard left.count == 2, right.count == 2, left[1] == right[1] else {
      throw call.shapeError("distances between \(left.shapeText) and \(right.shapeText)")
    }
    guard metric.hasSuffix("euclidean") else {
      throw OperatorError(.attribute, "metric=\(metric) of \(call.layer.operatorName) is not known")
    }
    return [left[0], right[0], left[1]]
  }

  /// What a transform of real signals makes, and its FLOPs.
  private func transform(
    _ call: OperatorCall
  ) throws(OperatorError) -> (shape: [Int], flops: Count) {
    let input = try call.input(0, rankAtLeast: 1).shape
    let axes = try call.integer("signal_ndim", default: 1, in: 1...max(input.count, 1))
    let isBack = call.type == "Irfft"
    var real = input
    if isBack {
      guard input.count > axes, input.last == 2 else {
        throw call.shapeError("\(input.shapeText), no complex numbers")
      }
      real.removeLast()
      real[real.count - 1] = (2 * Count(max(real[real.count - 1] - 1, 0))).value ?? .max
    }
    let stages = real.suffix(axes).reduce(0) { $0 + Spectrum.stages($1) }
    let flops = (5 * real.elementCount * Count(stages)).divided(by: 2)
    if isBack { return (real, flops) }
    var spectrum = real
    spectrum[spectrum.count - 1] = real[real.count - 1] / 2 + 1
    return (spectrum + [2], flops)
  }
}
