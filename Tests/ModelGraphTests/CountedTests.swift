import ModelGraph
import Testing

@Suite("Counted nouns")
struct CountedTests {
  @Test(
    "stand in the plural but for one",
    arguments: [(0, "0 layers"), (1, "1 layer"), (2, "2 layers"), (-1, "-1 layers")])
  func nouns(count: Int, text: String) {
    #expect(count.counted("layer") == text)
  }
}
