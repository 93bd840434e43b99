import Devices
import Foundation
import LatencyModels

/// The accuracy as Markdown: a summary by the kinds of operator that people ask for, and a row for each
/// source, device and operator.
struct AccuracyDocument {
  let rows: [Measurement]
  /// ln(predicted / measured) of each row, by split.
  let residuals: [Split: [Double?]]
  /// Whether each row is faster than the cold bound, and than the warm one where its data fit the
  /// last-level cache.
  let faster: [(cold: Bool, warm: Bool)]
  /// Rows of the table that are not scored, by reason.
  let left: [String: Int]

  /// The kinds of operator of the summary, and what is aimed at in median |ln|.
  private static let classes:
    [(name: String, kinds: Set<OperatorClass>, wide: Bool, shapes: Double?, devices: Double?)] = [
      ("GEMM, linear, batched matmul (16 and 32 bits)", [.product], true, 0.08, 0.15),
      ("GEMM in 8 bits", [.product], false, nil, nil),
      (
        "element-wise, normalisation, softmax, embedding", [.elementwise, .rows, .gather], true,
        0.08, 0.15
      ),
      ("attention, prefill and decode", [.prefill, .decode], true, 0.15, 0.25),
      ("convolution", [.convolution], true, 0.20, 0.30),
      ("RNN, LSTM, GRU", [.recurrence], true, 0.20, 0.30),
      ("whole networks (timm, BERT) from their sums", [.network], true, 0.15, 0.25),
      ("movement (concat, scatter)", [.movement], true, nil, nil),
    ]

  /// The summary, one row for each kind of operator.
  var summary: String {
    var lines = [
      "| operators | rows | held-out shapes | aim | held-out devices | aim | held-out sources | "
        + "within 20 % | faster than the bound |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (name, kinds, wide, shapes, devices) in Self.classes {
      let places = rows.indices.filter { place in
        let row = rows[place]
        guard kinds.contains(row.kind) else { return false }
        if kinds != [.product] { return true }
        return (row.row.format.weightBits > 8) == wide
      }
      guard !places.isEmpty else { continue }
      let aim = { (value: Double?) in value.map { Self.fixed($0, 2) } ?? "" }
      lines.append(
        "| \(name) | \(places.count) | \(median(.shapes, places)) | \(aim(shapes)) | "
          + "\(median(.devices, places)) | \(aim(devices)) | \(median(.sources, places)) | "
          + "\(within(places)) | \(share(places)) |")
    }
    return lines.joined(separator: "\n")
  }

  /// A row for each source, device, runtime, operator and precision.
  var details: String {
    var groups: [String: [Int]] = [:]
    for (place, row) in rows.enumerated() {
      let plain = row.name.split(separator: ":").last.map(String.init) ?? row.name
      let name = row.kind == .network ? "network" : plain
      let key =
        "\(row.source) | \(row.origin.device) | \(row.origin.runtime) | \(name) | \(row.precision)"
      groups[key, default: []].append(place)
    }
    let head = [
      "| source | device | runtime | operator | precision | rows | mean error | median, shapes | "
        + "within 20 % | median, devices | median, sources | faster than cold bound | "
        + "faster than warm bound |",
      "| --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    let lines = groups.keys.sorted().map { key in
      let places = groups[key] ?? []
      let shapes = Score(places.compactMap { residuals[.shapes]?[$0] })
      let warm = places.count { faster[$0].warm }
      return "| \(key) | \(places.count) | \(shapes.map { Self.percent($0.meanError) } ?? "–") | "
        + "\(median(.shapes, places)) | \(within(places)) | \(median(.devices, places)) | "
        + "\(median(.sources, places)) | \(share(places)) | "
        + "\(Self.percent(Double(warm) / Double(places.count))) |"
    }
    return (head + lines).joined(separator: "\n")
  }

  /// The share of all rows that are faster than the bound that holds for them.
  var fasterShare: (cold: Double, warm: Double) {
    let count = Double(max(rows.count, 1))
    return (Double(faster.count { $0.cold }) / count, Double(faster.count { $0.warm }) / count)
  }

  private func median(_ split: Split, _ places: [Int]) -> String {
    let values = places.compactMap { residuals[split]?[$0] }
    return Score(values).map { Self.fixed($0.medianLog, 3) } ?? "–"
  }

  private func within(_ places: [Int]) -> String {
    Score(places.compactMap { residuals[.shapes]?[$0] }).map { Self.percent($0.within) } ?? "–"
  }

  private func share(_ places: [Int]) -> String {
    Self.percent(Double(places.count { faster[$0].warm }) / Double(max(places.count, 1)))
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  static func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }
}
