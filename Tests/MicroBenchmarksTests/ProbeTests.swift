import CMicroKernels
import Devices
import Machine
import MicroBenchmarks
import Testing

@Suite("A probe", .serialized)
struct ProbeTests {
  private let effort = ProbeEffort(
    slices: 8, sweepSlices: 8, sliceSeconds: 0.1e-3, isThorough: false, sustainedSeconds: 0.05,
    seconds: 600)

  @Test("its profile is valid, and reads back as it was written")
  func profile() throws {
    let description = try MachineDescription.ofThisMachine()
    var machine = ProbedMachine(description)
    // Small, so that the test is quick: 1 MiB a thread.
    machine.availableBytes = 1
    let result = try Probe(machine, effort: effort).run()
    let labels = ProfileLabels(description, date: "2026-05-31")
    let profile = result.profile(labels)
    try profile.validate()
    #expect(!profile.compute.isEmpty)
    #expect(profile.memoryLevels.first?.level == "dram")
    #expect(try DeviceProfile(json5: profile.json5, file: "probe.json5") == profile)
    #expect(profile.sources["probe-2026-05-31"]?.contains("2026-05-31") == true)
    for rate in profile.compute { #expect(rate.flopsPerSecond.note?.contains("kernel") == true) }
    #expect(profile.achieved.contains { $0.metric.hasSuffix("readBytesPerSecond") })
    #expect(result.rawText.split(separator: "\n").count > 20)
    // Counters are told of, whether there are any or why not.
    let counters = try #require(result.counters)
    #expect(counters.reason?.isEmpty != true)
    #expect((counters.reason == nil) == !counters.kernels.isEmpty)
    #expect(result.compute.contains { $0.ceiling.secondsSustained != nil })
  }

  @Test("a probe that is ended at once leaves a profile that says what is missing")
  func interrupted() throws {
    let machine = ProbedMachine(cores: [[0]], caches: [], availableBytes: 1)
    let result = try Probe(machine, effort: effort, shouldStop: { true }).run()
    #expect(result.isInterrupted)
    #expect(result.compute == [])
    let profile = result.profile(
      ProfileLabels(
        id: "local-x", name: "X", vendor: "Y", date: "2026-05-31", compiler: "none"))
    try profile.validate()
    #expect(profile.unknown?.compute != nil)
  }

  @Test("where the time is over before it begins, what is missing is told")
  func withoutTime() throws {
    let machine = ProbedMachine(cores: [[0]], caches: [], availableBytes: 1)
    var effort = effort
    effort.seconds = 0
    let result = try Probe(machine, effort: effort).run()
    #expect(result.compute == [])
    #expect(result.counters?.reason?.contains("time was over") == true)
    for word in ["arithmetic", "memory"] {
      #expect(result.warnings.contains { $0.contains("time was over") && $0.contains(word) })
    }
    try result.profile(
      ProfileLabels(
        id: "local-x", name: "X", vendor: "Y", date: "2026-05-31", compiler: "none")
    ).validate()
  }

  @Test("a point is measured until its slices are enough, and no more than it may get")
  func enough() throws {
    let machine = ProbedMachine(cores: [[0]], caches: [], availableBytes: 1 << 30)
    let bench = try Bench(machine, sliceSeconds: 1e-4)
    let team = try #require(machine.oneCore)
    let points = [1, 2].map { ProbePoint(.chase(bytes: 4096, chains: $0), on: team) }
    // Rounds of 20 slices: the first point has enough after one, the other goes on to its most.
    let slices = try bench.measure(
      points, slices: 60, seconds: 600, until: { place, slices in place == 0 && slices.count > 0 })
    #expect(slices.map(\.count) == [20, 60])
    for slice in slices.joined() { #expect(slice.openness.map { $0 > 0 && $0 <= 1 } == true) }
    #expect(try bench.measure(points, slices: 60, seconds: 0).allSatisfy(\.isEmpty))
  }

  @Test("threads that share memory end together, and tell how far their cores are apart")
  func together() throws {
    let machine = ProbedMachine(try MachineDescription.ofThisMachine())
    if machine.cores.count < 2 { try Test.cancel("there is one core") }
    let cpus = Array(machine.cpus.prefix(2))
    let bench = try Bench(machine, sliceSeconds: 1e-4)
    let kernel = try #require(KernelInventory().memory.first { $0.operation == "read" })
    let team = ProbeTeam(cpus: cpus, cores: 2)
    let point = ProbePoint(.memory(kernel, bytes: 4 << 20), on: team)
    let pair = CoreDistances.Pair(cpus[1], cpus[0])
    // A line is answered within 100 microseconds or not at all: on a busy machine some try is, before the
    // slices and after them.
    var told: [Double] = []
    for _ in 0..<100 where told.isEmpty {
      let slices = try bench.measure([point], slices: 8, seconds: 600)
      #expect(slices[0].count == 8)
      #expect(slices[0].allSatisfy { $0.work > 0 })
      told = slices[0].compactMap(\.distance)
      #expect(Set(told).isSubset(of: bench.distances.samples[pair] ?? []))
    }
    #expect(bench.distances.pairs == [pair])
  }

  @Test("a process without a CPU is told, not measured")
  func noCPU() {
    let machine = ProbedMachine(cores: [], caches: [], availableBytes: 1 << 30)
    let error = #expect(throws: ProbeError.self) { try Probe(machine, effort: effort).run() }
    #expect(error?.description.contains("cpuset") == true)
  }

  @Test("a CPU that is not there is told in one line")
  func unknownCPU() throws {
    let machine = ProbedMachine(cores: [[100_000]], caches: [], availableBytes: 1 << 30)
    let error = #expect(throws: ProbeError.self) { try Probe(machine, effort: effort).run() }
    #expect(error?.description.contains("\n") == false)
  }

  @Test("a memory node that is not there is told in one line")
  func unknownNode() throws {
    let machine = ProbedMachine(cores: [[0]], caches: [], availableBytes: 1 << 30)
    let bench = try Bench(machine, sliceSeconds: 1e-4)
    let team = try #require(machine.oneCore)
    let point = ProbePoint(.chase(bytes: 4096, chains: 1), on: team, node: 9999)
    let error = #expect(throws: ProbeError.self) {
      try bench.measure([point], slices: 4, seconds: 1)
    }
    #expect(error?.description.contains("9999") == true)
  }

  @Test("a probe that cannot place memory on a node keeps all else, and says why")
  func refusedNode() throws {
    let nodes = [0, 9999].map { ProbedMachine.Node(index: $0, cpus: [0], threads: 1) }
    let machine = ProbedMachine(cores: [[0]], caches: [], nodes: nodes, availableBytes: 1)
    let result = try Probe(machine, effort: effort).run()
    #expect(result.compute.isEmpty == false && result.levels.isEmpty == false)
    let warning = try #require(result.warnings.first)
    #expect(warning.contains("nodes were not measured apart") && !warning.contains("\n"))
  }

  @Test("what may spoil a probe is warned of, and nothing else")
  func warnings() throws {
    var machine = try MachineDescription.ofThisMachine()
    machine.system?.governors = ["powersave"]
    machine.system?.load = 1e6
    machine.system?.memory.swappedBytes = 4096
    machine.system?.controlGroup = ControlGroup(processors: 0.5)
    let caches = [ProbedMachine.Cache(name: "l3", bytes: 64 << 20, sharers: 1)]
    let small = ProbedMachine(cores: [[0]], caches: caches, availableBytes: 64 << 20)
    let all = ProbeWarnings(machine, isDebugBuild: true).atStart(small)
    for word in ["debug build", "governor", "Others work", "swapped", "control group", "short"] {
      #expect(all.contains { $0.contains(word) }, "\(word)")
    }
    machine.system?.governors = ["performance"]
    machine.system?.load = 0
    machine.system?.memory.swappedBytes = 0
    machine.system?.controlGroup = ControlGroup()
    let large = ProbedMachine(cores: [[0]], caches: caches, availableBytes: 64 << 30)
    #expect(ProbeWarnings(machine, isDebugBuild: false).atStart(large) == [])
  }

  @Test(
    "why a kernel does not run says what denies it",
    arguments: [
      (RL_TRIAL_NO_CPU, "does not have it"), (RL_TRIAL_NO_REGISTERS, "does not save its registers"),
      (RL_TRIAL_NO_PERMISSION, "no permission"), (RL_TRIAL_ILLEGAL_INSTRUCTION, "illegal"),
      (RL_TRIAL_CRASHED, "crashed"), (RL_TRIAL_NO_CHILD, "no child process"),
    ])
  func reasons(_ trial: rl_trial, _ words: String) {
    #expect(KernelInventory.reason(trial)?.contains(words) == true)
    #expect(KernelInventory.reason(RL_TRIAL_WORKS) == nil)
  }

  @Test("the fingerprint is the same every time, and another for another machine")
  func fingerprint() throws {
    let one = MachineDescription(recorded: try .synthetic("core:1 pu:1"))
    let two = MachineDescription(recorded: try .synthetic("core:2 pu:1"))
    #expect(ProfileLabels.fingerprint(one) == ProfileLabels.fingerprint(one))
    #expect(ProfileLabels.fingerprint(one) != ProfileLabels.fingerprint(two))
    #expect(ProfileLabels.fingerprint(one).count == 16)
  }
}
