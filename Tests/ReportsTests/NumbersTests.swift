import Reports
import Testing

@Suite("Numbers")
struct NumbersTests {
  @Test(
    "are written with a decimal prefix and four significant digits",
    arguments: [
      (0.0, "0"), (7.0, "7"), (999.0, "999"), (1000.0, "1.000 k"), (65_864_000_000.0, "65.86 G"),
      (999_960.0, "1.000 M"), (999_900.0, "999.9 k"), (0.25, "0.250"), (-1500.0, "-1.500 k"),
      (.infinity, "–"), (.nan, "–"),
    ])
  func prefixed(value: Double, text: String) {
    #expect(Numbers.prefixed(value) == text)
  }

  @Test(
    "of times are written with the prefix that leaves one to three digits before the point",
    arguments: [
      (0.0, "0 s"), (1.5, "1.500 s"), (0.012345, "12.35 ms"), (0.99996, "1.000 s"),
      (3e-9, "3.000 ns"), (2e-16, "0.000 ps"), (4321.4, "4321 s"),
    ])
  func seconds(value: Double, text: String) {
    #expect(Numbers.seconds(value) == text)
  }

  @Test(
    "are rounded half away from zero at a fixed place",
    arguments: [
      (2.5, 0, "3"), (-2.5, 0, "-3"), (0.005, 2, "0.01"), (-0.001, 2, "0.00"),
      (123.456, 1, "123.5"), (9.999, 2, "10.00"), (1e300, 2, "1e+300"),
    ])
  func fixed(value: Double, digits: Int, text: String) {
    #expect(Numbers.fixed(value, digits: digits) == text)
  }

  @Test(
    "of an axis have no more digits than they need",
    arguments: [
      (0.0, "0"), (0.001, "0.001"), (0.5, "0.5"), (20.0, "20"), (1000.0, "1 k"), (2e13, "20 T"),
      (1e-9, "0.000000001"), (.nan, "–"),
    ])
  func round(value: Double, text: String) {
    #expect(Numbers.round(value) == text)
  }

  @Test("are written alike by the script of the report page, which is held against the same list")
  func scripts() throws {
    let rules: [(name: String, write: (Double) -> String)] = [
      ("prefixed", { Numbers.prefixed($0) }), ("bytes", { Numbers.bytes($0) }),
      ("seconds", { Numbers.seconds($0) }), ("percent", { Numbers.percent($0) }),
      ("round", { Numbers.round($0) }),
    ]
    var values = [
      0.0, 0.5, 2.5, 0.125, 0.0005, 0.9995, 0.99995, 9.9995, 99.995, 999.95, 999.5,
      0.49999999999999994,
    ]
    for exponent in -12...17 {
      for factor in [1.0, 1.2345, 2, 5, 9.9995, 9.99949] {
        values.append(factor * (Double("1e\(exponent)") ?? 0))
      }
    }
    let lines = rules.flatMap { rule in
      values.map { "[\"\(rule.name)\",\($0),\"\(rule.write($0))\"]" }
    }
    try expectSnapshot("[\n\(lines.joined(separator: ",\n"))\n]\n", "numbers.json")
  }
}
