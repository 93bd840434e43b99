import ArgumentParser
import Devices
import LatencyModels
import Operators
import Reports

/// The runtime whose times are expected.
struct RuntimeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whose times to expect beside the bound: a name of `ridgeline runtimes`, or a file that a "
        + "calibration wrote; `usual`, as without it: the one that is usual on the device; `none`: "
        + "the bound alone.",
      valueName: "name"),
    completion: RuntimeOptions.names)
  var runtime: String?

  /// Completion of runtimes; not a list: that would read their names at every start.
  static var names: CompletionKind {
    .custom { _, _, typed in
      (LatencyCatalogue.shipped.runtimeNames + [usual, noRuntime]).filter { $0.hasPrefix(typed) }
    }
  }

  /// The word for the runtime that is usual on a device.
  private static let usual = "usual"
  /// The word for the bound alone.
  private static let noRuntime = "none"

  /// The runtime that the user names; nil: the usual one.
  private var named: String? { runtime == Self.usual ? nil : runtime }

  /// The model of the runtime on a device, for commands that are about the expected time.
  func model(on device: DeviceProfile) throws(LatencyError) -> LatencyModel {
    guard runtime != Self.noRuntime else {
      throw LatencyError(
        .runtime, "nothing is expected with --runtime none",
        remedy: "leave it out, or use ridgeline estimate, which tells bounds alone too")
    }
    return try model(on: device, of: named)
  }

  private func model(
    on device: DeviceProfile, of name: String?
  ) throws(LatencyError) -> LatencyModel {
    let catalogue = LatencyCatalogue.shipped
    let known = try catalogue.parameters(of: device)
    guard let name = name ?? known.runtime else {
      throw LatencyError(
        .runtime, "no runtime is usual there", location: device.id,
        remedy: "name one with --runtime: \(catalogue.runtimeNames.joined(separator: ", "))")
    }
    let chosen = try RuntimeCatalogue.runtime(name, on: device.id, in: catalogue)
    return try LatencyModel(device: device, runtime: chosen, parameters: known)
  }

  /// What the runtime is expected to take for `network`; of one that the user did not name, the reason
  /// where nothing is expected; nil where the user wants the bound alone.
  ///
  /// - Parameter measured: the runtime that stands for the usual one where it is known to be it.
  func expectation(
    of network: ModelWork, on device: DeviceProfile, measured: String? = nil
  ) throws -> Expectation? {
    guard runtime != Self.noRuntime else { return nil }
    guard let named else { return likely(of: network, on: device, under: measured) }
    return .known(try NetworkLatency(of: network, under: model(on: device, of: named)))
  }

  /// The same for one of several devices, some of which the runtime may not run on.
  func anyExpectation(of network: ModelWork, on device: DeviceProfile) -> Expectation? {
    runtime == Self.noRuntime ? nil : likely(of: network, on: device, under: named)
  }

  private func likely(
    of network: ModelWork, on device: DeviceProfile, under name: String?
  ) -> Expectation {
    do throws(LatencyError) {
      return .known(try NetworkLatency(of: network, under: model(on: device, of: name)))
    } catch {
      return .unknown("\(error.location.isEmpty ? "" : "\(error.location): ")\(error.what)")
    }
  }
}
