import CounterGroups
import Machine
import ProgramCounting

/// What a program can count of itself.
public enum CountingGroup: String, Sendable, Hashable, CaseIterable {
  /// Floating-point operations, by precision and width as far as the processor tells them apart.
  case flops
  /// Bytes between the levels of memory.
  case memory
  /// Cycles, instructions and stalls.
  case cycles
  /// What the kernel counts, without counters of the processor: time, page faults, switches.
  case software
}

/// Which threads are counted.
public enum CountedThreads: Sendable, Hashable {
  /// The calling one.
  case calling
  /// All that the program has, and those that come while it is counted.
  case all
}

/// A count with its unit.
public struct CountedMetric: Sendable, Hashable {
  /// Its name: `flops`, `bytes-dram`, `page-faults`.
  public let id: String
  /// What it is.
  public let about: String
  /// The value, in ``unit``.
  public let value: Double
  /// `FLOP`, `byte`, `cycle`, `s` …
  public let unit: String
  /// The part of the time that it was counted in, 0 to 1: below 1 where there were more events than
  /// counters, and ``value`` is scaled up from it.
  public let share: Double
}

/// What a function returned, and what was counted meanwhile.
public struct Counted<Value> {
  /// What it returned.
  public let value: Value
  /// Seconds that it took.
  public let seconds: Double
  /// What was counted, in the order of `ridgeline count`.
  public let metrics: [CountedMetric]

  /// The value of a metric; nil where this processor does not count it: it is not zero then.
  public subscript(_ id: String) -> Double? { metrics.first { $0.id == id }?.value }
}

/// Why nothing can be counted here.
public struct CountingFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is missing, why, and what to do.
  public let description: String
}

/// Counts what `body` does. Under `ridgeline count`, and with a `region`, it is told in the report too.
///
/// Events of the processor are counted in user mode. Calls may be nested.
///
/// - Parameters:
///   - group: what is counted.
///   - threads: whose work is counted.
///   - region: the name that `ridgeline count` tells it by.
/// - Throws: ``CountingFailure``, before `body` runs, where nothing can be counted; what `body` throws.
public func counting<Value>(
  _ group: CountingGroup = .flops, threads: CountedThreads = .calling, region name: String? = nil,
  _ body: () throws -> Value
) throws -> Counted<Value> {
  let meter: CountMeter
  do {
    meter = try CountMeter(GroupPlan.plan(for: group), ofAllThreads: threads == .all)
  } catch {
    throw CountingFailure(description: error.description)
  }
  let value = try name.map { try region($0, body) } ?? body()
  let seconds = meter.seconds
  do {
    let metrics = try meter.finish().map {
      CountedMetric(
        id: $0.metric.id, about: $0.metric.about, value: $0.value, unit: $0.metric.unit,
        share: $0.share)
    }
    return Counted(value: value, seconds: seconds, metrics: metrics)
  } catch {
    throw CountingFailure(description: error.description)
  }
}

/// Runs `body` as a region that `ridgeline count` tells apart; outside of it, nothing but `body`.
public func region<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
  RegionMark.start(name)
  defer { RegionMark.stop(name) }
  return try body()
}

/// The plan of each group, made once: whether counters can be believed takes milliseconds to prove.
private enum GroupPlan {
  private static let flops = made(.flops)
  private static let memory = made(.memory)
  private static let cycles = made(.cycles)
  private static let software = made(.software)

  private static func made(_ group: CounterGroup) -> Result<CounterPlan, CountingError> {
    Result { () throws(CountingError) in try CounterPlan(groups: [group]) }
  }

  /// How a group is counted here.
  static func plan(for group: CountingGroup) throws(CountingError) -> CounterPlan {
    let plan =
      switch group {
      case .flops: try flops.get()
      case .memory: try memory.get()
      case .cycles: try cycles.get()
      case .software: try software.get()
      }
    if group != .software, let refusal = plan.access.refusal {
      throw CountingError("\(refusal.explanation) \(refusal.remedy)")
    }
    return plan
  }
}
