import Devices
import Foundation
import LatencyModels

/// The accuracy as Markdown: a summary by the kinds of operator that people ask for, and a row for each
/// source, device and operator.
struct AccuracyDocument {
  let rows: [Measurement]
  /// What was held out, by split.
  let heldOut: [Split: HeldOut]
  /// The bounds of each row.
  let bounds: [RowBound]
  /// Whole networks on processors, which have a model of their own.
  let networks: ProcessorNetworks
  /// Rows of the table that are not scored, by reason.
  let left: [String: Int]
  /// The dispatch of each source that times one call at a time, in seconds.
  let dispatches: [(source: String, seconds: Double)]

  /// The kinds of operator of the summary, and what is aimed at in median |ln|; those without an aim
  /// are parts of the kind above them, or have none. `isOther` tells products in 8 bits from those in more,
  /// and encoders of BERT from networks for images.
  private static let classes:
    [(name: String, kinds: Set<OperatorClass>, isOther: Bool, shapes: Double?, devices: Double?)] =
      [
        ("GEMM, linear, batched matmul (16 and 32 bits)", [.product], false, 0.08, 0.15),
        ("· GEMM in 8 bits", [.product], true, nil, nil),
        (
          "element-wise, normalisation, softmax, embedding", [.elementwise, .rows, .gather], false,
          0.08, 0.15
        ),
        ("· element-wise functions", [.elementwise], false, nil, nil),
        ("· normalisation, softmax, reductions", [.rows], false, nil, nil),
        ("· embedding, gather", [.gather], false, nil, nil),
        ("attention, prefill and decode", [.prefill, .decode], false, 0.15, 0.25),
        ("· prefill", [.prefill], false, nil, nil),
        ("· decode", [.decode], false, nil, nil),
        ("convolution", [.convolution], false, 0.20, 0.30),
        ("RNN, LSTM, GRU", [.recurrence], false, 0.20, 0.30),
        ("whole image networks from their sums (timm)", [.network], false, 0.15, 0.25),
        ("BERT encoders from their sums", [.network], true, nil, nil),
        ("concat, scatter", [.movement], false, nil, nil),
      ]

  /// The summary, one row for each kind of operator.
  var summary: String {
    var lines = [
      "| operators | rows | held-out shapes | aim | held-out devices | aim | held-out sources | "
        + "within 20 % | faster than the bound |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind in Self.classes {
      let places = rows.indices.filter { place in
        let row = rows[place]
        guard kind.kinds.contains(row.kind) else { return false }
        switch row.kind {
        case .product: return (row.row.format.weightBits <= 8) == kind.isOther
        case .network: return (row.source != "timm") == kind.isOther
        default: return true
        }
      }
      guard !places.isEmpty else { continue }
      let aim = { (value: Double?) in value.map { Self.fixed($0, 2) } ?? "" }
      lines.append(
        "| \(kind.name) | \(places.count) | \(median(.shapes, places)) | \(aim(kind.shapes)) | "
          + "\(median(.devices, places)) | \(aim(kind.devices)) | \(median(.sources, places)) | "
          + "\(within(places)) | \(share(places)) |")
    }
    return (lines + networks.summary).joined(separator: "\n")
  }

  /// A row for each source, device, runtime, operator and precision.
  var details: String {
    let groups = Dictionary(grouping: rows.indices) { place in
      let row = rows[place]
      return "\(row.source) | \(row.origin.device) | \(row.origin.runtime) | \(row.plainName) | "
        + row.precision
    }
    let head = [
      "| source | device | runtime | operator | precision | rows | mean error | median, shapes | "
        + "within 20 % | median, devices | median, sources | faster than the bound |",
      "| --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    let lines = groups.keys.sorted().map { key in
      let places = groups[key] ?? []
      return "| \(key) | \(places.count) | \(mean(.shapes, places)) | \(median(.shapes, places)) | "
        + "\(within(places)) | \(median(.devices, places)) | \(median(.sources, places)) | "
        + "\(share(places)) |"
    }
    return (head + lines + networks.details).joined(separator: "\n")
  }

