import Devices
import Glibc
public import LatencyModels
import Operators

/// The rates of one processor from the times of its networks, with the error on networks that were held
/// out.
public struct ProcessorCalibration: Sendable {
  /// The runtime with the rates and their interval in it.
  public let runtime: Runtime
  /// On networks that the rates were not found from: each fifth of them in turn.
  public let crossValidated: Calibration.Score
  /// On all networks.
  public let after: Calibration.Score

  /// Fewer networks than this tell nothing.
  public static let fewest = NetworkSplits.calibrationNetworks

  /// Finds the rates of a device from the networks that `table` chose, and what its other processors are
  /// like.
  ///
  /// - Throws: ``CalibrationError`` where these are too few, or of several devices.
  public init(
    _ table: NetworkTable, device: String, runtime base: Runtime, id: String
  ) throws(CalibrationError) {
    guard table.chosenDevices.count <= 1 else {
      let names = table.chosenDevices.prefix(4).map { "\"\($0.prefix(40))\"" }
      throw CalibrationError(
        .device,
        "the networks are of \(table.chosenDevices.count) devices: \(names.joined(separator: ", "))",
        remedy: "choose those of one with --where device=NAME")
    }
    let networks = table.chosen.sorted { $0.key < $1.key }.map(\.value)
    guard networks.count >= Self.fewest else {
      throw CalibrationError(
        .few, "\(networks.count) networks with a graph are too few to tell the rates",
        remedy: "measure \(Self.fewest) or more, and give the folder of their graphs (NAME.param)")
    }
    try Self.checkUnit(networks)
    let others = table.processors.filter { !table.chosenDevices.contains($0.device) }
    let calibration = NetworkCalibration(
      others: others.map { NetworkCalibration.rates(ofMany: $0.sorted.map(\.network)) })
    let folds = Calibration.folds
    let residuals = networks.indices.map { place in
      let known = networks.indices.filter { $0 % folds != place % folds }.map { networks[$0] }
      return Self.residual(networks[place], calibration.rates(from: known))
    }
    let rates = calibration.rates(from: networks)
    crossValidated = Calibration.Score(residuals)
    after = Calibration.Score(networks.map { Self.residual($0, rates) })
    var found = Runtime(id: id, values: ParameterValues())
    found.summary = "\(base.id) on \(device), from \(networks.count) whole networks"
    found.basedOn = base.id
    found.kinds = base.kinds
    found.networkRates = [device: rates]
    let ratios = residuals.map { exp(-$0) }.sorted()
    found.intervals[.network] = Interval(
      low: min(ratios[ratios.count / 10], 1),
      high: max(ratios[ratios.count - 1 - ratios.count / 10], 1), rows: ratios.count)
    runtime = found
  }

  /// How many times as long as at the guessed rates processors take: in ncnn's benchmark, of which the
  /// fastest has 64 cores and the slowest one of 1.2 GHz, from 0.09 to 64 times.
  private static let plausible = 0.03...200.0

  /// Whether all times are off alike.
  private static func checkUnit(_ networks: [MeasuredNetwork]) throws(CalibrationError) {
    let ratio = NetworkCalibration.median(
      networks.map { $0.seconds / NetworkRates.guess.seconds($0.terms) })
    guard !plausible.contains(ratio) else { return }
    let isLong = ratio > plausible.upperBound
    throw CalibrationError(
      .unit,
      "the networks take \(isLong ? "longer" : "less") than on any processor: their times seem to be in a "
        + "\(isLong ? "smaller" : "larger") unit than the column says",
      remedy: "correct the unit; latency_ms of a table is in milliseconds")
  }

  private static func residual(_ network: MeasuredNetwork, _ rates: NetworkRates) -> Double {
    log(rates.seconds(network.terms) / network.seconds)
  }
}
