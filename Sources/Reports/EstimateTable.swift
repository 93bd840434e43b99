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
    Table(
      columns: [
        .number("#"), .text("layer"), .text("operator"), .text("output"), .number("MACs"),
        .number("FLOPs"), .number("params"), .number("weights"), .number("inputs"),
        .number("outputs"), .number("FLOP/B"), .number("time"), .number("share"),
        .text("bound by"),
      ] + (latency == nil ? [] : [.number("expected"), .number("10 to 90 %")]),
      rows: estimate.shown(top: top).map(row), total: total)
  }

  private func row(_ estimated: LayerEstimate) -> [String] {
    let layer = estimated.layer
    var cells: [String] = []
    cells.reserveCapacity(16)
    cells.append(String(layer.index))
    cells.append(layer.name.shortened)
    let name = layer.operatorName.description.shortened
    cells.append(layer.describedBy == nil ? name : name + " *")
    cells.append(Self.output(of: layer))
    cells += Self.counts(layer.work, parameters: layer.parameters)
    cells.append(Numbers.seconds(estimated.boundSeconds))
    cells.append(Numbers.percent(estimate.share(of: estimated)))
    cells.append(estimated.bound.description)
    cells += expected(layer.index)
    return cells
  }

  private var total: [String] {
    let model = estimate.model
    let dominant = estimate.dominantBound
    return ["", "total", "\(estimate.layers.count) layers", ""]
      + Self.counts(model.totals, parameters: model.parameters)
      + [
        Numbers.seconds(estimate.boundSeconds), Numbers.percent(1),
        "\(dominant.bound) \(Numbers.percent(dominant.share))",
      ]
      + (latency.map {
        [Numbers.seconds($0.seconds), Expectation.interval($0.lowSeconds, $0.highSeconds)]
      } ?? [])
  }

  private func expected(_ layer: Int) -> [String] {
    guard let latency else { return [] }
    guard latency.layers.indices.contains(layer) else { return ["–", "–"] }
    let expected = latency.layers[layer]
    return [expected.text, expected.interval]
  }

  private static func counts(_ work: Work, parameters: Int) -> [String] {
    [
      Numbers.count(work.macs), Numbers.count(work.flops), Numbers.count(parameters),
      Numbers.bytes(Double(work.weightBytes)), Numbers.bytes(Double(work.inputBytes)),
      Numbers.bytes(Double(work.outputBytes)),
      work.arithmeticIntensity.map { Numbers.prefixed($0) } ?? "–",
    ]
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
