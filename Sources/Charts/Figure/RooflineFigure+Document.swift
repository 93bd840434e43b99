import ModelGraph
public import Reports

extension RooflineFigure {
  /// What the chart shows, in words and numbers: what was measured, and the ceilings.
  public var document: Document {
    var blocks: [Document.Block] = [.heading(title)]
    if !measured.isEmpty { blocks += [.heading("Measured"), .table(measuredTable)] }
    blocks += [.heading("Ceilings"), .table(ceilingTable)] + notes.map { .paragraph($0) }
    return Document(blocks)
  }

  /// Each measured point under each device's roof.
  private var measuredTable: Table {
    Table(
      columns: [
        .text("name"), .number("FLOPs"), .number("bytes"), .number("time"), .number("FLOP/B"),
        .number("attained"),
      ] + roofs.map { .number(roofs.count > 1 ? "of the roof of \($0.id)" : "of the roof") },
      rows: measured.map { mark in
        [
          mark.name.singleLine, Numbers.prefixed(mark.flops), Numbers.bytes(mark.bytes),
          Numbers.seconds(mark.seconds), Numbers.prefixed(mark.intensity),
          Numbers.prefixed(mark.flopsPerSecond, unit: "FLOP/s"),
        ]
          + roofs.map { roof in
            roof.height(at: mark.intensity).map { Numbers.percent(mark.flopsPerSecond / $0) } ?? "–"
          }
      })
  }

  private var ceilingTable: Table {
    Table(
      columns: [.text("device"), .text("ceiling"), .number("rate"), .number("ridge")],
      rows: roofs.flatMap { roof in
        roof.ceilings.map { ceiling in
          let ridge = roof.ridges.first { $0.ceiling == ceiling && $0.slope == roof.mainSlope }
          return [
            roof.name, ceiling.name, Numbers.prefixed(ceiling.flopsPerSecond, unit: "FLOP/s"),
            ridge.map { Numbers.prefixed($0.intensity, unit: "FLOP/B") } ?? "–",
          ]
        }
          + roof.slopes.map { slope in
            [roof.name, slope.name, Numbers.prefixed(slope.bytesPerSecond, unit: "B/s"), "–"]
          }
      })
  }
}

extension Roof {
  /// The most operations a second at an intensity: under the highest ceiling and the main memory; nil
  /// where one of them is not known.
  func height(at intensity: Double) -> Double? {
    guard let ceiling = ceilings.first, let main = mainSlope else { return nil }
    return min(ceiling.flopsPerSecond, intensity * main.bytesPerSecond)
  }
}
