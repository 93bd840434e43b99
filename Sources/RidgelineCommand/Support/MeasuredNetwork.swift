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

  /// Counts the model, holds it against `device`, and finds its layers in the profile at `path`; with
  /// what `runtime` is expected to take, where one is chosen.
  init(
    _ model: ModelOptions, on device: DeviceProfile, ceilings: CeilingChoice = .datasheet,
    measured path: String, runtime: RuntimeOptions? = nil
  ) throws {
    let (graph, work) = try model.counted(tellsRemarks: true)
    try self.init(
      graph, work, precision: model.precision, on: device, ceilings: ceilings, measured: path,
      runtime: runtime)
  }

  /// Holds a counted model against `device`, and finds its layers in the profile at `path`.
  init(
    _ graph: Graph, _ work: ModelWork, precision: Precision?, on device: DeviceProfile,
    ceilings: CeilingChoice = .datasheet, measured path: String, runtime: RuntimeOptions? = nil
  ) throws {
    let profile = try ProfileReader.read(path: path)
    self.graph = graph
    estimate = try Estimate(of: work, on: device, precision: precision, ceilings: ceilings)
    match = try ProfileMatch(profile, with: ModelLayers(work, of: graph), path: path)
    expectation = try runtime?.expectation(
      of: work, on: device, measured: profile.runtime)
  }

  /// Both, side by side.
  func report(top: Int?) -> MeasuredReport {
    MeasuredReport(estimate, beside: match, expectation: expectation, top: top)
  }
}
