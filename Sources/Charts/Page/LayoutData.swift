import Devices
import Reports
import Roofline

/// A chart's plane at one width, with the roofs drawn: the script adds the marks.
struct LayoutData: Encodable {
  /// The roofs of a device, or of all (-1), in a precision.
  struct RoofData: Encodable {
    let device: Int
    let precision: String
    let drawing: String
  }

  /// The sides of the plot.
  struct PlotData: Encodable {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double
  }

  let width: Double
  let height: Double
  let plot: PlotData
  let x: [Double]
  let y: [Double]
  let roofs: [RoofData]

  /// A wide one and one for phones. All estimates share a plane, so that a switch moves only what
  /// differs.
  static func all(
    _ estimates: [Estimate], devices: [DeviceProfile], ceilings: CeilingChoice,
    measured: [MeasuredMark]
  ) -> [LayoutData] {
    var precisions: [Precision] = []
    for estimate in estimates {
      guard let precision = estimate.reportedPrecision, !precisions.contains(precision) else {
        continue
      }
      precisions.append(precision)
    }
    let marks = estimates.map { RooflineFigure([$0], measured: measured) }
    let roofs = (precisions.isEmpty ? [.fp32] : precisions).flatMap { precision in
      devices.indices.map { ($0, precision, [devices[$0]]) }
        + (devices.count > 1 ? [(-1, precision, devices)] : [])
    }
    let wide = Rectangle(left: 92, top: 34, right: 852, bottom: 446)
    let narrow = Rectangle(left: 86, top: 30, right: 412, bottom: 384)
    return [(wide, 866.0, 498.0), (narrow, 420, 434)].map { plot, width, height in
      let frame = ChartFrame(of: marks, plot: plot)
      return LayoutData(
        width: width, height: height,
        plot: PlotData(left: plot.left, top: plot.top, right: plot.right, bottom: plot.bottom),
        x: [frame.x.exponents.lowerBound, frame.x.exponents.upperBound],
        y: [frame.y.exponents.lowerBound, frame.y.exponents.upperBound],
        roofs: roofs.map { device, precision, list in
          let figure = RooflineFigure(
            devices: list, precision: precision, ceilings: ceilings, measured: measured)
          return RoofData(
            device: device, precision: precision.rawValue,
            drawing: PlotDrawing(figure, frame: frame, namedLayers: 0).roofElements
              .joined(separator: "\n"))
        })
    }
  }
}
