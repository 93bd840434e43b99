import Devices
public import LatencyModels

/// The runtimes whose times can be expected.
public struct RuntimesReport: Report {
  /// The runtimes.
  public let runtimes: [Runtime]

  /// A report of `runtimes`.
  public init(_ runtimes: [Runtime]) {
    self.runtimes = runtimes
  }

  /// For people.
  public var document: Document {
    Document([
      .table(
        Table(
          columns: [
            .text("runtime"), .text("runs on"), .text("measured operators"), .text("what it is"),
          ],
          rows: runtimes.map {
            [$0.id, Self.places($0), Self.measured($0).joined(separator: " "), $0.summary]
          }))
    ])
  }

  private static func places(_ runtime: Runtime) -> String {
    (runtime.vendors + runtime.kinds.map(\.rawValue)).joined(separator: " ")
  }

  private static func measured(_ runtime: Runtime) -> [String] {
    runtime.intervals.keys.map(\.rawValue).sorted()
  }

  /// A row for each runtime.
  public var records: Records {
    Records(
      fields: ["runtime", "kinds", "vendors", "measured", "fusion", "summary"],
      rows: runtimes.map { runtime in
        [
          runtime.id, runtime.kinds.map(\.rawValue).joined(separator: " "),
          runtime.vendors.joined(separator: " "), Self.measured(runtime).joined(separator: " "),
          runtime.fusion.map(\.rawValue).sorted().joined(separator: " "), runtime.summary,
        ]
      })
  }

  /// An object for each runtime.
  public var json: [RuntimeJSON] { runtimes.map(RuntimeJSON.init) }
}

/// One runtime: its parameters, with meaning, unit and source.
public struct RuntimeReport: Report {
  /// The runtime.
  public let runtime: Runtime

  /// A report of `runtime`.
  public init(_ runtime: Runtime) {
    self.runtime = runtime
  }

  /// For people.
  public var document: Document {
    Document([
      .heading("\(runtime.id): \(runtime.summary)"),
      .table(
        Table(
          columns: [
            .text("parameter"), .number("value"), .text("unit"), .text("meaning"), .text("source"),
          ],
          rows: runtime.values.given.map { parameter in
            [
              parameter.rawValue, "\(runtime.values[parameter] ?? 0)", parameter.unit,
              parameter.meaning, runtime.sources[parameter] ?? "",
            ]
          })),
      .table(
        Table(
          columns: [
            .text("operators"), .number("10 % below"), .number("90 % below"), .number("rows"),
          ],
          rows: runtime.intervals.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            [
              $0.key.rawValue, Numbers.fixed($0.value.low, digits: 2) + "x",
              Numbers.fixed($0.value.high, digits: 2) + "x", String($0.value.rows),
            ]
          })),
    ])
  }

  /// A row for each parameter.
  public var records: Records {
    Records(
      fields: ["parameter", "value", "unit", "meaning", "source"],
      rows: runtime.values.given.map { parameter in
        [
          parameter.rawValue, "\(runtime.values[parameter] ?? 0)", parameter.unit,
          parameter.meaning, runtime.sources[parameter] ?? "",
        ]
      })
  }

  /// The runtime as an object.
  public var json: RuntimeJSON { RuntimeJSON(runtime) }
}

/// The JSON form of a runtime.
public struct RuntimeJSON: Encodable, Sendable {
  struct Parameter: Encodable {
    let value: Double
    let unit: String
    let meaning: String
    let source: String
  }

  struct Bounds: Encodable {
    let low: Double
    let high: Double
    let rows: Int
  }

  let runtime: String
  let summary: String
  let kinds: [String]
  let vendors: [String]
  let fusion: [String]
  let parameters: [String: Parameter]
  let intervals: [String: Bounds]

  init(_ runtime: Runtime) {
    self.runtime = runtime.id
    summary = runtime.summary
    kinds = runtime.kinds.map(\.rawValue)
    vendors = runtime.vendors
    fusion = runtime.fusion.map(\.rawValue).sorted()
    parameters = Dictionary(
      uniqueKeysWithValues: runtime.values.given.map { parameter in
        (
          parameter.rawValue,
          Parameter(
            value: runtime.values[parameter] ?? 0, unit: parameter.unit,
            meaning: parameter.meaning, source: runtime.sources[parameter] ?? "")
        )
      })
    intervals = Dictionary(
      uniqueKeysWithValues: runtime.intervals.map {
        ($0.key.rawValue, Bounds(low: $0.value.low, high: $0.value.high, rows: $0.value.rows))
      })
  }
}
