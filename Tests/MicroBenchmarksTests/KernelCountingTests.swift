import Devices
import Foundation
import Glibc
import Machine
import MicroBenchmarks
import ProgramCounting
import Testing

/// The counters around the kernels, by events whose counts are known. Where no processor's event is,
/// PAPI's software-defined ones go through the same code: they test it, and verify no kernel.
@Suite("Counts around kernels", .serialized)
struct KernelCountingTests {
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
    let failing = KernelCounting { _ throws(CountingError) in throw CountingError("there is no a") }
    let report = failing.report(of: inventory)
    #expect(report.kernels == [])
    #expect(report.reason == "there is no a")
    let silent = KernelCounting { body throws(CountingError) in
      _ = body()
      return [:]
    }.report(of: inventory)
    #expect(silent.kernels == [])
    #expect(silent.reason == "no event counts here")
  }

  @Test("metrics that tell something else than is done are not believed, and the next one is asked")
  func wrong() {
    let counting = KernelCounting { body throws(CountingError) in
      _ = body()
      return [
        "flops-fp64": .init(events: "a", counted: 17), "flops": .init(events: "b", counted: 18),
        "flops-fp32": .init(events: "c", counted: .nan),
      ]
    }
    let report = counting.report(of: inventory)
    #expect(report.kernels == [])
    #expect(report.refusals.count == 4)
    #expect(report.refusals[0].contains("a counted 17 FLOPs where"))
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

  @Test(
    "an event set of PAPI counts what the kernels declare to a software-defined event",
    .enabled(if: SoftwareEvents.areThere, "PAPI or its libsde is not installed"))
  func softwareEvents() throws {
    let events = try #require(SoftwareEvents(library: "ridgeline_probe", event: "operations"))
    let name = "sde:::ridgeline_probe::operations"
    var isHonest = true
    let counting = KernelCounting { body throws(CountingError) in
      do throws(MachineError) {
        var set = try EventSet(events: [name])
        try set.start()
        let declared = body()
        events.value.pointee += Int64(isHonest ? declared : declared / 2)
        return ["flops": .init(events: name, counted: Double(try set.stop()[0]))]
      } catch {
        throw CountingError(error.description)
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
