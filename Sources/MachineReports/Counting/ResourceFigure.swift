import ProgramCounting
import Reports

/// A figure that the kernel tells of runs.
struct ResourceFigure {
  /// Its name for programs: `wallSeconds`.
  let id: String
  /// Its name for people.
  let name: String
  /// `s`, `byte` or `count`.
  let unit: String
  /// Over all runs.
  let spread: Spread

  private struct Kind {
    let id: String
    let name: String
    let unit: String
    let value: @Sendable (ResourceUse) -> Double?
  }

  private static let kinds = [
    Kind(id: "wallSeconds", name: "wall time", unit: "s") { $0.wallSeconds },
    Kind(id: "userSeconds", name: "user time", unit: "s") { $0.userSeconds },
    Kind(id: "systemSeconds", name: "system time", unit: "s") { $0.systemSeconds },
    Kind(id: "busyUnits", name: "processors busy", unit: "count") { $0.busyUnits },
    Kind(id: "stolenSeconds", name: "stolen time", unit: "s") { $0.stolenSeconds },
    Kind(id: "peakBytes", name: "peak memory", unit: "byte") { $0.peakBytes.map { Double($0) } },
    Kind(id: "minorFaults", name: "page faults", unit: "count") {
      $0.minorFaults.map { Double($0) }
    },
    Kind(id: "majorFaults", name: "from the disk", unit: "count") {
      $0.majorFaults.map { Double($0) }
    },
    Kind(id: "voluntarySwitches", name: "switches: waits", unit: "count") {
      $0.voluntarySwitches.map { Double($0) }
    },
    Kind(id: "involuntarySwitches", name: "switches: taken off", unit: "count") {
      $0.involuntarySwitches.map { Double($0) }
    },
  ]

  /// The figures of runs, without those that the kernel did not tell.
  static func all(of runs: [CountedRun]) -> [ResourceFigure] {
    kinds.compactMap { kind in
      Spread(runs.compactMap { kind.value($0.use) }).map {
        ResourceFigure(id: kind.id, name: kind.name, unit: kind.unit, spread: $0)
      }
    }
  }

  /// The median, and how far the runs are apart where there are several.
  func text(of runs: Int) -> String {
    let middle = Self.text(spread.median, unit: unit)
    guard runs > 1 else { return middle }
    return "\(middle) (\(Self.text(spread.low, unit: unit)) to "
      + "\(Self.text(spread.high, unit: unit)))"
  }

  private static func text(_ value: Double, unit: String) -> String {
    switch unit {
    case "s": Numbers.seconds(value)
    case "byte": Numbers.bytes(value)
    default: value == value.rounded() ? "\(Int(value))" : Numbers.fixed(value, digits: 2)
    }
  }
}