  /// NeuSight's measurements, a row for each device and kind of operator: the error of a plain
  /// roofline beside those of the expected time.
  var besideRoofline: String {
    let places = rows.indices.filter { rows[$0].source == "neusight" }
    let groups = Dictionary(grouping: places) {
      "\(rows[$0].origin.device) | \(rows[$0].kind.rawValue)"
    }
    let head = [
      "| device | operator | rows | plain roofline | held-out shapes | held-out devices |",
      "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    let line = { (key: String, places: [Int]) in
      "| \(key) | \(places.count) | \(self.roofline(places)) | \(self.mean(.shapes, places)) | "
        + "\(self.mean(.devices, places)) |"
    }
    return
      (head + groups.keys.sorted().map { line($0, groups[$0] ?? []) } + [line("all | all", places)])
      .joined(separator: "\n")
  }

  /// The groups of rows of which more than 0.5 % are faster than the bound, and by how much.
  var faster: String {
    let groups = Dictionary(grouping: rows.indices) { place in
      let row = rows[place]
      return "\(row.source) | \(row.origin.device) | \(row.plainName) | \(row.precision)"
    }
    let head = [
      "| source | device | operator | precision | rows | faster | median factor | largest factor |",
      "| --- | --- | --- | --- | ---: | ---: | ---: | ---: |",
    ]
    var lines: [String] = []
    for key in groups.keys.sorted() {
      let places = groups[key] ?? []
      let factors = places.filter { bounds[$0].isFaster(rows[$0]) }.map {
        bounds[$0].holding / rows[$0].seconds
      }
      guard Double(factors.count) > 0.005 * Double(places.count) else { continue }
      lines.append(
        "| \(key) | \(places.count) | \(factors.count) | "
          + "\(Self.fixed(Score.quantile(factors, 0.5), 2)) | "
          + "\(Self.fixed(factors.max() ?? 1, 2)) |")
    }
    return (head + lines).joined(separator: "\n")
  }

  /// The share of the rows that `isCounted` chooses that are faster than the cold bound of what the table
  /// states, than its warm one, and than the one that holds for them.
  func fasterShare(
    _ isCounted: (Measurement) -> Bool
  ) -> (cold: Double, warm: Double, holding: Double) {
    let places = rows.indices.filter { isCounted(rows[$0]) }
    let share = { (isFaster: (Int) -> Bool) in
      Double(places.count(where: isFaster)) / Double(max(places.count, 1))
    }
    return (
      share { rows[$0].seconds < bounds[$0].cold }, share { bounds[$0].isFasterThanWarm(rows[$0]) },
      share { bounds[$0].isFaster(rows[$0]) }
    )
  }

  /// A row for each source that times one call at a time.
  var clocks: String {
    let lines = dispatches.map {
      "| \($0.source) | \(Self.fixed($0.seconds * 1e6, 1)) µs | 0.01 to 1000 µs | fit of its rows |"
    }
    return (["| source | dispatch | plausible | from |", "| --- | ---: | --- | --- |"] + lines)
      .joined(separator: "\n")
  }

  /// How many rows are of a runtime and kind of operator that no other device was measured with.
  var blindRows: Int { heldOut[.devices]?.isBlind.count { $0 } ?? 0 }

  private func score(_ split: Split, _ places: [Int]) -> Score? {
    Score(places.compactMap { heldOut[split]?.known($0) })
  }

  private func median(_ split: Split, _ places: [Int]) -> String {
    score(split, places).map { Self.fixed($0.medianLog, 3) } ?? "–"
  }

  private func mean(_ split: Split, _ places: [Int]) -> String {
    score(split, places).map { Self.percent($0.meanError) } ?? "–"
  }

  private func within(_ places: [Int]) -> String {
    score(.shapes, places).map { Self.percent($0.within) } ?? "–"
  }

  private func share(_ places: [Int]) -> String {
    Self.percent(
      Double(places.count { bounds[$0].isFaster(rows[$0]) }) / Double(max(places.count, 1)))
  }

  private func roofline(_ places: [Int]) -> String {
    let logs = places.filter { bounds[$0].roofline > 0 }.map {
      log(bounds[$0].roofline / rows[$0].seconds)
    }
    return Score(logs).map { Self.percent($0.meanError) } ?? "–"
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  static func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }
}
