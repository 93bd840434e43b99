import Devices
import Glibc
import LatencyModels

/// Where the command finds runtimes: those that come with it, and what the user calibrated.
enum RuntimeCatalogue {
  /// The user's own calibrations.
  static var folder: String? { DataFolder.path("runtimes") }

  /// Where the calibration of a runtime on a device is kept; nil without a folder for it.
  static func path(of runtime: String, on device: String) -> String? {
    guard let folder, isPlain(runtime), isPlain(device) else { return nil }
    return "\(folder)/\(runtime)@\(device).json5"
  }

  /// The runtime that `name` means on a device: as the user calibrated it there, which is told on
  /// standard error, else as it comes with the program, else a file.
  static func runtime(
    _ name: String, on device: String, in catalogue: LatencyCatalogue
  ) throws(LatencyError) -> Runtime {
    guard let path = path(of: name.lowercased(), on: device), access(path, R_OK) == 0 else {
      return try catalogue.runtime(name)
    }
    StandardError.write("note: \(name) is as you calibrated it on \(device), \(path)")
    return try catalogue.runtime(path)
  }

  /// Whether a name stays within the folder.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.utf8.contains(0)
  }
}
