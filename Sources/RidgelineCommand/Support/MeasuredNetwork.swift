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

  /// Counts the model, holds it against `device`, and finds its layers in the profile at `path`.
  init(
    _ model: ModelOptions, on device: DeviceProfile, ceilings: CeilingChoice = .datasheet,
    measured path: String
  ) throws {
    let (graph, work) = try model.counted(tellsRemarks: true)
    try self.init(
      graph, work, precision: model.precision, on: device, ceilings: ceilings, measured: path)
  }

  /// Holds a counted model against `device`, and finds its layers in the profile at `path`.
  init(
    _ graph: Graph, _ work: ModelWork, precision: Precision?, on device: DeviceProfile,
    ceilings: CeilingChoice = .datasheet, measured path: String
  ) throws {
    let profile = try ProfileReader.read(path: path)
    self.graph = graph
    estimate = try Estimate(of: work, on: device, precision: precision, ceilings: ceilings)
    match = try ProfileMatch(profile, with: ModelLayers(work, of: graph), path: path)
  }

  /// Both, side by side.
  func report(top: Int?) -> MeasuredReport {
    MeasuredReport(estimate, beside: match, top: top)
  }
}
