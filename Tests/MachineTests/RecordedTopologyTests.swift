import Machine
import Testing

/// Other machines, from hwloc's files.
@Suite("Recorded topologies")
struct RecordedTopologyTests {
  private func machine(_ name: String) throws -> MachineDescription {
    MachineDescription(recorded: try .recorded(path: Fixture.topology(name)))
  }

  @Test("two sockets with four memory nodes")
  func twoSockets() throws {
    let topology = try machine("two-sockets").topology
    #expect(topology.packages.count == 2)
    #expect(topology.numaNodes.map(\.bytes) == Array(repeating: 128 << 30, count: 4))
    // 2 packages × 2 nodes × 8 cores, two threads each.
    #expect(topology.cores.count == 32)
    #expect(topology.processingUnits.count == 64)
    #expect(topology.numaNodes.map(\.processingUnits.first) == [0, 16, 32, 48])
  }

  @Test("a hybrid laptop has two kinds of cores, and caches of two sizes")
  func hybrid() throws {
    let machine = try machine("hybrid-laptop")
    let topology = machine.topology
    #expect(machine.processor.microarchitectures == ["Alder Lake"])
    #expect(topology.cores.count == 14)
    #expect(topology.cores.filter { $0.efficiencyClass == 1 }.count == 6)
    #expect(topology.cores.filter { $0.kind == "IntelAtom" }.count == 8)
    #expect(topology.threadsPerCore == 2)
    let second = topology.caches.filter { $0.level == 2 }
    #expect(second.map(\.cores.count) == [1, 1, 1, 1, 1, 1, 4, 4])
    #expect(topology.onePerCore == [0, 2, 4, 6, 8, 10] + Array(12..<20))
  }

  @Test("a Raspberry Pi")
  func raspberryPi() throws {
    let machine = try machine("raspberry-pi")
    #expect(machine.processor.microarchitectures == ["Cortex-A72"])
    #expect(machine.processor.architecture == "aarch64")
    #expect(machine.topology.dataCaches.map(\.level) == [1, 1, 1, 1, 2])
    #expect(machine.topology.caches.filter { $0.content == .instruction }.count == 4)
    #expect(machine.system == nil)
  }

  @Test("a node with four GPUs")
  func gpuNode() throws {
    let machine = try machine("gpu-node")
    #expect(machine.topology.accelerators.count == 4)
    #expect(machine.topology.accelerators.first == "cuda0 (NVIDIA A100-SXM4-40GB)")
    #expect(machine.processor.microarchitectures == ["Zen 3"])
  }

  @Test("a machine of which nothing is allowed says so")
  func nothingAllowed() throws {
    let machine = try machine("nothing-allowed")
    #expect(machine.topology.allowed.isEmpty)
    #expect(machine.usableProcessors == 0)
    #expect(machine.notes.contains { $0.hasPrefix("No processing unit is allowed") })
  }

  @Test("a machine without caches says so")
  func noCaches() throws {
    let machine = MachineDescription(recorded: try .synthetic("core:4 pu:1"))
    #expect(machine.notes.contains { $0.hasPrefix("hwloc tells of no caches") })
  }

  @Test("this machine has a processing unit that is allowed")
  func thisMachine() throws {
    let machine = try MachineDescription.ofThisMachine()
    #expect(!machine.topology.allowed.isEmpty)
    #expect(machine.usableProcessors > 0)
    #expect(machine.system?.memory.bytes ?? 0 > 0)
  }
}
