import Sweeps
import Testing

@Suite("The sizes of an axis")
struct SweepValuesTests {
  @Test(
    "are single ones, ranges that double, ranges with a step, and lists of these",
    arguments: [
      ("8", [8]), ("1..8", [1, 2, 4, 8]), ("1..6", [1, 2, 4, 6]), ("3..3", [3]),
      ("16..64+16", [16, 32, 48, 64]), ("1..6+2", [1, 3, 5]), ("7,1..4,2", [1, 2, 4, 7]),
    ])
  func values(text: String, values: [Int]) {
    #expect(SweepValues(text)?.values == values)
  }

  @Test("double up to the largest number without passing it")
  func largest() {
    #expect(SweepValues("1..\(Int.max)")?.values.count == 64)
    #expect(SweepValues("1..\(Int.max)")?.values.last == .max)
  }

  @Test(
    "are nothing else",
    arguments: [
      "", "0", "-1", "1..", "..4", "8..1", "1..8+0", "1..8+-1", "a", "1,,2", "1..2..3", "1.5",
      "1..99999999999999999999", "1..9223372036854775807+1", " 1",
    ])
  func refused(text: String) {
    #expect(SweepValues(text) == nil)
  }
}
