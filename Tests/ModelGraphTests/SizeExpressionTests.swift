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
      "", "a +", "(a", "a b", "a**2", "a;b", "-1", String(repeating: "(", count: 900),
      "99999999999999999999",
    ])
  func malformed(text: String) {
    #expect(SizeExpression(text) == nil)
  }

  @Test(
    "has no value where a size is missing, nothing is divided by, or it does not fit",
    arguments: ["other", "s0 // 0", "s0 % 0", "s0 * 9223372036854775807"])
  func impossible(text: String) throws {
    #expect(try #require(SizeExpression(text)).value(Self.sizes) == nil)
  }
}
