import Calibration
import Foundation

/// How far the times of whole networks on processors are from what rates say that were found without
/// them.
struct ProcessorNetworks {
  private let processors: [NetworkSplits.Processor]
  private let shapes: [[Double]]
  private let devices: [[Double]]
  private let rows: Int

  /// Holds out the networks of `table`.
  init(_ table: NetworkTable) {
    processors = table.processors
    rows = table.rows
    shapes = NetworkSplits.shapesHeldOut(processors)
    devices = NetworkSplits.devicesHeldOut(processors)
  }

  /// The row of the summary; none where there are no such networks.
  var summary: [String] {
    guard let score = Score(shapes.flatMap { $0 }) else { return [] }
    return [
      "| whole networks on CPUs (ncnn graphs; devices but for five networks) | \(rows) | "
        + "\(AccuracyDocument.fixed(score.medianLog, 3)) | 0.15 | \(median(devices.flatMap { $0 })) | "
        + "0.25 | – | \(AccuracyDocument.percent(score.within)) | – |"
    ]
  }

  /// A row for each processor, all numbers of threads together.
  var details: [String] {
    let groups = Dictionary(grouping: processors.indices) { processors[$0].device }
    return groups.keys.sorted().compactMap { device in
      let places = groups[device] ?? []
      guard let score = Score(places.flatMap { shapes[$0] }) else { return nil }
      let name = device.split(separator: "|").joined(separator: "/")
      return "| ncnn | \(name) | ncnn | networks | fp32, fp16, int8 | \(score.rows) | "
        + "\(AccuracyDocument.percent(score.meanError)) | "
        + "\(AccuracyDocument.fixed(score.medianLog, 3)) | "
        + "\(AccuracyDocument.percent(score.within)) | \(median(places.flatMap { devices[$0] })) | – | – |"
    }
  }

  private func median(_ residuals: [Double]) -> String {
    Score(residuals).map { AccuracyDocument.fixed($0.medianLog, 3) } ?? "–"
  }
}
