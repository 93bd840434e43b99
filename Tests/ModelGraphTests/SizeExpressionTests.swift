import ModelGraph
import Testing

@Suite("SizeExpression")
struct SizeExpressionTests {
  private static let sizes = ["batch": 2, "heads": 12, "s0": 7, "past.length": 5]

  @Test(
    "comes to what Python makes of it",
    arguments: [
      ("batch", 2), ("batch * heads", 24), ("batch*heads", 24), ("past.length + 1", 6),
      ("(s0 + 3)//4", 2), ("s0 + 3 // 4", 7), ("s0 / 2", 3), ("s0 % 4", 3), ("s0 - 9", -2),
      ("(s0 - 9) // 4", -1), ("(s0 - 9) % 4", 2), ("2*(batch + (heads - 1))", 26), ("12", 12),
      ("s0/2*2", 7), ("floor(s0/2 - 1/2) + 1", 4), ("floor(batch/2 - 1/2) + 1", 1),
      ("ceiling(s0/2)", 4), ("Max(1, s0)", 7), ("Min(s0, heads, 9)", 7), ("Mod(s0, 4)", 3),
      ("PythonMod(s0 - 9, 4)", 2), ("-s0 + 8", 1), ("s0**2", 49), ("s0^2", 49), ("-s0**2", -49),
      ("2**-1*s0", 3), ("CeilToInt(IntTrueDiv(s0, 2))", 4), ("FloorDiv(s0, 2)", 3),
      ("CeilDiv(s0, 2)", 4), ("TruncToInt(s0/4 - 9/4)", 0), ("1 + 1", 2),
      ("floor(s0/4 - 9/4)", -1), ("s0//-2", -4),
    ])
  func values(text: String, value: Int) throws {
    #expect(try #require(SizeExpression(text)).value(Self.sizes) == value)
  }

  @Test("names what it is made of, each once")
  func symbols() throws {
    #expect(try #require(SizeExpression("b * (s + b)")).symbols == ["b", "s"])
  }

  @Test(
    "is none where it is not written as one",
    arguments: [
      "", "a +", "(a", "a b", "a***2", "a;b", "-1", "sin(a)", "Mod(a)", "max()", "floor(a, b)",
      "a**",
      String(repeating: "-", count: 900) + "a", String(repeating: "(", count: 900),
      "99999999999999999999",
    ])
  func malformed(text: String) {
    #expect(SizeExpression(text) == nil)
  }

  @Test(
    "has no value where a size is missing, nothing is divided by, or it does not fit",
    arguments: [
      "other", "s0 // 0", "s0 % 0", "s0 * 9223372036854775807", "s0**99", "s0**30",
      "(s0 - s0)**-1", "Mod(s0, s0 - 7)", "s0/9223372036854775807 + s0/9223372036854775806",
    ])
  func impossible(text: String) throws {
    #expect(try #require(SizeExpression(text)).value(Self.sizes) == nil)
  }
}
