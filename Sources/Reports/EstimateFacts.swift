import Devices
import ModelGraph
import Operators
package import Roofline

/// What an estimate comes to, for people.
package struct EstimateFacts {
  let estimate: Estimate
  let expectation: Expectation?

  /// What `estimate` comes to, and what a runtime is expected to take.
  package init(_ estimate: Estimate, expectation: Expectation? = nil) {
    self.estimate = estimate
    self.expectation = expectation
  }

  /// Each name with its value, as people read it.
  package var facts: [Document.Fact] {
    let model = estimate.model
    let atLeast = estimate.isPartial ? "more than " : ""
    return [
      Document.Fact("device", "\(estimate.device.name) (\(estimate.device.id))"),
      Document.Fact("batch", "\(model.batch)"),
      Document.Fact("precision", precision),
      latency(atLeast),
    ] + (expectation.map { [$0.fact] } ?? []) + [
      Document.Fact("ceilings", EstimateCeilings(estimate).summary),
      Document.Fact("throughput", throughput),
      Document.Fact("memory-bound", "\(Numbers.percent(estimate.memoryBoundShare)) of the time"),
      Document.Fact(
        "parameters",
        "\(Numbers.count(model.parameters)), \(Numbers.count(model.trainableParameters)) of them "
          + "trainable"),
      Document.Fact("transcendentals", Numbers.count(model.totals.transcendentals)),
      Document.Fact("stored weights", Numbers.bytes(Double(model.weightBytes))),
      Document.Fact(
        "activations",
        "\(Numbers.bytes(Double(model.totals.activationBytes))) moved, "
          + "\(Numbers.bytes(Double(model.peakActivationBytes))) alive at the peak"
          + (model.peakActivationLayer.map { ", in \($0.shortened)" } ?? "")
          + Self.inPlace(model)),
      Document.Fact("memory", EstimateFacts.memory(estimate)),
    ] + (model.training.map(TrainingFacts.init)?.facts ?? [])
  }

  /// How many layers can write over what they read, and what that makes of the peak.
  private static func inPlace(_ model: ModelWork) -> String {
    let count = model.layers.count(where: \.isInPlace)
    guard count > 0 else { return "" }
    let peak = Numbers.bytes(Double(model.peakActivationBytesInPlace))
    return "; \(peak) with the \(count.counted("layer")) in place that can be"
  }

  private func latency(_ atLeast: String) -> Document.Fact {
    let seconds = "\(atLeast)\(Numbers.seconds(estimate.boundSeconds))"
    switch estimate.ceilings {
    case .datasheet:
      return Document.Fact(
        "bound latency", "\(seconds) (no runtime that runs layer after layer is faster)")
    case .achieved:
      return Document.Fact(
        "latency",
        "\(seconds) at achieved rates (an estimate: what others measured bounds nobody)")
    }
  }

  private var precision: String {
    let name = estimate.reportedPrecision?.rawValue ?? "none"
    return estimate.precision == nil ? "\(name) (what the model says)" : name
  }

  private var throughput: String {
    guard let perSecond = estimate.throughputPerSecond else { return "–" }
    let isBound = estimate.ceilings == .datasheet
    let most = estimate.isPartial ? "less than" : isBound ? "at most" : "about"
    return "\(most) \(Numbers.prefixed(perSecond)) samples/s"
  }

  /// Whether the network has room on the device, in words.
  package static func memory(_ estimate: Estimate) -> String {
    guard let main = estimate.device.mainMemory, let bytes = main.bytes?.value else {
      return "not known: the profile states no capacity"
    }
    let capacity = "\(Numbers.bytes(bytes)) of \(main.label)"
    switch estimate.fit {
    case .fits(let share): return "fits: \(Numbers.percent(share)) of \(capacity)"
    case .exceeds(let share):
      return "does not fit: \(Numbers.fixed(share, digits: 2)) times \(capacity)"
    case .unknown: return "not known"
    }
  }
}

/// What was substituted, left out or assumed: never silently.
struct EstimateRemarks {
  let estimate: Estimate
  let expectation: Expectation?

  init(_ estimate: Estimate, expectation: Expectation? = nil) {
    self.estimate = estimate
    self.expectation = expectation
  }

  var blocks: [Document.Block] {
    let lines = lines
    guard !lines.isEmpty else { return [] }
    return [.heading("Remarks")] + lines.map { .paragraph($0) }
  }

  /// Each remark as a sentence.
  var lines: [String] {
    EstimateCeilings(estimate).lines + estimate.substitutions.map { "Substituted: \($0)." }
      + estimate.limitations.map { "Left out: \($0)." } + (expectation?.lines ?? [])
      + modelLines
  }

  /// The layers that count as the user describes them, by where that stands.
  private var described: [String] {
    let layers = estimate.model.layers
    let files = Set(layers.compactMap(\.describedBy)).sorted()
    return files.map { file in
      let count = layers.count { $0.describedBy == file }
      return "Described by the user (*): \(count) of \(layers.count.counted("layer")), in \(file)."
    }
  }

  /// The remarks on the model, whatever the device.
  var modelLines: [String] {
    let model = estimate.model
    var lines: [String] = []
    if !model.uncounted.isEmpty {
      let all = model.layers.count + model.uncounted.count
      let names = model.unsupportedOperators.map(\.description).joined(separator: ", ")
      let operators = names.isEmpty ? "" : "; operators without a rule: \(names)"
      lines.append(
        "Not counted: \(model.uncounted.count) of \(all.counted("layer")), so the totals are too low"
          + "\(operators).")
      lines += model.uncounted.map {
        "Not counted: \($0.name.shortened) (\($0.operatorName.description.shortened)): "
          + "\($0.reason)."
      }
    }
    let bounded = model.boundedLayers.count
    if bounded > 0 {
      lines.append(
        "Upper bounds (≤): \(bounded) of \(model.layers.count.counted("layer")) "
          + "\(bounded == 1 ? "has" : "have") shapes that are known only while the model runs; "
          + "they and the totals are counted as at most.")
    }
    lines += described
    lines += model.notes.map { "Note: \($0)." }
    for layer in model.layers {
      lines += layer.notes.map { "Note on \(layer.name.shortened): \($0)." }
    }
    return lines
  }
}
