import Devices
import Sweeps

/// The knees of a sweep, for people.
struct SweepKnees {
  let report: SweepReport

  init(_ report: SweepReport) {
    self.report = report
  }

  /// A row for each knee.
  func table(along axis: SweepAxis) -> Table {
    let fixed = report.dimensions.filter { axis != .dimension($0) }
    return Table(
      columns: [.text("device"), .text("precision")] + fixed.map { .number($0) } + [
        .text("compute-bound"), .text("memory runs out"),
      ],
      rows: report.result.knees.map { knee in
        [knee.device, knee.setting.precision?.rawValue ?? "as the model says"]
          + fixed.map { knee.setting.dimensions[$0].map(String.init) ?? "–" }
          + [
            Self.text(knee.computeBound, axis, "at once", "not in this range"),
            Self.text(knee.memoryFull, axis, "at once", "not in this range"),
          ]
      })
  }

  private static func text(
    _ crossing: SweepKnee.Crossing, _ axis: SweepAxis, _ atOnce: String, _ never: String
  ) -> String {
    switch crossing {
    case .atOnce: atOnce
    case .at(let size, true): "from \(axis) \(size) on"
    case .at(let size, false): "at \(axis) \(size), or before it"
    case .never: never
    case .unknown: "not known"
    }
  }
}
