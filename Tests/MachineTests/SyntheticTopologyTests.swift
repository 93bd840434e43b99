import Machine
import Testing

/// Machines that need not exist.
@Suite("Topologies from synthetic descriptions")
struct SyntheticTopologyTests {
  @Test("two sockets with two memory nodes each")
  func twoSockets() throws {
    let machine = try Topology.synthetic(
      "pack:2 [numa(memory=64GiB)] l3:2(size=32MiB) l2:4(size=1MiB) l1d:1(size=32KiB) core:1 pu:2")
    #expect(machine.packages.count == 2)
    // 2 packages × 2 shared caches × 4 second levels × 1 core, two processing units each.
    #expect(machine.cores.count == 16)
    #expect(machine.processingUnits == Array(0..<32))
    #expect(machine.threadsPerCore == 2)
    #expect(machine.numaNodes.map(\.bytes) == [64 << 30, 64 << 30])
    #expect(machine.caches.filter { $0.level == 3 }.map(\.cores.count) == [4, 4, 4, 4])
    #expect(machine.caches.filter { $0.level == 3 }.allSatisfy { $0.bytes == 32 << 20 })
    #expect(machine.onePerCore == Array(stride(from: 0, to: 32, by: 2)))
    #expect(
      machine.cores.map(\.package) == Array(repeating: 0, count: 8) + Array(repeating: 1, count: 8))
  }

  @Test("1,024 processing units")
  func large() throws {
    let machine = try Topology.synthetic("pack:8 l3:8 core:8 pu:2")
    #expect(machine.processingUnits == Array(0..<1_024))
    #expect(machine.cores.count == 512)
  }

  @Test(
    "many may be read at once: a child waits for no lock of its parent's threads",
    .timeLimit(.minutes(2)))
  func concurrent() async {
    await withTaskGroup(of: Int?.self) { group in
      for cores in 1...64 {
        group.addTask { try? Topology.synthetic("core:\(cores) pu:1").cores.count }
      }
      var counts: [Int?] = []
      for await count in group { counts.append(count) }
      #expect(Set(counts) == Set(1...64))
    }
  }

  @Test("a machine without caches has none")
  func noCaches() throws {
    let machine = try Topology.synthetic("core:4 pu:1")
    #expect(machine.caches.isEmpty)
    #expect(machine.threadsPerCore == 1)
  }

  @Test(
    "what is no description is refused in one line",
    arguments: [
      "", "nonsense", "pack:0 pu:1", "core:-1", "pack:2 core:", "pu:99999999999999999999",
      "pack:1000 core:1000 pu:1000", "pack:1000000 pu:1", "a\u{0}b", "[numa] [numa",
    ])
  func refused(text: String) throws {
    let error = #expect(throws: MachineError.self) { try Topology.synthetic(text) }
    #expect(error.map { !$0.description.contains("\n") } == true)
  }
}
