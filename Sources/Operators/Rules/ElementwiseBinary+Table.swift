extension BinaryOperator {
  /// By type.
  static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })

  /// Every operator of the family.
  static let all = arithmetic + comparisons + logic + bits

  private static let arithmetic: [BinaryOperator] = [
    .number("Add", 14, "a + b", IntegerArithmetic.sum) { $0 + $1 },
    .number("Sub", 14, "a − b", IntegerArithmetic.difference) { $0 - $1 },
    .number("Mul", 14, "a·b", IntegerArithmetic.product) { $0 * $1 },
    .number("Div", 14, "a/b", IntegerArithmetic.quotient) { $0 / $1 },
    BinaryOperator(
      name: "Mod", version: 28, flops: 1, formula: "a mod b",
      function: { (call) throws(OperatorError) in
        let isC = try call.integer("fmod", default: 0) != 0
        return .arithmetic(
          integers: isC ? IntegerArithmetic.remainder : IntegerArithmetic.modulo,
          reals: { Self.remainder($0, $1, hasSignOfDivisor: !isC) })
      }),
    BinaryOperator(
      name: "PRelu", version: 16, flops: 2, formula: "a if a ≥ 0 else b·a",
      function: { _ in .unknown }),
  ]

  private static let comparisons: [BinaryOperator] = [
    .test("Equal", 19, "a = b", { $0 == $1 }, { $0 == $1 }),
    .test("Greater", 13, "a > b", { $0 > $1 }, { $0 > $1 }),
    .test("GreaterOrEqual", 16, "a ≥ b", { $0 >= $1 }, { $0 >= $1 }),
    .test("Less", 13, "a < b", { $0 < $1 }, { $0 < $1 }),
    .test("LessOrEqual", 16, "a ≤ b", { $0 <= $1 }, { $0 <= $1 }),
  ]

  private static let logic: [BinaryOperator] = [
    .test("And", 7, "a ∧ b", { $0 != 0 && $1 != 0 }, { $0 != 0 && $1 != 0 }),
    .test("Or", 7, "a ∨ b", { $0 != 0 || $1 != 0 }, { $0 != 0 || $1 != 0 }),
    .test("Xor", 7, "a ⊕ b", { ($0 != 0) != ($1 != 0) }, { ($0 != 0) != ($1 != 0) }),
  ]

  private static let bits: [BinaryOperator] = [
    .number("BitwiseAnd", 18, "a & b", { $0 & $1 }, { _, _ in nil }),
    .number("BitwiseOr", 18, "a | b", { $0 | $1 }, { _, _ in nil }),
    .number("BitwiseXor", 18, "a ^ b", { $0 ^ $1 }, { _, _ in nil }),
    BinaryOperator(
      name: "BitShift", version: 28, flops: 1, formula: "a shifted by b bits",
      function: { _ in .unknown }),
  ]

  private static func remainder(
    _ left: Double, _ right: Double, hasSignOfDivisor: Bool
  ) -> Double? {
    guard right != 0 else { return nil }
    let remainder = left.truncatingRemainder(dividingBy: right)
    let isOther = remainder != 0 && (remainder < 0) != (right < 0)
    return hasSignOfDivisor && isOther ? remainder + right : remainder
  }

  private static func number(
    _ name: String, _ version: Int, _ formula: String,
    _ integers: @escaping @Sendable (Int, Int) -> Int?,
    _ reals: @escaping @Sendable (Double, Double) -> Double?
  ) -> BinaryOperator {
    BinaryOperator(
      name: name, version: version, flops: 1, formula: formula,
      function: { _ in .arithmetic(integers: integers, reals: reals) })
  }

  private static func test(
    _ name: String, _ version: Int, _ formula: String,
    _ integers: @escaping @Sendable (Int, Int) -> Bool,
    _ reals: @escaping @Sendable (Double, Double) -> Bool
  ) -> BinaryOperator {
    BinaryOperator(
      name: name, version: version, flops: 1, formula: formula,
      function: { _ in .test(integers: integers, reals: reals) })
  }
}
