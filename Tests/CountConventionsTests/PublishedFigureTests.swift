import CountConventions
import Testing

@Suite("Published figures, as people write them")
struct PublishedFigureTests {
  @Test(
    "a number with its prefix, whatever the unit is called",
    arguments: [
      // The tolerance is half of the last digit that is written.
      ("4.1G", 4.1e9, 0.05e9), ("4.09 GFLOPs", 4.09e9, 0.005e9),
      ("65.879 BFLOPS", 65.879e9, 0.0005e9),
      ("300M", 300e6, 0.5e6), ("569 MMACs", 569e6, 0.5e6), ("1.8e9", 1.8e9, 0.05e9),
      ("1.8e9 MACs", 1.8e9, 0.05e9), ("4089184256", 4_089_184_256, 0.5),
      ("312 mult-adds", 312, 0.5),
      ("0.72 T", 0.72e12, 0.005e12), ("12 madds", 12, 0.5), ("12 Mmadds", 12e6, 0.5e6),
      (" 7 k ", 7e3, 0.5e3),
    ])
  func readable(text: String, value: Double, tolerance: Double) throws {
    let figure = try #require(PublishedFigure(text))
    #expect((figure.value / value - 1).magnitude < 1e-12)
    #expect((figure.tolerance / tolerance - 1).magnitude < 1e-12)
  }

  @Test(
    "what is no figure is none",
    arguments: [
      "", "G", "-4G", "4,1G", "1.2.3G", "4.1 bananas", "nan", "inf", "1e999", "1e-9", "0", "4.1GG",
      "٤G", "99999999999999999999999999", ".",
    ])
  func unreadable(text: String) {
    #expect(PublishedFigure(text) == nil)
  }
}
