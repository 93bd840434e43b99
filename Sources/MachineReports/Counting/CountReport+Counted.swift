import CounterGroups
import ProgramCounting
import Reports

/// A metric over all runs.
struct CountedMetric {
  /// The metric.
  let metric: CounterFamily.Metric
  /// Its values.
  let spread: Spread
  /// The least part of the time that it was counted in.
  let share: Double
  /// The largest standard error of its scaling, as a part of the value, where it is known.
  let relativeError: Double?
  /// How many runs have it.
  let runs: Int
  /// A second, over the median of the wall time of the runs that have it.
  let perSecond: Double?
}

extension CountReport {
  /// The metrics that at least one run has, in the order of their families.
  var metrics: [CountedMetric] {
    let byRun = runs.map { run in (plan.values(of: run.counts), run.use.wallSeconds) }
    var ids: [String] = []
    for (values, _) in byRun {
      for value in values where !ids.contains(value.metric.id) { ids.append(value.metric.id) }
    }
    let order = plan.families.flatMap(\.family.metrics).map(\.id)
    ids.sort { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    return ids.compactMap { id in
      let found = byRun.flatMap { values, seconds in
        values.filter { $0.metric.id == id }.map { ($0, seconds) }
      }
      guard let metric = found.first?.0.metric, let spread = Spread(found.map(\.0.value)) else {
        return nil
      }
      let rate = Spread(found.filter { $0.1 > 0 }.map { $0.0.value / $0.1 })
      return CountedMetric(
        metric: metric, spread: spread, share: found.map(\.0.share).min() ?? 1,
        relativeError: found.compactMap(\.0.relativeError).max(), runs: found.count,
        perSecond: metric.unit == "s" ? nil : rate?.median)
    }
  }

  /// Events that are in no family: those that a user named.
  var events: [(name: String, spread: Spread, share: Double)] {
    let names = Set(runs.flatMap { $0.counts.keys.filter { $0.family == "papi" }.map(\.key) })
    return names.sorted().compactMap { name in
      let counts = runs.flatMap { run in
        run.counts.filter { $0.key.family == "papi" && $0.key.key == name }.map(\.value)
      }
      return Spread(counts.map(\.value)).map { (name, $0, counts.map(\.share).min() ?? 1) }
    }
  }

  var facts: [Document.Fact] {
    var facts: [Document.Fact] = []
    if let code = runs.last?.exitCode { facts.append(Document.Fact("exit status", "\(code)")) }
    if runs.count > 1 { facts.append(Document.Fact("runs", "\(runs.count), medians (extremes)")) }
    for figure in ResourceFigure.all(of: runs) {
      let isBound = figure.id == "peakBytes" && runs.contains { $0.use.isPeakBound }
      let text = figure.text(of: runs.count)
      facts.append(Document.Fact(figure.name, isBound ? "at most \(text)" : text))
    }
    return facts
  }

  var metricTable: Table {
    let several = runs.count > 1
    var columns: [Table.Column] = [.text("metric"), .number("value"), .number("a second")]
    if several { columns.append(.number("±")) }
    let scaled = metrics.contains { $0.share < 1 }
    if scaled { columns += [.number("counted"), .number("error")] }
    columns.append(.text("what"))
    return Table(
      columns: columns,
      rows: metrics.map { metric in
        var row = [
          metric.metric.id, Self.text(metric.spread.median, metric.metric.unit),
          metric.perSecond.map { Self.text($0, metric.metric.unit) } ?? "–",
        ]
        if several { row.append(metric.spread.relative.map(Numbers.percent) ?? "–") }
        if scaled {
          row.append(Numbers.percent(metric.share))
          row.append(
            metric.share < 1 ? metric.relativeError.map { "± " + Numbers.percent($0) } ?? "?" : "–")
        }
        return row + [metric.metric.about]
      })
  }

  var eventTable: Table {
    Table(
      columns: [.text("event"), .number("count"), .number("low"), .number("high")],
      rows: events.map { event in
        let isScaled = event.share < 1 ? " (scaled)" : ""
        return [
          event.name, Numbers.prefixed(event.spread.median) + isScaled,
          Numbers.prefixed(event.spread.low), Numbers.prefixed(event.spread.high),
        ]
      })
  }

  /// The regions of the last run.
  var regions: [CountedRegion] { runs.last?.regions ?? [] }

  var regionTable: Table {
    let values = regions.map { plan.values(of: $0.counts) }
    let wanted = ["flops", "bytes-dram", "cycles", "task-clock", "page-faults"]
    let shown = wanted.filter { id in values.contains { $0.contains { $0.metric.id == id } } }
    return Table(
      columns: [.text("region"), .number("calls"), .number("threads"), .number("time")]
        + shown.map { .number($0) },
      rows: zip(regions, values).map { region, values in
        let name = String(repeating: "  ", count: region.path.count - 1) + (region.path.last ?? "")
        let cells = shown.map { id in
          values.first { $0.metric.id == id }.map {
            Self.text($0.value, $0.metric.unit) + ($0.isScaled ? " (scaled)" : "")
          } ?? "–"
        }
        return [name, "\(region.calls)", "\(region.threads)", Numbers.seconds(region.seconds)]
          + cells
      })
  }

  /// A count with its unit where that is short.
  static func text(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "s": Numbers.seconds(value)
    case "byte": Numbers.bytes(value)
    case "FLOP": Numbers.prefixed(value, unit: "FLOP")
    default: Numbers.prefixed(value)
    }
  }
}
