import ProgramCounting
import Testing

/// The self-test of the counters.
@Suite("The self-test")
struct SelfTestTests {
  @Test(
    "what the kernel counts is what was done",
    .enabled(if: ProgramCounterTests.isCounted, "the kernel's events are not counted here"))
  func software() throws {
    let test = try SelfTest.run()
    let faults = try #require(test.checks.first { $0.metric == "page-faults" })
    #expect(faults.expected == 4_096)
    // More where the kernel moves pages meanwhile; never less.
    #expect(faults.ratio >= 1 && faults.ratio < 1.5)
    let clock = try #require(test.checks.first { $0.metric == "task-clock" })
    #expect(clock.ratio > 0.5 && clock.ratio < 2)
  }

  @Test(
    "a check is believable within five percent",
    arguments: [(1.0, true), (1.04, true), (0.94, false), (2, false)])
  func verdict(ratio: Double, isBelievable: Bool) {
    let check = SelfTest.Check(kernel: "k", metric: "flops", counted: ratio * 10, expected: 10)
    #expect(check.isBelievable == isBelievable)
    #expect(abs(check.ratio - ratio) < 1e-12)
  }
}
