import Calibration
import Devices
import MeasuredProfiles
import ModelGraph
import Operators
import Reports
import Roofline

/// A network's estimate beside a runtime's profile of it, for the commands that show both.
struct MeasuredNetwork {
  /// What the network comes to on the device.
  let estimate: Estimate
  /// The network.
  let graph: Graph
  private let match: ProfileMatch
  private let expectation: Expectation?

  /// Counts the model, holds it against `device`, and finds its layers in the profile or table at
  /// `path`; with what `runtime` is expected to take, where one is chosen.
  init(
    _ model: ModelOptions, on device: DeviceProfile, ceilings: CeilingChoice = .datasheet,
    measured path: String, where filters: [RowFilter] = [], runtime: RuntimeOptions? = nil
  ) throws {
    let (graph, work) = try model.counted(tellsRemarks: true)
    try self.init(
      graph, work, precision: model.precision, on: device, ceilings: ceilings, measured: path,
      where: filters, runtime: runtime)
  }

  /// Holds a counted model against `device`, and finds its layers in the profile at `path`.
  init(
    _ graph: Graph, _ work: ModelWork, precision: Precision?, on device: DeviceProfile,
    ceilings: CeilingChoice = .datasheet, measured path: String, where filters: [RowFilter] = [],
    runtime: RuntimeOptions? = nil
  ) throws {
    let profile = try Self.profile(path: path, of: work, where: filters)
    self.graph = graph
    estimate = try Estimate(of: work, on: device, precision: precision, ceilings: ceilings)
    match = try ProfileMatch(profile, with: ModelLayers(work, of: graph), path: path)
    expectation = try runtime?.expectation(
      of: work, on: device, measured: profile.runtime)
  }

  private static func profile(
    path: String, of work: ModelWork, where filters: [RowFilter]
  ) throws -> MeasuredProfile {
    if MeasurementOptions.isProfile(path) {
      guard filters.isEmpty else {
        throw CleanFailure("--where chooses rows of a table, and \(path) is a profile")
      }
      return try ProfileReader.read(path: path)
    }
    let profile = try MeasurementOptions.table(path: path, where: filters).profile(of: work.layers)
    guard !profile.layers.isEmpty else {
      throw CleanFailure(
        "\(path): none of its operators is a layer of this model, at the same sizes and precision; "
          + "see --batch, --dim and --precision")
    }
    return profile
  }

  /// Both, side by side.
  func report(top: Int?) -> MeasuredReport {
    MeasuredReport(estimate, beside: match, expectation: expectation, top: top)
  }
}
