import CountConventions
import Devices
import LatencyModels
import ModelGraph
import Operators
import Roofline

/// The rows of an estimate, for programs.
struct EstimateRecords {
  let estimate: Estimate
  let top: Int?
  let countedAs: ConventionCount?
  let latency: NetworkLatency?

  init(
    _ estimate: Estimate, top: Int?, countedAs: ConventionCount? = nil,
    expectation: Expectation? = nil
  ) {
    self.estimate = estimate
    self.top = top
    self.countedAs = countedAs
    latency = expectation?.latency
  }

  var records: Records {
    Records(
      fields: [
        "index", "name", "operator", "outputShape", "macs", "flops", "transcendentals",
        "parameters", "weightBytes", "inputBytes", "outputBytes", "intensity", "boundSeconds",
        "share", "bound", "ceilings", "isUpperBound",
      ]
        + (latency == nil
          ? []
          : ["expectedSeconds", "lowSeconds", "highSeconds", "runtime", "fusedInto"])
        + (countedAs == nil ? [] : ["countedAs"]),
      rows: estimate.shown(top: top).map { row($0) + otherFigure(of: $0.layer) })
  }

  /// What the other tool counts of the layer.
  private func otherFigure(of layer: LayerWork) -> [String] {
    countedAs.map { [String($0.figureByLayer[layer.name] ?? 0)] } ?? []
  }

  private func row(_ estimated: LayerEstimate) -> [String] {
    let layer = estimated.layer
    let work = layer.work
    let counts = [
      work.macs, work.flops, work.transcendentals, layer.parameters, work.weightBytes,
      work.inputBytes, work.outputBytes,
    ]
    return [
      String(layer.index), layer.name, layer.operatorName.description,
      layer.outputShapes.first.map(EstimateTable.shape) ?? "",
    ] + counts.map(String.init) + [
      work.arithmeticIntensity.map { "\($0)" } ?? "", "\(estimated.boundSeconds)",
      "\(estimate.share(of: estimated))", estimated.bound.description,
      estimate.origin(of: estimated.bound)?.rawValue ?? "", "\(layer.isUpperBound)",
    ] + expected(layer.index)
  }

  private func expected(_ layer: Int) -> [String] {
    guard let latency, latency.layers.indices.contains(layer) else { return [] }
    let expected = latency.layers[layer]
    var host = ""
    if case .fused(let place) = expected { host = String(place) }
    return [
      "\(expected.seconds)", "\(expected.lowSeconds)", "\(expected.highSeconds)", latency.runtime,
      host,
    ]
  }
}
