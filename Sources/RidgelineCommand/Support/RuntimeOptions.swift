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
        + "calibration wrote. Without it: what is usual on the device.",
      valueName: "name"),
    completion: .list((try? LatencyCatalogue.shipped().runtimeNames) ?? []))
  var runtime: String?

  /// The model of the runtime on a device.
  func model(on device: DeviceProfile) throws(LatencyError) -> LatencyModel {
    try LatencyModel(device: device, runtime: runtime, catalogue: .shipped())
  }

  /// What the runtime is expected to take for `network`; an error only where the user named the
  /// runtime, else the reason why nothing is expected.
  func expectation(of network: ModelWork, on device: DeviceProfile) throws -> Expectation {
    do throws(LatencyError) {
      return .known(try latency(of: network, on: device))
    } catch {
      if runtime != nil { throw error }
      return .unknown(Self.reason(error))
    }
  }

  /// The same for one of several devices, some of which the runtime may not run on.
  func anyExpectation(of network: ModelWork, on device: DeviceProfile) -> Expectation {
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
