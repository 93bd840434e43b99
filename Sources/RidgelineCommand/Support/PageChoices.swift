import Charts
import Devices
import ModelGraph
import Operators
import Reports
import Roofline

/// The choices that a page offers beside the user's own: other batch sizes and other precisions, as
/// many as its size allows.
struct PageChoices {
  /// The network.
  let graph: Graph
  /// What the user chose of it.
  let counting: CountingOptions
  /// Whose figures it is held against.
  let ceilings: CeilingChoice
  /// The devices that can run it as the user chose.
  let profiles: [DeviceProfile]
  /// What a runtime is expected to take; nil where nobody asks.
  let expected: (ModelWork, DeviceProfile) -> Expectation?

  /// Batch sizes and precisions that are offered, the more useful first.
  private static let batches = [1, 8, 64]
  private static let precisions: [Precision] = [.fp16, .bf16, .int8, .fp32, .fp8]

  /// One choice; a precision of nil is what the model says.
  private struct Choice {
    var batch: Int?
    var precision: Precision?
  }

  /// The user's own choice first, then the others that can be had.
  func variants(_ asked: PageVariant) -> [PageVariant] {
    let own = Choice(batch: asked.work.batch, precision: counting.precision)
    let most = PageVariant.largestCost / max(asked.cost, 1)
    var batches: [Int?] = [own.batch]
    var precisions = [own.precision]
    var otherBatches = Self.batches.filter { $0 != own.batch }[...]
    var otherPrecisions = Self.precisions.filter { $0 != own.precision && isOffered($0) }[...]
    while !otherBatches.isEmpty || !otherPrecisions.isEmpty {
      if let batch = otherBatches.popFirst(), (batches.count + 1) * precisions.count <= most {
        batches.append(batch)
      }
      if let precision = otherPrecisions.popFirst(),
        batches.count * (precisions.count + 1) <= most
      {
        precisions.append(precision)
      }
    }
    let choices = precisions.flatMap { precision in
      batches.map { Choice(batch: $0, precision: precision) }
    }
    return [asked] + choices.dropFirst().compactMap(variant)
  }

  /// Whether every device has a rate of its own for a precision.
  private func isOffered(_ precision: Precision) -> Bool {
    profiles.allSatisfy { profile in profile.compute.contains { $0.precision == precision } }
  }

  /// The network under a choice; nil where it cannot be counted so, or no device can run it.
  private func variant(_ choice: Choice) -> PageVariant? {
    var counting = counting
    counting.precision = choice.precision
    guard let options = try? counting.options(batch: choice.batch),
      let work = try? ModelWork.counting(graph, options: options),
      choice.batch == nil || work.batch == choice.batch
    else { return nil }
    let estimates = profiles.compactMap { profile in
      try? Estimate(of: work, on: profile, precision: choice.precision, ceilings: ceilings)
    }
    guard let first = estimates.first else { return nil }
    var variant = PageVariant(precision: Self.label(of: first), work: work, estimates: estimates)
    variant.expect(expected)
    return variant
  }

  /// What people read of an estimate's precision.
  static func label(of estimate: Estimate) -> String {
    let name = estimate.reportedPrecision?.rawValue ?? "none"
    return estimate.precision == nil ? "\(name), as stored" : name
  }
}

extension PageVariant {
  /// Takes in what a runtime is expected to take on each device.
  fileprivate mutating func expect(_ expected: (ModelWork, DeviceProfile) -> Expectation?) {
    for estimate in estimates {
      expectations[estimate.device.id] = expected(work, estimate.device)
    }
  }
}

extension ModelOptions {
  /// The page of estimates that were made of this model.
  ///
  /// - Parameters:
  ///   - measured: what a runtime took on the first device.
  ///   - facts: what else there is to say of the user's own choice.
  ///   - expected: what a runtime is expected to take, for every choice that the page offers.
  func page(
    _ estimates: [Estimate], failed: [FailedDevice] = [], graph: Graph, ceilings: CeilingChoice,
    measured: MeasuredColumn? = nil, facts: [Document.Fact] = [],
    expected: @escaping (ModelWork, DeviceProfile) -> Expectation? = { _, _ in nil }
  ) throws -> String {
    guard let first = estimates.first else { return "" }
    var asked = PageVariant(
      precision: PageChoices.label(of: first), work: first.model, estimates: estimates)
    asked.expect(expected)
    asked.measured = measured
    asked.facts = facts
    let choices = PageChoices(
      graph: graph, counting: counting, ceilings: ceilings,
      profiles: estimates.map(\.device), expected: expected)
    let page = ReportPage(
      choices.variants(asked), failed: failed, command: CommandText.ofThisProgram)
    return try page.text() ?? ""
  }
}
