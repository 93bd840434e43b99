import Devices
import Foundation
import Glibc
import Machine
import MicroBenchmarks
import Testing

/// The counters around the kernels, by events whose counts are known. Where no processor's event is,
/// PAPI's software-defined ones go through the same code: they test it, and verify no kernel.
@Suite("Counts around kernels", .serialized)
struct KernelCountingTests {
  private static let one = WeightedEvents([WeightedEvents.Term("a")])
  private static let plan = EventPlan(
    doubleFlops: [one], singleFlops: [WeightedEvents([.init("b"), .init("c", 4)])],
    cycles: [], lines: [])

  /// A plain kernel of each precision that every processor has.
  private var inventory: KernelInventory {
    var inventory = KernelInventory()
    inventory.compute = [Precision.fp64, .fp32].compactMap { precision in
      inventory.compute.first { $0.precision == precision }
    }
    inventory.memory = []
    return inventory
  }

  @Test("no event counts anything: the reason is told, and no kernel has counts")
  func nothing() {
    let counting = KernelCounting(plan: Self.plan) { events, _ throws(MachineError) in
      throw MachineError(.counters, "there is no \(events[0])")
    }
    let report = counting.report(of: inventory)
    #expect(report.kernels == [])
    #expect(report.reason == "there is no a")
    #expect(report.refusals == ["there is no a", "there is no b"])
  }

  @Test("events that count something else than is done are not believed")
  func wrong() {
    let counting = KernelCounting(plan: Self.plan) { events, body throws(MachineError) in
      _ = body()
      return events.map { _ in 17 }
    }
    let report = counting.report(of: inventory)
    #expect(report.kernels == [])
    #expect(report.refusals.count == 2)
    #expect(report.refusals[0].contains("a counted 17 FLOPs where"))
  }

  @Test(
    "a kernel setting that forbids counting is told with what to do, and no other",
    arguments: [("3", true), ("4", true), ("2", false), ("-1", false), ("x", false)])
  func paranoid(_ level: String, _ isTold: Bool) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appending(path: "proc/sys/kernel")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(level.utf8).write(to: folder.appending(path: "perf_event_paranoid"))
    let words = KernelCounting.permission(SystemFiles(root: root.path()), isRoot: false)
    #expect(words.contains("perf_event_paranoid is \(level)") == isTold)
    #expect(words.isEmpty != isTold)
    #expect(KernelCounting.permission(SystemFiles(root: root.path()), isRoot: true) == "")
    #expect(KernelCounting.permission(SystemFiles(root: "/nonexistent"), isRoot: false) == "")
  }

  @Test(
    "2 % apart agree, more is flagged",
    arguments: [
      (1000.0, 1000.0, false), (1000, 1019, false), (1000, 981, false), (1000, 1021, true),
      (1000, 500, true), (0, 0, false), (0, 1, true),
    ])
  func tolerance(_ declared: Double, _ counted: Double, _ isFlagged: Bool) {
    let comparison = KernelCountReport.Comparison(
      quantity: "FLOPs", events: "x", declared: declared, counted: counted)
    #expect(comparison.isFlagged == isFlagged)
  }

  @Test("every processor's events have names, and widths have the weights of their lanes")
  func standard() {
    let plan = EventPlan.standard
    for candidates in [plan.doubleFlops, plan.singleFlops, plan.cycles, plan.lines] {
      #expect(candidates.count > 1)
      #expect(candidates.flatMap(\.terms).allSatisfy { !$0.event.isEmpty && $0.weight > 0 })
    }
    // 512 bits hold 8 numbers of fp64, 16 of fp32.
    #expect(plan.doubleFlops[1].terms.map(\.weight) == [1, 2, 4, 8])
    #expect(plan.singleFlops[1].terms.map(\.weight) == [1, 4, 8, 16])
    #expect(WeightedEvents([.init("a"), .init("b", 4)]).text == "a + 4 b")
  }

  @Test(
    "an event set of PAPI counts what the kernels declare to a software-defined event",
    .enabled(if: SoftwareEvents.areThere, "PAPI or its libsde is not installed"))
  func softwareEvents() throws {
    let events = try #require(SoftwareEvents(library: "ridgeline_probe", event: "operations"))
    let event = WeightedEvents([.init("sde:::ridgeline_probe::operations")])
    let plan = EventPlan(doubleFlops: [event], singleFlops: [event], cycles: [], lines: [])
    var isHonest = true
    let counting = KernelCounting(plan: plan) { names, body throws(MachineError) in
      try KernelCounting.papi(names) {
        let declared = body()
        events.value.pointee += Int64(isHonest ? declared : declared / 2)
        return declared
      }
    }
    let report = counting.report(of: inventory)
    #expect(report.reason == nil)
    #expect(report.kernels.map(\.name) == inventory.compute.map(\.name))
    for comparison in report.kernels.flatMap(\.comparisons) {
      #expect(comparison.counted == comparison.declared && !comparison.isFlagged)
      #expect(comparison.events == "sde:::ridgeline_probe::operations")
    }
    // Half of it is refused.
    isHonest = false
    let refused = counting.report(of: inventory)
    #expect(refused.kernels == [])
    #expect(refused.refusals.count == 2)
  }
}

/// PAPI's library of software-defined events, where it is installed: a counter of our own.
private struct SoftwareEvents {
  private typealias Start = @convention(c) (UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
  private typealias Register =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<CChar>, Int32, Int32, UnsafeMutableRawPointer
    ) -> Int32

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    dlopen("libsde.so.1", RTLD_NOW | RTLD_GLOBAL).flatMap { dlsym($0, name) }
  }

  /// Whether PAPI and the library are there. Before PAPI starts, which then looks for it.
  static let areThere =
    symbol("papi_sde_init") != nil && CounterAvailability.current().version != nil

  /// The counter; PAPI keeps its place, so that it lives as long as the process.
  let value: UnsafeMutablePointer<Int64>

  init?(library: String, event: String) {
    guard let start = Self.symbol("papi_sde_init"),
      let register = Self.symbol("papi_sde_register_counter"),
      let handle = unsafeBitCast(start, to: Start.self)(library)
    else { return nil }
    value = .allocate(capacity: 1)
    value.initialize(to: 0)
    // Read-only (0) and a delta (0x00), a `long long` (0), by sde_lib.h.
    _ = unsafeBitCast(register, to: Register.self)(handle, event, 0, 0, value)
  }
}
