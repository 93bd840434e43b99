import CRidgelineRegions
package import CounterGroups
import Glibc
import Machine

/// Counts what the calling program does between two places. A class, since it holds open counters.
package final class CountMeter {
  private let plan: CounterPlan
  private let sets: [any CounterSet]
  private let start: UInt64

  /// Starts counting: the calling thread, or all of this process with those that come.
  ///
  /// - Throws: ``CountingError`` where an event cannot be counted.
  package init(_ plan: CounterPlan, ofAllThreads: Bool) throws(CountingError) {
    self.plan = plan
    let threads = SystemFiles().names(in: "/proc/self/task").compactMap { Int32($0) }
    sets = try plan.sets(for: ofAllThreads ? .process(pid: getpid(), threads: threads) : .thread)
    guard !sets.isEmpty else { throw CountingError("the kernel lets no event be counted here") }
    for set in sets { try set.start() }
    start = Clock.nanoseconds()
  }

  /// Seconds since the start.
  package var seconds: Double { Clock.seconds(since: start) }

  /// Stops; what was counted.
  package func finish() throws(CountingError) -> [MetricValue] {
    var series = CountSeries()
    var all: [EventRequest: RawCount] = [:]
    for set in sets { all.merge(try set.read()) { first, _ in first } }
    for set in sets { set.stop() }
    series.add(all)
    return plan.values(of: series.totals)
  }
}

/// Marks of regions, by the C header.
package enum RegionMark {
  /// Starts a region.
  package static func start(_ name: String) { rl_region_start(name) }
  /// Stops it.
  package static func stop(_ name: String) { rl_region_stop(name) }
}
