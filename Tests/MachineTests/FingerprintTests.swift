import Machine
import Testing

/// What tells machines apart.
@Suite("Fingerprints")
struct FingerprintTests {
  private func machine(_ text: String) throws -> MachineDescription {
    MachineDescription(recorded: try .synthetic(text))
  }

  @Test("the same machine has the same, sixteen digits long")
  func stable() throws {
    let one = try Fingerprint(machine("core:4 pu:2"))
    #expect(try one == Fingerprint(machine("core:4 pu:2")))
    #expect(one.description.count == 16)
    #expect(Int(one.description.prefix(15), radix: 16) != nil)
  }

  @Test("memory that drifts does not change it")
  func drift() throws {
    #expect(
      try Fingerprint(machine("[numa(memory=8GiB)] core:4 pu:2"))
        == Fingerprint(machine("[numa(memory=9GiB)] core:4 pu:2")))
  }

  @Test(
    "other cores, threads or caches change it",
    arguments: ["core:8 pu:1", "core:4 pu:1", "l2:1(size=1MiB) core:4 pu:2"])
  func different(text: String) throws {
    #expect(try Fingerprint(machine(text)) != Fingerprint(machine("core:4 pu:2")))
  }
}
