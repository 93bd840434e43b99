import CounterGroups
import Testing

/// Formulas of metrics.
@Suite("Formulas")
struct FormulaTests {
  private static let values = ["a": 2.0, "b2_c": 3.0, "zero": 0.0]

  @Test(
    "a formula has its value, multiplication before addition and left before right",
    arguments: [
      ("7", 7.0), ("a", 2), ("a + b2_c * 4", 14), ("(a + b2_c) * 4", 20), ("a - b2_c - 1", -2),
      ("12 / a / b2_c", 2), ("64 * (a+b2_c)", 320), ("0.5*a", 1), ("((a))", 2),
    ])
  func values(text: String, expected: Double) throws {
    #expect(try Formula(text).value { Self.values[$0] } == expected)
  }

  @Test("names are told once each, in their order")
  func names() throws {
    #expect(try Formula("b2_c + 2 * a + b2_c").names == ["b2_c", "a"])
  }

  @Test(
    "what is not known, or divided by zero, has no value", arguments: ["d", "a + d", "a / zero"])
  func unknown(text: String) throws {
    #expect(try Formula(text).value { Self.values[$0] } == nil)
  }

  @Test(
    "what is no formula is refused in one line that shows it",
    arguments: [
      "", " ", "a +", "+ a", "(a", "a)", "a b", "1x", "A", "a ^ 2", "()", "é", "1.2.3", "-a",
      String(repeating: "(", count: 100_000) + "a",
    ])
  func refused(text: String) {
    let error = #expect(throws: CounterGroupError.self) { _ = try Formula(text) }
    #expect(error?.description.contains("\n") == false)
  }
}
