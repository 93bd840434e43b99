import Foundation
import LatencyModels

/// How far measurements of one matrix product with the same sizes on one device are from each other: what no
/// prediction from sizes can be nearer than.
struct Repeats {
  /// Fewer repeated shapes than these tell nothing.
  private static let leastShapes = 10
  private let rows: [Measurement]

  init(_ rows: [Measurement]) { self.rows = rows }

  /// A row for each source, device, runtime, operator and precision that measured shapes more than once.
  ///
  /// Of times of the same shape, half of ln(longest / shortest): the least error that one prediction of
  /// all of them can have.
  var table: String {
    var groups: [String: [String: [Double]]] = [:]
    for row in rows where row.kind == .product {
      let group =
        "\(row.source) | \(row.origin.device) | \(row.origin.runtime) | \(row.plainName) | "
        + row.precision
      groups[group, default: [:]]["\(row.stated.kernel)", default: []].append(row.seconds)
    }
    let head = [
      "| source | device | runtime | operator | precision | shapes | median | 90 % |",
      "| --- | --- | --- | --- | --- | ---: | ---: | ---: |",
    ]
    let lines = groups.keys.sorted().compactMap { group -> String? in
      let halves = (groups[group] ?? [:]).values.compactMap(Self.half)
      guard halves.count >= Self.leastShapes else { return nil }
      return
        "| \(group) | \(halves.count) | \(AccuracyDocument.fixed(Score.quantile(halves, 0.5), 3)) | "
        + "\(AccuracyDocument.fixed(Score.quantile(halves, 0.9), 3)) |"
    }
    return (head + lines).joined(separator: "\n")
  }

  /// Half of ln(longest / shortest) of times; nil for a single one.
  private static func half(_ times: [Double]) -> Double? {
    guard times.count > 1, let least = times.min(), let most = times.max() else { return nil }
    return log(most / least) / 2
  }
}
