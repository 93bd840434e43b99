import Devices
import Foundation
import LatencyModels

/// How a prediction is kept from what it is scored on.
enum Split: String, CaseIterable {
  /// Found from one half of the shapes and scored on the other, both ways.
  case shapes = "shapes held out"
  /// Found without the device, which is predicted from its datasheet and its family.
  case devices = "devices held out"
  /// Found without the source.
  case sources = "sources held out"

  /// Predicts each row by a fit without it.
  func heldOut(
    _ rows: [Measurement], profiles: [String: DeviceProfile], progress: (String) -> Void
  ) -> HeldOut {
    var result = HeldOut(
      residuals: Array(repeating: nil, count: rows.count),
      isBlind: Array(repeating: false, count: rows.count))
    for (name, isHeldOut) in parts(of: rows) {
      progress("\(rawValue): \(name)")
      let fit =
        self == .shapes
        ? Fit.full(rows.filter { !isHeldOut($0) }, profiles: profiles)
        : Fit(rows.filter { !isHeldOut($0) }, profiles: profiles, most: 120, turns: 2)
      let known = Set(rows.lazy.filter { !isHeldOut($0) }.map(Known.init))
      var models: [Setting: LatencyModel?] = [:]
      for (place, row) in rows.enumerated() where isHeldOut(row) {
        let setting = Setting(source: row.source, origin: row.origin)
        if models[setting] == nil {
          models[setting] = fit.model(of: row.origin, source: row.source)
        }
        let seconds = try? models[setting]??.seconds(
          of: row.row.kernel, work: row.work, format: row.row.format, reuse: row.reuse)
        result.residuals[place] = seconds.flatMap { $0 }.map { log($0 / row.seconds) }
        result.isBlind[place] = !known.contains(Known(row))
      }
    }
    return result
  }

  /// Who measured, and on what.
  private struct Setting: Hashable {
    var source: String
    var origin: Origin
  }

  /// A runtime and a kind of operator, of which other rows tell something.
  private struct Known: Hashable {
    var runtime: String
    var kind: OperatorClass

    init(_ row: Measurement) {
      runtime = row.origin.runtime
      kind = row.kind
    }
  }

  private func parts(of rows: [Measurement]) -> [(String, (Measurement) -> Bool)] {
    switch self {
    case .shapes:
      [0, 1].map { half in ("half \(half + 1)", { ($0.key >> 7) & 1 == half }) }
    case .devices:
      Set(rows.map(\.origin.device)).sorted().map { device in
        (device, { $0.origin.device == device })
      }
    case .sources:
      Set(rows.map(\.source)).sorted().map { source in (source, { $0.source == source }) }
    }
  }
}

/// What rows that took no part in a fit are predicted to take.
struct HeldOut {
  /// The natural logarithm of predicted over measured time for each row; nil where there is none.
  var residuals: [Double?]
  /// Whether no row of the same runtime and kind of operator was left to find its parameters
  /// from: guesses stand for them.
  var isBlind: [Bool]

  /// The residual of a row whose runtime and kind of operator are known from others.
  func known(_ place: Int) -> Double? { isBlind[place] ? nil : residuals[place] }
}

/// How far predictions are from what was measured, over some rows.
struct Score {
  /// How many rows have a prediction.
  var rows: Int
  /// The mean of |predicted / measured − 1|.
  var meanError: Double
  /// The median of |ln(predicted / measured)|.
  var medianLog: Double
  /// The share of rows within 20 %.
  var within: Double
  /// The quantiles of ln(measured / predicted) at 10 and 90 %.
  var low: Double
  var high: Double

  /// The score of natural logarithms of predicted over measured; nil for none.
  init?(_ residuals: [Double]) {
    guard !residuals.isEmpty else { return nil }
    rows = residuals.count
    meanError = residuals.reduce(0) { $0 + abs(exp(min($1, 20)) - 1) } / Double(rows)
    medianLog = Self.quantile(residuals.map(abs), 0.5)
    within = Double(residuals.count { abs(exp(min($0, 20)) - 1) <= 0.2 }) / Double(rows)
    low = Self.quantile(residuals.map { -$0 }, 0.1)
    high = Self.quantile(residuals.map { -$0 }, 0.9)
  }

  static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}
