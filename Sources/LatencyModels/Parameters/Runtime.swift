public import Devices

/// What a runtime does on any device: a file of `LatencyParameters/runtimes`, or one that a
/// calibration wrote.
public struct Runtime: Sendable, Hashable {
  /// The version of the format.
  public static let schemaVersion = 1

  /// Its name: `pytorch-eager`, `onnxruntime-cpu`.
  public var id: String
  /// What it is, in words.
  public var summary: String
  /// The runtime that gives what this one lacks.
  public var basedOn: String?
  /// The kinds of device that it runs on.
  public var kinds: [DeviceKind]
  /// The makers whose devices it runs on; empty: all.
  public var vendors: [String]
  /// What it fuses into the kernel before.
  public var fusion: Set<Fusion>
  /// The numbers.
  public var values: ParameterValues<RuntimeParameter>
  /// Where each number is from.
  public var sources: [RuntimeParameter: String]
  /// What measurements gave over what was expected, by kind of operator.
  public var intervals: [OperatorClass: Interval]
  /// The same where nothing of the device was measured: from devices that were held out.
  public var intervalsElsewhere: [OperatorClass: Interval]
  /// What devices achieve under this runtime, where a calibration measured it, by ID.
  public var devices: [String: ParameterValues<DeviceParameter>]

  /// The rates of whole networks on devices, where a calibration found them, by ID.
  public var networkRates: [String: NetworkRates]

  /// A runtime of these numbers, on any device.
  public init(
    id: String, summary: String = "", values: ParameterValues<RuntimeParameter>,
    intervals: [OperatorClass: Interval] = [:]
  ) {
    self.id = id
    self.summary = summary
    kinds = []
    vendors = []
    fusion = []
    self.values = values
    sources = [:]
    self.intervals = intervals
    intervalsElsewhere = [:]
    devices = [:]
    networkRates = [:]
  }

  /// Whether it runs on `device`.
  public func runs(on device: DeviceProfile) -> Bool {
    let isKind = kinds.isEmpty || kinds.contains(device.kind)
    return isKind && (vendors.isEmpty || vendors.contains(device.vendor))
  }
}

/// What a runtime does together with the kernel before, so that its data never reach the memory.
public enum Fusion: String, Sendable, Hashable, CaseIterable, Decodable {
  /// A function of elements behind a convolution or a matrix product.
  case activation
  /// Functions of elements behind each other.
  case elementwise
  /// A normalisation or softmax with the functions of elements before it.
  case rows
  /// Scores, softmax and weighted values.
  case attention
}

/// The kinds of operator that errors are told for.
public enum OperatorClass: String, Sendable, Hashable, CaseIterable, CodingKeyRepresentable,
  Decodable
{
  case product, convolution, elementwise, rows, gather, prefill, decode, recurrence, movement
  case network
}

/// The middle of what measurements gave: 10 and 90 % of them were below these factors of the
/// expected time.
public struct Interval: Sendable, Hashable {
  /// The factor that 10 % of the measurements stayed below.
  public var low: Double
  /// The factor that 90 % of the measurements stayed below.
  public var high: Double
  /// How many measurements there were.
  public var rows: Int
  /// The precisions of their arithmetic; empty: not told.
  public var precisions: Set<Precision>

  /// An interval of factors.
  public init(low: Double, high: Double, rows: Int, precisions: Set<Precision> = []) {
    self.low = low
    self.high = high
    self.rows = rows
    self.precisions = precisions
  }

  /// Whether measurements were in a precision; the two formats of 16 bits stand for each other.
  func covers(_ precision: Precision) -> Bool {
    if precisions.isEmpty || precisions.contains(precision) { return true }
    let halves: Set<Precision> = [.fp16, .bf16]
    return halves.contains(precision) && !precisions.isDisjoint(with: halves)
  }

  /// The interval that holds both.
  func joined(_ other: Interval) -> Interval {
    Interval(
      low: min(low, other.low), high: max(high, other.high), rows: rows, precisions: precisions)
  }

  /// The interval whose distances from 1 are `factor` times as large, on a logarithmic scale.
  func widened(_ factor: Double) -> Interval {
    Interval(
      low: Powers.power(low, factor), high: Powers.power(high, factor), rows: rows,
      precisions: precisions)
  }
}
