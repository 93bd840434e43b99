import ModelGraph
import Testing

@Suite("Count")
struct CountTests {
  @Test("multiplies and adds like an integer")
  func arithmetic() {
    // 3 · 4 + 5 = 17
    #expect((Count(3) * 4 + 5).value == 17)
  }

  @Test(
    "has no value once it passed 2^63, whatever follows",
    arguments: [
      Count(.max) + 1, Count(.max) * 2, Count(1 << 40) * Count(1 << 40), Count(-1), Count(2) - 3,
      (Count(.max) * 2) * 0, Count(1).divided(by: 0),
    ])
  func overflow(_ count: Count) {
    #expect(count.value == nil)
  }

  @Test(
    "packs elements narrower than a byte, rounding up",
    arguments: [(5, 4, 3), (4, 4, 2), (3, 2, 1), (7, 6, 6), (3, 32, 12), (0, 4, 0)])
  func packing(elements: Int, bits: Int, bytes: Int) {
    #expect(Count(elements).bytes(ofBits: bits).value == bytes)
  }

  @Test("a scalar has one element, an empty tensor none")
  func shapes() {
    #expect([Int]().elementCount.value == 1)
    #expect([3, 0, 2].elementCount.value == 0)
    #expect([1 << 32, 1 << 32].elementCount.value == nil)
  }
}
