import CMicroKernels
import CounterGroups
import Devices
import Machine
package import ProgramCounting

/// Counts what the processor does around the kernels.
///
/// Counters are proven before they are believed: a kernel of known operations decides, and what it does
/// not bear out is left out with the reason.
package struct KernelCounting {
  /// A metric of what ran.
  package struct Value: Sendable, Hashable {
    /// The events behind it, as the formula of them.
    package var events: String
    /// What was counted.
    package var counted: Double

    /// A metric's value.
    package init(events: String, counted: Double) {
      self.events = events
      self.counted = counted
    }
  }

  /// Counts a body on the calling thread, which may run several times and returns what it declares to have
  /// done; the metrics by their names.
  package typealias Counter = (_ body: () -> Double) throws(CountingError) -> [String: Value]

  private let counter: Counter

  /// Counting by this means.
  package init(counter: @escaping Counter) {
    self.counter = counter
  }

  /// Counting by the events of a plan, on the thread that asks.
  package init(_ plan: CounterPlan) {
    counter = { body throws(CountingError) in
      try plan.metrics(of: { _ = body() }).reduce(into: [:]) { found, value in
        found[value.metric.id] = Value(
          events: value.metric.formula.description, counted: value.value)
      }
    }
  }

  /// What this machine's counters say of its kernels, on one CPU: by the events of the processor's family,
  /// through PAPI where it knows them, else through `perf_event_open`.
  static func report(of inventory: KernelInventory, on cpu: Int) -> KernelCountReport {
    let plan: CounterPlan
    do throws(CountingError) {
      plan = try CounterPlan(groups: [.flops, .cycles, .memory])
    } catch {
      return KernelCountReport(reason: error.description)
    }
    if let refusal = plan.access.refusal {
      return KernelCountReport(reason: "\(refusal.explanation) \(refusal.remedy)")
    }
    let result = ThreadValues<KernelCountReport?>(nil, count: 1)
    do {
      try Team(cpus: [cpu], binder: try Binder()).run { _ in
        result[0] = KernelCounting(plan).report(of: inventory)
      }
    } catch {
      return KernelCountReport(reason: "\(error)")
    }
    return result[0] ?? KernelCountReport(reason: "the thread that counts did not run")
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
    // The first kernel of a quantity, the plainest, says which metric of it is believed.
    var believed: [CountedRun.Quantity: String] = [:]
    var decided: Set<CountedRun.Quantity> = []
    for run in runs {
      let found: Found
      do throws(CountingError) {
        found = try count(run)
      } catch {
        report.reason = error.description
        return report
      }
      if let quantity = run.quantity, decided.insert(quantity).inserted {
        believed[quantity] = first(of: quantity, in: found, run.name, &report.refusals)
      }
      let amount = run.quantity.flatMap { quantity in
        believed[quantity].flatMap { found.comparison(of: quantity, by: $0) }
      }
      let all = [amount, found.cycles].compactMap { $0 }
      if !all.isEmpty {
        report.kernels.append(KernelCountReport.Kernel(name: run.name, comparisons: all))
      }
    }
    if report.kernels.isEmpty { report.reason = report.refusals.first ?? "no event counts here" }
    return report
  }

  /// What one run of a kernel came to.
  private struct Found {
    var declared: Double
    var values: [String: Value]
    var cycles: KernelCountReport.Comparison?

    func comparison(
      of quantity: CountedRun.Quantity, by metric: String
    ) -> KernelCountReport.Comparison? {
      values[metric].map {
        KernelCountReport.Comparison(
          quantity: quantity == .bytes ? "bytes" : "FLOPs", events: $0.events, declared: declared,
          counted: $0.counted)
      }
    }
  }

  /// The first metric of a quantity that counts what the kernel does.
  private func first(
    of quantity: CountedRun.Quantity, in found: Found, _ kernel: String, _ refusals: inout [String]
  ) -> String? {
    quantity.metrics.first { metric in
      guard let comparison = found.comparison(of: quantity, by: metric) else { return false }
      guard comparison.isFlagged else { return true }
      refusals.append(
        "\(comparison.events) counted \(Int(clamping: comparison.counted)) \(comparison.quantity) "
          + "where \(kernel) does \(Int(clamping: comparison.declared))")
      return false
    }
  }

  /// Runs a kernel under the counters, and a chain after it, by whose clock its time is so many cycles.
  private func count(_ run: CountedRun) throws(CountingError) -> Found {
    var declared = 0.0
    var nanoseconds = 0.0
    let values = try counter {
      let start = rl_now()
      declared = run()
      nanoseconds = Double(rl_now() &- start)
      return declared
    }
    let start = rl_now()
    let links = Double(rl_chain_multiply(20_000))
    let hertz = links / Double(max(rl_now() &- start, 1))
    let cycles = values["cycles"].map {
      KernelCountReport.Comparison(
        quantity: "cycles", events: $0.events, declared: nanoseconds * hertz, counted: $0.counted)
    }
    return Found(declared: declared, values: values, cycles: cycles)
  }
}

extension Int {
  /// The whole number next to a count; the ends for what is beyond them, 0 for what is no number.
  fileprivate init(clamping value: Double) {
    self = value.isNaN ? 0 : Int(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
  }
}
