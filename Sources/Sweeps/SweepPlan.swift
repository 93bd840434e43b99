public import Devices
public import Operators
import Roofline

/// What a sweep goes through: every combination of batch, open dimensions, precision and device.
public struct SweepPlan: Sendable {
  /// One open dimension with the sizes that it takes.
  public struct Dimension: Sendable, Hashable {
    /// Its name in the model.
    public var name: String
    /// Its sizes.
    public var values: SweepValues

    /// A dimension with its sizes.
    public init(name: String, values: SweepValues) {
      self.name = name
      self.values = values
    }
  }

  /// The batches; nil: one, or what the model fixes.
  public var batches: SweepValues?
  /// The open dimensions, in the order in which reports show them.
  public var dimensions: [Dimension]
  /// The precisions; nil in it: what the model says.
  public var precisions: [Precision?]
  /// The devices.
  public var devices: [DeviceProfile]
  /// Whose figures the layers are held against.
  public var ceilings: CeilingChoice
  /// All else that is chosen of the model.
  public var options: AnalysisOptions

  /// A plan; what is left out is as the model has it.
  public init(
    devices: [DeviceProfile], batches: SweepValues? = nil, dimensions: [Dimension] = [],
    precisions: [Precision?] = [nil], ceilings: CeilingChoice = .datasheet,
    options: AnalysisOptions = AnalysisOptions()
  ) {
    self.devices = devices
    self.batches = batches
    self.dimensions = dimensions
    self.precisions = precisions.isEmpty ? [nil] : precisions
    self.ceilings = ceilings
    self.options = options
  }

  /// The most combinations that a sweep may have.
  public static let mostCombinations = 1_000_000

  /// How many combinations there are; nil where they pass ``mostCombinations``.
  public var combinations: Int? {
    let sizes =
      [batches?.values.count ?? 1, precisions.count, devices.count]
      + dimensions.map(\.values.values.count)
    var product = 1
    for size in sizes {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow, next <= Self.mostCombinations else { return nil }
      product = next
    }
    return product
  }

  /// What the model is counted at: precisions slowest, then the dimensions in their order, batches
  /// fastest.
  var settings: [SweepSetting] {
    var settings = precisions.map { SweepSetting(precision: $0) }
    for dimension in dimensions {
      settings = settings.flatMap { setting in
        dimension.values.values.map { size in
          var one = setting
          one.dimensions[dimension.name] = size
          return one
        }
      }
    }
    guard let batches else { return settings }
    return settings.flatMap { setting in
      batches.values.map { batch in
        var one = setting
        one.batch = batch
        return one
      }
    }
  }

  /// The axis along which knees are looked for: the batch where it is swept, else the first dimension
  /// that takes several sizes.
  var kneeAxis: SweepAxis? {
    if let batches, batches.values.count > 1 { return .batch }
    return dimensions.first { $0.values.values.count > 1 }.map { .dimension($0.name) }
  }

  /// The sizes of an axis.
  package func sizes(of axis: SweepAxis) -> [Int] {
    switch axis {
    case .batch: batches?.values ?? []
    case .dimension(let name): dimensions.first { $0.name == name }?.values.values ?? []
    }
  }
}

/// One axis of sizes.
public enum SweepAxis: Sendable, Hashable, CustomStringConvertible {
  /// How many samples go through together.
  case batch
  /// An open dimension of the model.
  case dimension(String)

  /// `batch`, or the dimension's name.
  public var description: String {
    switch self {
    case .batch: "batch"
    case .dimension(let name): name
    }
  }
}

/// What a model is counted at.
public struct SweepSetting: Sendable, Hashable {
  /// The batch that was asked for; nil: one, or what the model fixes.
  public var batch: Int?
  /// The sizes of the open dimensions that are swept.
  public var dimensions: [String: Int] = [:]
  /// The precision that was asked for; nil: what the model says.
  public var precision: Precision?

  init(precision: Precision? = nil) {
    self.precision = precision
  }

  /// The same with another size on an axis; nil takes the axis away.
  package func with(_ size: Int?, on axis: SweepAxis) -> SweepSetting {
    var other = self
    switch axis {
    case .batch: other.batch = size
    case .dimension(let name): other.dimensions[name] = size
    }
    return other
  }

  /// The size on an axis; nil without one.
  package func size(on axis: SweepAxis?) -> Int? {
    switch axis {
    case .batch: batch
    case .dimension(let name): dimensions[name]
    case nil: nil
    }
  }

  /// The options to count at.
  func options(_ options: AnalysisOptions) -> AnalysisOptions {
    var chosen = options
    chosen.batch = batch ?? options.batch
    chosen.dimensions.merge(dimensions) { $1 }
    chosen.elementType = precision?.elementType ?? options.elementType
    return chosen
  }
}
