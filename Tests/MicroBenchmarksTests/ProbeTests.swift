import Devices
import Machine
import MicroBenchmarks
import Testing

@Suite("A probe", .serialized)
struct ProbeTests {
  private let effort = ProbeEffort(slices: 20, sweepSlices: 20, isThorough: false, seconds: 1)

  @Test("its profile is valid, and reads back as it was written")
  func profile() throws {
    var machine = ProbedMachine(try Topology.ofThisMachine())
    // Small, so that the test is quick: 1 MiB a thread.
    machine.availableBytes = 1
    let result = try Probe(machine, effort: effort).run()
    let labels = ProfileLabels(cores: machine.cores, date: "2026-05-31")
    let profile = result.profile(labels)
    try profile.validate()
    #expect(!profile.compute.isEmpty)
    #expect(profile.memoryLevels.first?.level == "dram")
    #expect(try DeviceProfile(json5: profile.json5, file: "probe.json5") == profile)
    #expect(profile.sources["probe"]?.contains("2026-05-31") == true)
    for rate in profile.compute { #expect(rate.flopsPerSecond.note?.contains("kernel") == true) }
    #expect(result.rawText.split(separator: "\n").count > 20)
  }

  @Test("a probe that is ended at once leaves a profile that says what is missing")
  func interrupted() throws {
    let machine = ProbedMachine(cpus: [0], cores: 1, caches: [], availableBytes: 1)
    let result = try Probe(machine, effort: effort, shouldStop: { true }).run()
    #expect(result.isInterrupted)
    #expect(result.compute == [])
    let profile = result.profile(ProfileLabels(cores: 1, date: "2026-05-31"))
    try profile.validate()
    #expect(profile.unknown?.compute != nil)
  }

  @Test("a process without a CPU is told, not measured")
  func noCPU() {
    let machine = ProbedMachine(cpus: [], cores: 0, caches: [], availableBytes: 1 << 30)
    #expect(throws: ProbeError.self) { try Probe(machine, effort: effort).run() }
  }

  @Test("a CPU that is not there is told in one line")
  func unknownCPU() throws {
    let machine = ProbedMachine(cpus: [100_000], cores: 1, caches: [], availableBytes: 1 << 30)
    let error = #expect(throws: ProbeError.self) { try Probe(machine, effort: effort).run() }
    #expect(error?.description.contains("\n") == false)
  }

  @Test(
    "teams are one core, twice as many each time, all cores, and all threads",
    arguments: [
      (1, 1, [1]), (2, 2, [1, 2]), (6, 6, [1, 2, 4, 6]), (4, 8, [1, 2, 4, 8]),
      (6, 12, [1, 2, 4, 6, 12]),
    ])
  func teams(_ cores: Int, _ cpus: Int, _ counts: [Int]) {
    let machine = ProbedMachine(
      cpus: Array(0..<cpus), cores: cores, caches: [], availableBytes: 0)
    #expect(machine.teams.map(\.count) == counts)
  }

  @Test("memory stays within a quarter of what is free")
  func memory() {
    let caches = [ProbedMachine.Cache(name: "l3", bytes: 512 << 20, sharers: 64)]
    let free = 4 << 30
    let machine = ProbedMachine(
      cpus: Array(0..<64), cores: 64, caches: caches, availableBytes: free)
    #expect(machine.bytesPerThread == 16 << 20)
    #expect(machine.bytesPerThread * 64 <= free / 4)
  }

  @Test("the fingerprint is the same every time, and another for another machine")
  func fingerprint() {
    let one = ProbedMachine(cpus: [0], cores: 1, caches: [], availableBytes: 5)
    let two = ProbedMachine(cpus: [0, 1], cores: 2, caches: [], availableBytes: 5)
    #expect(ProfileLabels.fingerprint(one) == ProfileLabels.fingerprint(one))
    #expect(ProfileLabels.fingerprint(one) != ProfileLabels.fingerprint(two))
    #expect(ProfileLabels.fingerprint(one).count == 16)
  }
}
