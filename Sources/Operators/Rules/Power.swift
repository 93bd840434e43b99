import ModelGraph

/// Pow: a constant whole exponent is multiplied out, any other is a transcendental.
struct Power: OperatorRule {
  var worksInPlace: Bool { true }

  var operators: [OperatorDescription] {
    [
      .onnx(
        "Pow", 15,
        otherFlops: "n·(⌊log₂ k⌋ + ones(k) − 1) for a constant whole exponent k (one more for −k)",
        transcendentals: "n for any other exponent",
        paper: "Knuth, The Art of Computer Programming 2, 4.6.3 (the binary method)")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (base, exponent) = try (call.input(0), call.alignedSecondInput())
    let shape = try Broadcast.shape([base.shape, exponent.shape])
    let contents = Self.contents(base, exponent, shape: shape)
    return [Operand(base.elementType, shape, contents: contents)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = outputs.first?.elementCount ?? 0
    guard let exponent = try call.input(1).numbers, exponent.count == 1,
      let multiplications = exponent.first.flatMap(Self.multiplications)
    else { return LayerCost(transcendentals: elements) }
    return LayerCost(otherFlops: Count(multiplications) * elements)
  }

  /// How many multiplications a power takes by squaring; nil where the exponent is not whole. A
  /// negative one takes a division more.
  static func multiplications(_ exponent: Double) -> Int? {
    guard abs(exponent) < 1e9, let whole = Int(exactly: exponent) else { return nil }
    guard whole != 0 else { return 0 }
    let size = whole.magnitude
    let squarings = UInt.bitWidth - 1 - size.leadingZeroBitCount
    return squarings + size.nonzeroBitCount - 1 + (whole < 0 ? 1 : 0)
  }

  private static func contents(
    _ base: Operand, _ exponent: Operand, shape: [Int]
  ) -> TensorContents? {
    guard let powers = exponent.contents(broadcastTo: shape),
      let bases = base.contents(broadcastTo: shape)
    else { return nil }
    let exponents = Operand(exponent.elementType, shape, contents: powers).numbers ?? []
    switch bases {
    case .integers(let values):
      return Values.integers(values.count, of: base.elementType) { place in
        Int(exactly: exponents[place]).flatMap { IntegerArithmetic.power(values[place], $0) }
      }
    case .floats(let values):
      return Values.floats(values.count, of: base.elementType) {
        real(values[$0], exponents[$0])
      }
    case .strings: return nil
    }
  }

  /// A real power, where it is whole and small or a square root.
  private static func real(_ base: Double, _ exponent: Double) -> Double? {
    if exponent == 0.5, base >= 0 { return base.squareRoot() }
    guard abs(exponent) <= 64, let whole = Int(exactly: exponent) else { return nil }
    let power = (0..<abs(whole)).reduce(1.0) { product, _ in product * base }
    return whole < 0 ? 1 / power : power
  }
}
