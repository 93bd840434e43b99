import Devices
import LatencyModels
import ModelGraph
import Operators
public import Roofline

/// A device that a network could not be held against, with the reason.
public struct FailedDevice: Sendable {
  /// The device's ID, or what the user wrote.
  public var id: String
  /// One line: what is wrong and what to do.
  public var reason: String

  /// A device with the reason why it is missing.
  public init(id: String, reason: String) {
    self.id = id
    self.reason = reason
  }
}

/// One network on several devices, the fastest first.
public struct CompareReport: Report {
  /// The network on each device, the lowest latency first.
  public let estimates: [Estimate]
  /// The devices that cannot run it.
  public let failed: [FailedDevice]
  /// How many kinds of layers people see.
  public let top: Int
  /// What each device's runtime is expected to take, by the device's ID.
  public let expectations: [String: Expectation]

  /// A report of `estimates`, in any order.
  public init(
    _ estimates: [Estimate], failed: [FailedDevice] = [], top: Int = 5,
    expectations: [String: Expectation] = [:]
  ) {
    self.expectations = expectations
    self.estimates = estimates.sorted {
      ($0.boundSeconds, $0.device.id) < ($1.boundSeconds, $1.device.id)
    }
    self.failed = failed
    self.top = top
  }

  /// For people.
  public var document: Document {
    guard let first = estimates.first else {
      return Document([.heading("No device can run the model")] + failures)
    }
    let model = first.model
    let precision = first.reportedPrecision?.rawValue ?? "none"
    let origin = first.precision == nil ? " (what the model says)" : ""
    return Document(
      [
        .heading("\(model.name.shortened), batch \(model.batch), \(precision)\(origin)"),
        .table(devices), .heading("Time by what binds it"), .table(CompareBars(estimates).table),
        .heading("Time of each kind of layer"), .table(kinds),
        .paragraph("\(Self.meaning(of: first.ceilings)) Throughput is in samples a second."),
      ] + failures + remarks)
  }

  private static func meaning(of ceilings: CeilingChoice) -> String {
    switch ceilings {
    case .datasheet: "Latencies are bounds: no runtime that runs layer after layer is faster."
    case .achieved:
      "Latencies are at achieved rates where those are known, else at the datasheet's: estimates, "
        + "for what others measured bounds nobody."
    }
  }

  private var devices: Table {
    Table(
      columns: [
        .text("device"), .number("latency"), .number("throughput"), .number("relative"),
        .number("memory-bound"), .text("bound by"), .text("memory"), .text("ceilings"),
      ]
        + (expectations.isEmpty
          ? [] : [.number("expected"), .number("10 to 90 %"), .text("runtime")]),
      rows: estimates.map { estimate in
        let dominant = estimate.dominantBound
        let atLeast = estimate.isPartial ? "> " : ""
        let best = estimates.first?.boundSeconds ?? 0
        return [
          estimate.device.id, atLeast + Numbers.seconds(estimate.boundSeconds),
          estimate.throughputPerSecond.map { Numbers.prefixed($0, unit: "/s") } ?? "–",
          best > 0 ? Numbers.fixed(estimate.boundSeconds / best, digits: 2) + "x" : "–",
          Numbers.percent(estimate.memoryBoundShare),
          "\(dominant.bound) \(Numbers.percent(dominant.share))", EstimateFacts.memory(estimate),
          EstimateCeilings(estimate).summary,
        ] + expected(estimate)
      })
  }

  private func expected(_ estimate: Estimate) -> [String] {
    guard !expectations.isEmpty else { return [] }
    guard let latency = expectations[estimate.device.id]?.latency else { return ["–", "–", "–"] }
    return [
      Numbers.seconds(latency.seconds),
      Expectation.interval(latency.lowSeconds, latency.highSeconds), latency.runtime,
    ]
  }

  /// A row for each kind of layer that takes the most time on any device, a column for each device.
  private var kinds: Table {
    let times = estimates.map { estimate in
      Dictionary(uniqueKeysWithValues: estimate.secondsByOperator.map { ($0.operatorName, $0) })
    }
    var largest: [String: Double] = [:]
    for (estimate, time) in zip(estimates, times) where estimate.boundSeconds > 0 {
      for (name, entry) in time {
        largest[name] = max(largest[name] ?? 0, entry.seconds / estimate.boundSeconds)
      }
    }
    let names = largest.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(top).map(\.key)
    let rows = names.map { name in
      [name.shortened]
        + zip(estimates, times).map { estimate, time in
          let seconds = time[name]?.seconds ?? 0
          let share = estimate.boundSeconds > 0 ? seconds / estimate.boundSeconds : 0
          return "\(Numbers.seconds(seconds)) (\(Numbers.percent(share)))"
        }
    }
    return Table(
      columns: [.text("kind")] + estimates.map { .number($0.device.id) }, rows: rows)
  }

  private var failures: [Document.Block] {
    failed.map { .paragraph("Left out: \($0.id): \($0.reason)") }
  }

  private var remarks: [Document.Block] {
    var lines: [String] = []
    for estimate in estimates {
      lines += EstimateCeilings(estimate).lines
      lines += estimate.substitutions.map { "Substituted: \($0)." }
      lines += estimate.limitations.map { "Left out: \($0)." }
      lines += expectations[estimate.device.id]?.lines ?? []
    }
    if let first = estimates.first {
      lines += EstimateRemarks(first).modelLines
    }
    return lines.map { .paragraph($0) }
  }

  /// A row for each device.
  public var records: Records {
    Records(
      fields: [
        "device", "boundSeconds", "throughputPerSecond", "memoryBoundShare", "bound",
        "boundShare", "fits", "error", "ceilings", "boundedLayers", "expectedSeconds", "lowSeconds",
        "highSeconds", "runtime",
      ],
      rows: estimates.map { estimate in
        let dominant = estimate.dominantBound
        return [
          estimate.device.id, "\(estimate.boundSeconds)",
          estimate.throughputPerSecond.map { "\($0)" } ?? "", "\(estimate.memoryBoundShare)",
          dominant.bound.description, "\(dominant.share)",
          EstimateJSON.Memory(estimate).fits.map { "\($0)" } ?? "", "",
          EstimateCeilings(estimate).summary, String(estimate.model.boundedLayers.count),
        ] + expectedFields(estimate)
      } + failed.map { [$0.id, "", "", "", "", "", "", $0.reason, "", "", "", "", "", ""] })
  }

  private func expectedFields(_ estimate: Estimate) -> [String] {
    guard let latency = expectations[estimate.device.id]?.latency else { return ["", "", "", ""] }
    return [
      "\(latency.seconds)", "\(latency.lowSeconds)", "\(latency.highSeconds)", latency.runtime,
    ]
  }

  /// The documented schema.
  public var json: CompareJSON { CompareJSON(self) }
}
