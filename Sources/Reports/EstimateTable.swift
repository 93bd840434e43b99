import LatencyModels
import ModelGraph
package import Operators
import Roofline

/// The rows of an estimate, for people.
package struct EstimateTable {
  let estimate: Estimate
  let top: Int?
  let latency: NetworkLatency?

  init(_ estimate: Estimate, top: Int?, expectation: Expectation? = nil) {
    self.estimate = estimate
    self.top = top
    latency = expectation?.latency
  }

  var table: Table {
    let columns: [Table.Column] =
      [
        .number("#"), .text("layer"), .text("operator"), .text("output"), .number("MACs"),
        .number("FLOPs"), .number("params"), .number("weights"), .number("inputs"),
        .number("outputs"), .number("FLOP/B"), .number("time"), .number("share"),
        .text("bound by"),
      ] + (latency == nil ? [] : [.number("expected"), .number("10 to 90 %")])
    var cells = Cells()
    let layers = estimate.shown(top: top)
    cells.reserve(rows: layers.count, of: columns.count)
    for layer in layers { add(layer, to: &cells) }
    return Table(columns: columns, cells: cells, total: total)
  }

  /// Adds the row of a layer.
  private func add(_ estimated: LayerEstimate, to cells: inout Cells) {
    let layer = estimated.layer
    cells.beginRow()
    cells.append { Numbers.append(whole: layer.index, to: &$0) }
    cells.append(layer.name.shortened)
    let name = layer.operatorName.description.shortened
    cells.append(layer.describedBy == nil ? name : name + " *")
    cells.append(Self.output(of: layer))
    Self.add(layer.work, parameters: layer.parameters, to: &cells)
    cells.append { Numbers.append(seconds: estimated.boundSeconds, to: &$0) }
    cells.append { Numbers.append(percent: estimate.share(of: estimated), to: &$0) }
    cells.append(estimated.bound.description)
    addExpected(layer.index, to: &cells)
  }

  private var total: [String] {
    let model = estimate.model
    let dominant = estimate.dominantBound
    return ["", "total", estimate.layers.count.counted("layer"), ""]
      + Self.counts(model.totals, parameters: model.parameters)
      + [
        Numbers.seconds(estimate.boundSeconds), Numbers.percent(1),
        "\(dominant.bound) \(Numbers.percent(dominant.share))",
      ]
      + (latency.map {
        [Numbers.seconds($0.seconds), Expectation.interval($0.lowSeconds, $0.highSeconds)]
      } ?? [])
  }

  private func addExpected(_ layer: Int, to cells: inout Cells) {
    guard let latency else { return }
    guard latency.layers.indices.contains(layer) else {
      cells.append("–")
      return cells.append("–")
    }
    switch latency.layers[layer] {
    case .own(let expected):
      cells.append { Numbers.append(seconds: expected.seconds, to: &$0) }
      cells.append { text in
        Numbers.append(seconds: expected.lowSeconds, to: &text)
        text.append(contentsOf: " to ".utf8)
        Numbers.append(seconds: expected.highSeconds, to: &text)
      }
    case .fused(let host):
      cells.append { text in
        text.append(contentsOf: "in ".utf8)
        Numbers.append(whole: host, to: &text)
      }
      cells.append("")
    }
  }

  private static func add(_ work: Work, parameters: Int, to cells: inout Cells) {
    func add(_ amount: Int, unit: String = "") {
      cells.append { Numbers.append(prefixed: Double(amount), unit: unit, to: &$0) }
    }
    add(work.macs)
    add(work.flops)
    add(parameters)
    add(work.weightBytes, unit: "B")
    add(work.inputBytes, unit: "B")
    add(work.outputBytes, unit: "B")
    cells.append { text in
      if let intensity = work.arithmeticIntensity {
        Numbers.append(prefixed: intensity, to: &text)
      } else {
        text.append(contentsOf: "–".utf8)
      }
    }
  }

  private static func counts(_ work: Work, parameters: Int) -> [String] {
    var cells = Cells()
    cells.beginRow()
    add(work, parameters: parameters, to: &cells)
    return cells.rows[0]
  }

  /// The shape of a layer's first output, `≤` before one that is an upper bound.
  package static func output(of layer: LayerWork) -> String {
    guard let shape = layer.outputShapes.first else { return "" }
    return (layer.isUpperBound ? "≤" : "") + Self.shape(shape)
  }

  static func shape(_ shape: [Int]) -> String {
    guard let first = shape.first else { return "scalar" }
    return shape.dropFirst().reduce(into: String(first)) { text, size in
      text += "x"
      text += String(size)
    }
  }
}
