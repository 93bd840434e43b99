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
    // Not a list: that would read the parameters at every start.
    completion: .custom { _, _, typed in
      let names = (try? LatencyCatalogue.shipped().runtimeNames) ?? []
      return (names + [RuntimeOptions.usual]).filter { $0.hasPrefix(typed) }
    })
  var runtime: String?

  /// The word for the runtime that is usual on a device.
  private static let usual = "usual"

  /// The model of the runtime on a device.
  func model(on device: DeviceProfile) throws(LatencyError) -> LatencyModel {
    let name = runtime == Self.usual ? nil : runtime
    return try LatencyModel(device: device, runtime: name, catalogue: .shipped())
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
