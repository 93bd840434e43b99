import Machine
import Testing

/// Processors by the numbers that they give of themselves.
@Suite("Processors")
struct ProcessorTests {
  @Test(
    "x86 designs by vendor, family, model and stepping",
    arguments: [
      ("GenuineIntel", 6, 0x8f, 8, "Sapphire Rapids"),
      ("GenuineIntel", 6, 0x55, 4, "Skylake (server)"),
      ("GenuineIntel", 6, 0x55, 7, "Cascade Lake"), ("GenuineIntel", 6, 0x55, 11, "Cooper Lake"),
      ("AuthenticAMD", 25, 17, 1, "Zen 4"), ("AuthenticAMD", 25, 1, 1, "Zen 3"),
      ("AuthenticAMD", 26, 2, 1, "Zen 5"), ("AuthenticAMD", 23, 49, 0, "Zen 2"),
      ("GenuineIntel", 6, 0xfe, 0, nil), ("AuthenticAMD", 6, 0x8f, 0, nil), ("", -1, -1, -1, nil),
    ] as [(String, Int, Int, Int, String?)])
  func x86(vendor: String, family: Int, model: Int, stepping: Int, name: String?) {
    #expect(
      Microarchitecture.name(vendor: vendor, family: family, model: model, stepping: stepping)
        == name)
  }

  @Test(
    "Arm designs by implementer and part",
    arguments: [
      (0x41, 0xd0c, "Neoverse N1"), (0x41, 0xd4f, "Neoverse V2"), (0x46, 1, "A64FX"),
      (0x41, 0xfff, nil), (0, 0, nil),
    ] as [(Int, Int, String?)])
  func arm(implementer: Int, part: Int, name: String?) {
    #expect(Microarchitecture.name(implementer: implementer, part: part) == name)
  }

  @Test("a kernel's text: features of every core, several designs, and no guess")
  func cpuinfo() throws {
    let text = """
      processor	: 0
      Features	: fp asimd asimddp sve
      CPU implementer	: 0x41
      CPU part	: 0xd05

      processor	: 1
      Features	: fp asimd asimddp
      CPU implementer	: 0x41
      CPU part	: 0xd0b

      """
    let topology = try Topology.synthetic("core:2 pu:1")
    let processor = try Fixture.withSystem(["proc/cpuinfo": text]) {
      Processor.reading(topology, files: $0)
    }
    #expect(processor.features == ["asimd", "asimddp", "fp"])
    #expect(processor.instructionSets == ["NEON", "dot product"])
    #expect(processor.microarchitectures == ["Cortex-A55", "Cortex-A76"])
    #expect(processor.name == nil)
  }

  @Test("an unknown design is told as such")
  func unknown() throws {
    let text = "vendor_id : GenuineIntel\ncpu family : 6\nmodel : 254\nstepping : 1\n"
    let topology = try Topology.synthetic("core:2 pu:1")
    let machine = try Fixture.withSystem(["proc/cpuinfo": text]) { files in
      MachineDescription(
        topology: topology, processor: .reading(topology, files: files), system: nil)
    }
    #expect(machine.processor.microarchitectures.isEmpty)
    #expect(machine.notes.contains { $0.contains("family 6 model 254 stepping 1") })
  }
}
