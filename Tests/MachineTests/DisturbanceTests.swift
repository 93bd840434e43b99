import Machine
import Testing

/// What disturbs a thread.
@Suite("Disturbance")
struct DisturbanceTests {
  @Test("stolen time and run delay are read from the kernel's files")
  func reads() throws {
    let tree = [
      "proc/stat": "cpu  1 2 3 4 5 6 7 250 9 10\ncpu0 1 2\n",
      "proc/thread-self/schedstat": "123 4000000 5\n",
    ]
    try Fixture.withSystem(tree) { files in
      let meter = DisturbanceMeter(files: files)
      let reading = meter.read()
      // 250 ticks of 1/100 s, which Linux gives to programs on every processor.
      #expect(reading.stolenSeconds == 2.5)
      #expect(reading.runDelaySeconds == 0.004)
      #expect(reading.involuntarySwitches ?? -1 >= 0)
    }
  }

  @Test("what the kernel does not tell is not zero")
  func missing() throws {
    try Fixture.withSystem(["proc/stat": "intr 1\n"]) { files in
      let reading = DisturbanceMeter(files: files).read()
      #expect(reading.stolenSeconds == nil)
      #expect(reading.runDelaySeconds == nil)
      #expect(reading.since(reading).stolenSeconds == nil)
    }
  }

  @Test("a difference is what came since, and never negative")
  func differences() {
    let before = DisturbanceReading(
      stolenSeconds: 1, runDelaySeconds: 2, involuntarySwitches: 3)
    let after = DisturbanceReading(
      stolenSeconds: 1.5, runDelaySeconds: 1, involuntarySwitches: 7)
    #expect(
      after.since(before)
        == DisturbanceReading(stolenSeconds: 0.5, runDelaySeconds: 0, involuntarySwitches: 4))
    #expect(before.since(before).isUndisturbed)
    #expect(!after.since(before).isUndisturbed)
  }
}
