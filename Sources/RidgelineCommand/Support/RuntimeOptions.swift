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
        + "calibration wrote; `usual`: the one that is usual on the device.",
      valueName: "name"),
    completion: RuntimeOptions.names)
  var runtime: String?

  /// Completion of runtimes; not a list: that would read the parameters at every start.
  static var names: CompletionKind {
    .custom { _, _, typed in
      let names = (try? LatencyCatalogue.shipped().runtimeNames) ?? []
      return (names + [RuntimeOptions.usual]).filter { $0.hasPrefix(typed) }
    }
  }

  /// The word for the runtime that is usual on a device.
  private static let usual = "usual"

  /// The model of the runtime on a device.
  func model(on device: DeviceProfile) throws(LatencyError) -> LatencyModel {
    let catalogue = try LatencyCatalogue.shipped()
    let known = try catalogue.parameters(of: device)
    guard let name = runtime == Self.usual ? known.runtime : runtime ?? known.runtime else {
      throw LatencyError(
        .runtime, "no runtime is usual there", location: device.id,
        remedy: "name one with --runtime: \(catalogue.runtimeNames.joined(separator: ", "))")
    }
    let chosen = try RuntimeCatalogue.runtime(name, on: device.id, in: catalogue)
    return try LatencyModel(device: device, runtime: chosen, parameters: known)
  }

  /// What the runtime is expected to take for `network`, or, of the usual one, the reason why nothing
  /// is expected; nil where the user asked for no runtime.
  func expectation(of network: ModelWork, on device: DeviceProfile) throws -> Expectation? {
    guard let runtime else { return nil }
    if runtime == Self.usual { return anyExpectation(of: network, on: device) }
    return .known(try latency(of: network, on: device))
  }

  /// The same for one of several devices, some of which the runtime may not run on.
  func anyExpectation(of network: ModelWork, on device: DeviceProfile) -> Expectation? {
    guard runtime != nil else { return nil }
    do throws(LatencyError) {
      return .known(try latency(of: network, on: device))
    } catch {
      return .unknown(Self.reason(error))
    }
  }

  private func latency(
    of network: ModelWork, on device: DeviceProfile
  ) throws(LatencyError) -> NetworkLatency {
    try NetworkLatency(of: network, under: model(on: device))
  }

  private static func reason(_ error: LatencyError) -> String {
    "\(error.location.isEmpty ? "" : "\(error.location): ")\(error.what)"
  }
}
