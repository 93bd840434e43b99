import CMicroKernels
import Devices
import Glibc
package import Machine

/// Counts events around the kernels.
///
/// Counters are proven before they are believed: a loop of known operations decides, and what it does
/// not bear out is left out with the reason.
package struct KernelCounting {
  /// Counts events while a body runs on the calling thread, which returns what it declares to have done;
  /// the counts in their order.
  package typealias Counter = (_ events: [String], _ body: () -> Double) throws(MachineError) ->
    [Int]

  private let plan: EventPlan
  private let counter: Counter

  /// Counting by a plan.
  package init(plan: EventPlan, counter: @escaping Counter) {
    self.plan = plan
    self.counter = counter
  }

  /// Through PAPI, one set of events at a time.
  package static func papi(_ events: [String], _ body: () -> Double) throws(MachineError) -> [Int] {
    var set = try EventSet(events: events)
    try set.start()
    _ = body()
    return try set.stop()
  }

  /// What this machine's counters say of its kernels, on one CPU.
  static func report(of inventory: KernelInventory, on cpu: Int) -> KernelCountReport {
    if case .refused(let reason) = CounterTrial.run() {
      return KernelCountReport(reason: reason + permission(SystemFiles(), isRoot: geteuid() == 0))
    }
    let result = ThreadValues<KernelCountReport?>(nil, count: 1)
    do {
      try Team(cpus: [cpu], binder: try Binder()).run { _ in
        let counting = KernelCounting(plan: .standard, counter: papi)
        result[0] = counting.report(of: inventory)
      }
    } catch {
      return KernelCountReport(reason: "\(error)")
    }
    return result[0] ?? KernelCountReport(reason: "the thread that counts did not run")
  }

  /// What the kernel's setting adds to a refusal (its Documentation/admin-guide/sysctl/kernel.rst): above
  /// 2, a patch of Debian's and Android's, nobody but root may count; empty where it permits.
  package static func permission(_ files: SystemFiles, isRoot: Bool) -> String {
    guard !isRoot, let level = files.number("/proc/sys/kernel/perf_event_paranoid"), level > 2
    else {
      return ""
    }
    return "; perf_event_paranoid is \(level), which lets only root count: "
      + "sysctl kernel.perf_event_paranoid=2"
  }

  /// The working set of a memory kernel that is counted: beyond the first level, within the second.
  private static let workingSet = 192 << 10

  /// Counts around one slice of each kernel, on the calling thread.
  package func report(of inventory: KernelInventory) -> KernelCountReport {
    var report = KernelCountReport(reason: nil)
    var runs = inventory.compute.compactMap { CountedRun($0) }
    if let buffer = try? Buffer(bytes: 2 * Self.workingSet) {
      buffer.touch()
      runs += inventory.memory.compactMap {
        CountedRun($0, bytes: Self.workingSet, in: buffer)
      }
    }
    let quantities = [
      (CountedRun.Quantity.doubleFlops, plan.doubleFlops), (.singleFlops, plan.singleFlops),
      (.lines, plan.lines),
    ]
    var believed: [CountedRun.Quantity: WeightedEvents] = [:]
    for (quantity, candidates) in quantities {
      guard let known = runs.first(where: { $0.quantity == quantity }) else { continue }
      believed[quantity] = first(of: candidates, thatCounts: known, &report.refusals)
    }
    let cycles = plan.cycles.first { (try? count($0) { 0 }) != nil }
    report.kernels = runs.compactMap { run in
      let amount = run.quantity.flatMap { believed[$0] }.flatMap { try? amounts(of: run, $0) }
      let clock = cycles.flatMap { try? self.cycles(of: run, $0) }
      let found = [amount, clock].compactMap { $0 }
      return found.isEmpty ? nil : KernelCountReport.Kernel(name: run.name, comparisons: found)
    }
    if report.kernels.isEmpty { report.reason = report.refusals.first ?? "no event counts here" }
    return report
  }

  /// The first candidates that count in the first kernel of a quantity, the plainest, what it does.
  private func first(
    of candidates: [WeightedEvents], thatCounts known: CountedRun, _ refusals: inout [String]
  ) -> WeightedEvents? {
    candidates.first { events in
      do throws(MachineError) {
        let comparison = try amounts(of: known, events)
        guard comparison.isFlagged else { return true }
        refusals.append(
          "\(events.text) counted \(Int(comparison.counted)) \(comparison.quantity) where "
            + "\(known.name) does \(Int(comparison.declared))")
      } catch {
        refusals.append(error.description)
      }
      return false
    }
  }

  private func amounts(
    of run: CountedRun, _ events: WeightedEvents
  ) throws(MachineError) -> KernelCountReport.Comparison {
    var declared = 0.0
    let counted = try count(events) {
      declared = run()
      return declared
    }
    return KernelCountReport.Comparison(
      quantity: run.quantity == .lines ? "lines" : "FLOPs", events: events.text,
      declared: declared, counted: counted)
  }

  /// The cycles of a run, beside its time by the clock of the chain that follows it.
  private func cycles(
    of run: CountedRun, _ events: WeightedEvents
  ) throws(MachineError) -> KernelCountReport.Comparison {
    var nanoseconds = 0.0
    let counted = try count(events) {
      let start = rl_now()
      let declared = run()
      nanoseconds = Double(rl_now() &- start)
      return declared
    }
    let start = rl_now()
    let links = Double(rl_chain_multiply(20_000))
    let hertz = links / Double(max(rl_now() &- start, 1))
    return KernelCountReport.Comparison(
      quantity: "cycles", events: events.text, declared: nanoseconds * hertz, counted: counted)
  }

  private func count(
    _ events: WeightedEvents, _ body: () -> Double
  ) throws(MachineError) -> Double {
    let counts = try counter(events.terms.map(\.event), body)
    return zip(events.terms, counts).reduce(0) { $0 + Double($1.0.weight) * Double($1.1) }
  }
}
