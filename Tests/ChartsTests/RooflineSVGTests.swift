import Charts
import Devices
import Glibc
import ModelGraph
import Operators
import Roofline
import Testing

@Suite("Roofline charts")
struct RooflineSVGTests {
  /// Charts of many shapes: one and several networks, devices and batch sizes, small and large.
  private static let charts = Result { try made() }

  private static func made() throws -> [RooflineSVG] {
    let single = try SampleModels.allEstimates().map { RooflineSVG(RooflineFigure([$0.estimate])) }
    let together = try SampleModels.names.map { name in
      try RooflineSVG(
        RooflineFigure(SampleModels.devices.map { try SampleModels.estimate(name, on: $0) }))
    }
    let path = try [1, 2, 4, 8, 16, 32, 64].map {
      try SampleModels.estimate("yolov3", on: "nvidia-t4", batch: $0)
    }
    let bare = try RooflineFigure(
      devices: Catalogue.shipped.ids.prefix(30).map {
        try Catalogue.shipped.profile(reference: $0)
      },
      precision: .fp16)
    return single + together + [
      RooflineSVG(RooflineFigure(path)), RooflineSVG(bare),
      RooflineSVG(RooflineFigure(path), size: ChartSize(width: 480, height: 360)),
      RooflineSVG(bare, size: ChartSize(width: 2000, height: 1200)),
    ]
  }

  @Test("no two labels overlap, and none leaves the paper")
  func overlaps() throws {
    for chart in try Self.charts.get() {
      for (index, label) in chart.labels.enumerated() {
        #expect(label.box.isInside(chart.paper), "\(label.label.text) is cut")
        for other in chart.labels[..<index] where label.box.overlaps(other.box) {
          Issue.record("\(label.label.text) overlaps \(other.label.text)")
        }
      }
    }
  }

  @Test("the label of a line never runs past the line's ends: a slope ends at its ridge")
  func lineLabels() throws {
    for chart in try Self.charts.get() {
      // x1, y1, x2 and y2 of the lines.
      let lines = chart.text.matches(
        of: /class="roof[^"]*" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/
      ).compactMap { match -> (Point, Point)? in
        guard let x1 = Double(match.1), let y1 = Double(match.2), let x2 = Double(match.3),
          let y2 = Double(match.4)
        else { return nil }
        return (Point(x1, y1), Point(x2, y2))
      }
      for placed in chart.labels where placed.label.role == "roof-label" {
        let middle = placed.box.middle
        let left = placed.box.corners.map(\.x).min() ?? -.infinity
        let right = placed.box.corners.map(\.x).max() ?? .infinity
        // One beside which it stands, at most two lines of writing off, and that is as long as it is.
        let isBeside = lines.contains { start, end in
          let rise = (end.y - start.y) / (end.x - start.x)
          let off = abs(start.y + (middle.x - start.x) * rise - middle.y) * cos(atan(rise))
          return off <= 24 && left >= start.x - 20 && right <= end.x + 20
        }
        #expect(isBeside, "\(placed.label.text) runs past its line")
      }
    }
  }

  @Test("five networks on three devices are drawn as they were before")
  func snapshots() throws {
    let lines = try SampleModels.allEstimates().map { name, device, estimate in
      let text = RooflineSVG(RooflineFigure([estimate])).text
      return "\(fingerprint(text)) \(name) \(device)\n"
    }
    try expectSnapshot(lines.joined(), "roofline-fingerprints.txt")
    let estimate = try SampleModels.estimate("two-layer-cnn", on: "nvidia-a100-sxm-80gb")
    try expectSnapshot(RooflineSVG(RooflineFigure([estimate])).text, "two-layer-cnn.svg")
    let path = try [1, 8, 64].map {
      try SampleModels.estimate("residual", on: "google-tpu-v4", batch: $0)
    }
    try expectSnapshot(RooflineSVG(RooflineFigure(path)).text, "residual-batches.svg")
  }

  @Test("marks stand where the numbers are")
  func marks() throws {
    // 1,000 MACs and 50 others are 2,050 FLOPs over 500 bytes: 4.1 FLOP/B. On 100 MFLOP/s and
    // 400 MB/s it takes 20.5 µs of arithmetic and 1.25 µs of bytes: 100 MFLOP/s.
    let figure = RooflineFigure([try ChartFixture.estimate()])
    let layer = try #require(figure.layers.first)
    #expect(layer.intensity == 4.1)
    #expect((layer.flopsPerSecond / 100e6 - 1).magnitude < 1e-12)
    // The other layer moves bytes and does no arithmetic; it takes 1 of 21.5 µs.
    #expect(figure.layers.count == 1)
    #expect(figure.notes == ["Not shown: 1 layer without arithmetic, 4.7 % of the time."])
    // All FLOPs over all bytes, 2,050 / 900, and over all the time.
    let network = try #require(figure.networks.first)
    #expect(network.intensity == 2050.0 / 900)
    #expect((network.flopsPerSecond / (2050 / 21.5e-6) - 1).magnitude < 1e-12)
    // The ridge of the matrix unit: 100 MFLOP/s over 400 MB/s.
    #expect(figure.roofs[0].ridges.map(\.intensity) == [0.25, 0.025])
  }

  @Test("several batch sizes are a path, without layers")
  func path() throws {
    let estimates = try [8, 1].map {
      try SampleModels.estimate("residual", on: "nvidia-t4", batch: $0)
    }
    let figure = RooflineFigure(estimates)
    #expect(figure.layers.isEmpty)
    #expect(figure.networks.count == 2)
    #expect(RooflineSVG(figure).text.contains("<polyline"))
  }

  @Test("what was measured is drawn, and what has no place is told")
  func measured() throws {
    let device = try Catalogue.shipped.profile(reference: "amd-epyc-7763")
    let figure = RooflineFigure(
      devices: [device], precision: .fp32,
      measured: [
        MeasuredMark(name: "triad", flops: 2e9, bytes: 24e9, seconds: 1),
        MeasuredMark(name: "idle", flops: 0, bytes: 1, seconds: 1),
      ])
    let text = RooflineSVG(figure).text
    #expect(text.contains(">triad</text>"))
    #expect(text.contains("Not shown: 1 measured, without operations, bytes or time."))
  }

  @Test("names are shown and never run", arguments: ChartFixture.hostileNames.indices)
  func hostile(_ index: Int) throws {
    let name = ChartFixture.hostileNames[index]
    let figure = RooflineFigure([try ChartFixture.estimate(name: name)])
    let text = RooflineSVG(figure).text
    #expect(!text.contains("<script"))
    #expect(!text.contains("<img"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(text.utf8.count < 60_000)
    // Every quotation mark is of an attribute, so they come in pairs on each line.
    for line in text.split(separator: "\n") {
      #expect(line.count { $0 == "\"" }.isMultiple(of: 2), "\(line.prefix(200))")
    }
  }

  @Test(
    "figures at the edge of what a number holds are drawn or left out, and nothing else happens")
  func extremes() throws {
    for value in [1e-300, Double.leastNonzeroMagnitude, 1e300, .infinity, .nan, 0, -1, 1e38] {
      var device = try ChartFixture.device()
      device.compute[0].flopsPerSecond.value = value
      _ = RooflineSVG(RooflineFigure(devices: [device], precision: .fp16))
      device.memoryLevels[0].bytesPerSecond?.value = value
      _ = RooflineSVG(RooflineFigure(devices: [device], precision: .fp16))
      _ = RooflineSVG(RooflineFigure(devices: [], precision: .fp16))
    }
  }
}
