import Machine
import MicroBenchmarks
import Testing

/// What is measured on machines that are not this one.
@Suite("The plan of a probe")
struct PlanningTests {
  private func machine(_ text: String) throws -> ProbedMachine {
    ProbedMachine(MachineDescription(recorded: try .synthetic(text)))
  }

  @Test("two sockets with four nodes: their cores, their nodes, and every number at which one ends")
  func twoSockets() throws {
    // 2 packages × 2 nodes × 8 cores × 2 threads.
    let machine = try machine(
      "pack:2 l3:2(size=32MiB) [numa(memory=64GiB)] l2:8(size=1MiB) l1d:1(size=32KiB) core:1 pu:2")
    #expect(machine.cores.count == 32)
    #expect(machine.cpus.prefix(3) == [0, 2, 4])
    #expect(machine.cpus.count == 64)
    #expect(machine.caches.map(\.name) == ["l1", "l2", "l3"])
    #expect(machine.caches.map(\.sharers) == [2, 2, 16])
    #expect(machine.nodes.map(\.index) == [0, 1, 2, 3])
    #expect(machine.nodes.map(\.cpus.count) == [8, 8, 8, 8])
    #expect(machine.nodes.map(\.threads) == [16, 16, 16, 16])
    // One core with one and two threads, all cores with one and two.
    #expect(machine.endTeams.map(\.cores) == [1, 1, 32, 32])
    #expect(machine.endTeams.map(\.threads) == [1, 2, 32, 64])
    // 8 cores share a cache and a node, 16 a package.
    #expect(machine.middleTeams.map(\.cores) == [2, 4, 8, 16])
  }

  @Test("pairs of nodes begin with the first node's, and end with what may be left out")
  func nodePairs() throws {
    let machine = try machine(
      "pack:3 [numa(memory=64GiB)] l3:1(size=32MiB) l2:8(size=1MiB) core:1 pu:2")
    #expect(
      machine.nodePairs.map { [$0.cores.index, $0.memory.index] } == [
        [0, 0], [0, 1], [0, 2], [1, 1], [2, 2], [1, 0], [1, 2], [2, 0], [2, 1],
      ])
    // Eight times a sixteenth of 32 MiB are 16 MiB; 64 are the least.
    #expect(machine.bytesPerNodeThread == min(64 << 20, machine.bytesPerThread))
    // A virtual machine's 512 MiB of two CPUs are 256 for each: no more than each thread has in any case.
    let caches = [ProbedMachine.Cache(name: "l3", bytes: 512 << 20, sharers: 2)]
    let large = ProbedMachine(cores: [[0], [1]], caches: caches, availableBytes: 64 << 30)
    #expect(large.bytesPerNodeThread == 1 << 30)
  }

  @Test("a machine with 1,024 threads is planned within its memory")
  func large() throws {
    let machine = try machine("pack:8 l3:8(size=32MiB) core:8 pu:2")
    #expect(machine.cpus.count == 1024)
    #expect(machine.endTeams.map(\.threads) == [1, 2, 512, 1024])
    #expect(machine.middleTeams.map(\.cores) == [2, 4, 8, 16, 32, 64, 128, 256])
    #expect(machine.bytesPerThread * 1025 <= max(machine.availableBytes / 2, 1025 << 20))
  }

  @Test("a hybrid machine begins with its fast cores, and measures all of these together")
  func hybrid() throws {
    var topology = try Topology.synthetic("core:6 pu:1")
    // The last two are the fast ones.
    for place in 0..<6 { topology.cores[place].efficiencyClass = place < 4 ? 0 : 1 }
    let machine = ProbedMachine(MachineDescription(recorded: topology))
    #expect(machine.cpus == [4, 5, 0, 1, 2, 3])
    // Two fast ones; four are a power of two.
    #expect(machine.middleTeams.map(\.cpus) == [[4, 5], [4, 5, 0, 1]])
  }

  @Test("a machine without caches has none stated, and one core has one team")
  func plain() throws {
    let machine = try machine("core:1 pu:1")
    #expect(machine.caches == [])
    #expect(machine.endTeams.map(\.cpus) == [[0]])
    #expect(machine.middleTeams == [])
    #expect(machine.reachesMainMemory)
  }

  @Test("what a process may not use is not planned with")
  func allowed() throws {
    var description = MachineDescription(recorded: try .synthetic("core:4 pu:2"))
    description.topology.allowed = [3, 4]
    let machine = ProbedMachine(description)
    #expect(machine.cores == [[3], [4]])
    description.topology.allowed = []
    description.topology.origin = .thisMachine
    #expect(ProbedMachine(description).cpus == [])
  }

  @Test(
    "teams are told by their cores, and by their threads where these are more",
    arguments: [([0], 1, "1 core"), ([0, 1], 2, "2 cores"), ([0, 1], 1, "1 core, 2 threads")])
  func names(_ cpus: [Int], _ cores: Int, _ name: String) {
    #expect(ProbeTeam(cpus: cpus, cores: cores).name == name)
  }

  @Test("memory stays within half of what is free, and says when that is too little")
  func memory() {
    let caches = [ProbedMachine.Cache(name: "l3", bytes: 512 << 20, sharers: 64)]
    let free = 4 << 30
    let machine = ProbedMachine(
      cores: (0..<64).map { [$0] }, caches: caches, availableBytes: free)
    // 2 GiB over 64 threads and one for latency are 31.5 MiB each.
    #expect(machine.bytesPerThread == 31 << 20)
    #expect(machine.bytesPerThread * 65 <= free / 2)
    #expect(!machine.reachesMainMemory)
  }

  @Test("a curve is measured from its ends and every fourth size on, and everywhere in the end")
  func coarseFirst() {
    #expect(Probe.coarseFirst(9) == [0, 4, 8, 2, 6, 1, 3, 5, 7])
    #expect(Probe.coarseFirst(1) == [0])
    #expect(Probe.coarseFirst(0) == [])
  }
}
