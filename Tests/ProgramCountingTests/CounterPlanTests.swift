import CounterGroups
import Machine
import ProgramCounting
import Testing

/// Plans of what is counted.
@Suite("Plans of counting")
struct CounterPlanTests {
  private func plan(_ id: String, _ groups: Set<CounterGroup>) throws -> CounterPlan {
    var plan = try CounterPlan(groups: [])
    let family = MachineFamily(family: try CounterFamilies.family(id), kernelPMU: "no-such-pmu")
    plan.families = [family]
    plan.hardware = family.requests(groups)
    return plan
  }

  @Test("a group asks for the events of its metrics, with the kernel's codes")
  func requests() throws {
    let plan = try plan("zen3", [.flops])
    #expect(plan.hardware.map(\.key) == ["flops"])
    #expect(plan.hardware[0].code == .init(type: 4, config: 0xf03))
    #expect(plan.hardware[0].slots == 2)
    #expect(plan.hardware[0].isHardware)
    #expect(!plan.needsTurns)
    #expect(plan.passes.count == 1)
  }

  @Test("more events than counters are split into runs that fit, each event once")
  func passes() throws {
    // Eight events of FP_ARITH for four counters.
    let plan = try plan("skylake-server", [.flops])
    #expect(plan.hardware.count == 8)
    #expect(plan.needsTurns)
    #expect(plan.passes.map(\.hardware.count) == [4, 4])
    #expect(Set(plan.passes.flatMap(\.hardware)) == Set(plan.hardware))
    #expect(plan.passes.allSatisfy { !$0.needsTurns })
  }

  @Test("an event that takes two counters leaves room for fewer")
  func pairs() throws {
    // Zen 5: flops, and four by precision, two counters each, and four by width: 14 of 6.
    let passes = try plan("zen5", [.flops]).passes
    #expect(passes.allSatisfy { $0.hardware.reduce(0) { $0 + $1.slots } <= 6 })
    #expect(passes.count == 3)
  }

  @Test("metrics of two kinds of cores are added, and what one of them lacks is left")
  func hybrid() throws {
    var plan = try CounterPlan(groups: [])
    let kinds = try CounterFamilies.families(of: ["Alder Lake"])
    plan.families = kinds
    let counts = kinds.flatMap { $0.requests([.cycles, .memory]) }.filter {
      ["cycles", "l3_misses"].contains($0.key)
    }
    let values = plan.values(
      of: Dictionary(uniqueKeysWithValues: counts.map { ($0, EventCount(value: 10)) }))
    #expect(values.first { $0.metric.id == "cycles" }?.value == 20)
    #expect(values.first { $0.metric.id == "bytes-dram" }?.value == 1_280)
    #expect(!values.contains { $0.metric.id == "flops" })
  }

  @Test("the designs of this machine are those that hwloc's topology gives")
  func designs() throws {
    let topology = try Topology.ofThisMachine()
    let known = Processor.reading(topology, files: SystemFiles()).microarchitectures
    #expect(Processor.microarchitectures() == known)
  }
}
