import Devices
import Foundation
import LatencyModels

/// How long a million rows take to predict: as `ridgeline predict` does it, but for reading and writing
/// the file, on one core.
enum PredictionSpeed {
  /// How many rows are predicted.
  static let rows = 1_000_000
  /// What a million rows may take, in seconds.
  static let limitSeconds = 10.0

  /// A line of Markdown for each device, best and worst of five.
  static func table(_ measured: [UInt8]) throws -> String {
    let text = repeated(measured)
    var lines = [
      "| device | runtime | rows | could be predicted | best | worst | best, of the limit of "
        + "\(Int(limitSeconds)) s |",
      "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    let catalogue = LatencyCatalogue.shipped
    for id in ["nvidia-a100-sxm-80gb", "nvidia-t4"] {
      let model = try LatencyModel(
        device: try Catalogue.shipped.profile(id: id), runtime: "pytorch-eager",
        catalogue: catalogue)
      var seconds: [Double] = []
      var known = 0
      for _ in 0..<5 {
        let start = ContinuousClock.now
        let prediction = try TablePrediction(of: text, under: model)
        let taken = ContinuousClock.now - start
        seconds.append(
          Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18)
        known = prediction.rows - prediction.failed
        guard prediction.rows == rows else { throw AccuracyError("\(prediction.rows) rows") }
      }
      let (best, worst) = (seconds.min() ?? 0, seconds.max() ?? 0)
      lines.append(
        "| \(id) | pytorch-eager | \(rows) | \(known) | \(AccuracyDocument.fixed(best, 2)) s | "
          + "\(AccuracyDocument.fixed(worst, 2)) s | "
          + "\(AccuracyDocument.fixed(best / limitSeconds, 2)) |")
    }
    return lines.joined(separator: "\n")
  }

  /// The table's rows again and again, until there are enough.
  private static func repeated(_ table: [UInt8]) -> [UInt8] {
    guard let end = table.firstIndex(of: 10) else { return table }
    var text = Array(table[...end])
    let lines = table[(end + 1)...].split(separator: 10)
    guard !lines.isEmpty else { return table }
    for row in 0..<rows {
      text.append(contentsOf: lines[row % lines.count])
      text.append(10)
    }
    return text
  }
}
