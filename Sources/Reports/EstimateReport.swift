public import CountConventions
import Devices
import LatencyModels
import ModelGraph
import Operators
public import Roofline

/// One network on one device: a row for each layer, then what it comes to.
public struct EstimateReport: Report {
  /// What is told.
  public let estimate: Estimate
  /// How many layers people see: the ones that take longest; nil: all, in order.
  public let top: Int?
  /// What another tool would print for the model, where it is asked for.
  public let countedAs: ConventionCount?
  /// What a runtime is expected to take, beside the bound.
  public let expectation: Expectation?

  /// A report of `estimate`, and of what a runtime is expected to take.
  public init(
    _ estimate: Estimate, top: Int? = nil, countedAs: ConventionCount? = nil,
    expectation: Expectation? = nil
  ) {
    self.estimate = estimate
    self.top = top
    self.countedAs = countedAs
    self.expectation = expectation
  }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [
      .heading("\(estimate.model.name.shortened) on \(estimate.device.name)"),
      .table(EstimateTable(estimate, top: top, expectation: expectation).table),
      .facts(
        EstimateFacts(estimate, expectation: expectation).facts
          + (countedAs.map(CountedAs.init)?.facts ?? [])),
    ]
    if let top, top < estimate.layers.count {
      let text =
        "The \(top) of \(estimate.layers.count) layers that \(top == 1 ? "takes" : "take") longest; "
        + "totals are of all."
      blocks.insert(.paragraph(text), at: 1)
    }
    blocks +=
      EstimateRemarks(estimate, expectation: expectation).blocks
      + (countedAs.map(CountedAs.init)?.remarks ?? [])
    return Document(blocks)
  }

  /// A row for each layer.
  public var records: Records {
    EstimateRecords(estimate, top: top, countedAs: countedAs, expectation: expectation).records
  }

  /// The documented schema.
  public var json: EstimateJSON {
    EstimateJSON(estimate, top: top, countedAs: countedAs, expectation: expectation)
  }
}

extension Estimate {
  /// The layers that a report shows: the `top` that take longest, longest first, or all in order.
  func shown(top: Int?) -> [LayerEstimate] {
    guard let top else { return layers }
    let ordered = layers.sorted {
      ($1.boundSeconds, $0.layer.index) < ($0.boundSeconds, $1.layer.index)
    }
    return Array(ordered.prefix(top))
  }

  /// The share of all time that a layer takes, 0 to 1.
  package func share(of layer: LayerEstimate) -> Double {
    boundSeconds > 0 ? layer.boundSeconds / boundSeconds : 0
  }
}
