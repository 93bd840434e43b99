import Devices
public import LatencyModels
import Operators
import Roofline

/// One operator on a device: its bound beside the time that a runtime is expected to take.
public struct OperatorLatencyReport: Report {
  private let name: String
  private let device: String
  private let runtime: String
  private let bound: OperatorBound.Bounds
  private let expected: ExpectedLatency

  /// A report of an operator that is repeated on the same data, as tables of measurements have it.
  ///
  /// - Throws: ``LatencyError`` where the device cannot compute in its precision.
  public init(
    _ row: OperatorRow, named name: String, under model: LatencyModel
  ) throws(LatencyError) {
    self.name = name
    device = model.device.id
    runtime = model.runtime.id
    var bounds = OperatorBound(model.device)
    bound = try bounds.bounds(of: row)
    expected = try model.expected(
      row.kernel, work: row.work, format: row.format, reuse: .everything)
  }

  /// For people.
  public var document: Document {
    var facts = [
      Document.Fact("device", device),
      Document.Fact(
        "bound", "\(Numbers.seconds(bound.seconds)) (\(bound.description): nobody is faster)"),
    ]
    if let warm = bound.warmSeconds {
      facts.append(
        Document.Fact(
          "warm bound",
          "\(Numbers.seconds(warm)) (repeated, with the last-level cache full of its data)"
        ))
    }
    facts += [
      Document.Fact(
        "expected",
        "\(Numbers.seconds(expected.seconds)) under \(runtime) (10 to 90 %: "
          + "\(Numbers.seconds(expected.lowSeconds)) to \(Numbers.seconds(expected.highSeconds)))"),
      Document.Fact("overhead", Numbers.seconds(expected.overheadSeconds)),
      Document.Fact("arithmetic", Numbers.seconds(expected.computeSeconds)),
      Document.Fact("traffic", Numbers.seconds(expected.memorySeconds)),
    ]
    if !expected.algorithm.isEmpty { facts.append(Document.Fact("algorithm", expected.algorithm)) }
    return Document(
      [.heading("\(name) on \(device)"), .facts(facts)]
        + expected.extrapolations.map { .paragraph("Extrapolated: \($0).") })
  }

  /// One row.
  public var records: Records {
    Records(
      fields: [
        "name", "device", "runtime", "bound_seconds", "expected_seconds", "low_seconds",
        "high_seconds", "bound", "warm_bound_seconds",
      ],
      rows: [
        [
          name, device, runtime, "\(bound.seconds)", "\(expected.seconds)",
          "\(expected.lowSeconds)", "\(expected.highSeconds)", bound.description,
          bound.warmSeconds.map { "\($0)" } ?? "",
        ]
      ])
  }

  /// The documented schema.
  public var json: OperatorLatencyJSON {
    OperatorLatencyJSON(
      name: name, device: device, runtime: runtime, boundSeconds: bound.seconds,
      bound: bound.description, warmBoundSeconds: bound.warmSeconds,
      expectedSeconds: expected.seconds, lowSeconds: expected.lowSeconds,
      highSeconds: expected.highSeconds, overheadSeconds: expected.overheadSeconds,
      computeSeconds: expected.computeSeconds, memorySeconds: expected.memorySeconds,
      algorithm: expected.algorithm, extrapolations: expected.extrapolations)
  }
}

/// The JSON form of an operator's times; `docs/JSON.md` describes each key.
public struct OperatorLatencyJSON: Encodable, Sendable {
  let name: String
  let device: String
  let runtime: String
  let boundSeconds: Double
  let bound: String
  @Nullable var warmBoundSeconds: Double?
  let expectedSeconds: Double
  let lowSeconds: Double
  let highSeconds: Double
  let overheadSeconds: Double
  let computeSeconds: Double
  let memorySeconds: Double
  let algorithm: String
  let extrapolations: [String]
}
