import ArgumentParser
import Devices

/// Where the command finds devices.
enum DeviceCatalogue {
  /// The device that the user named: an ID, an alias, or a path to a profile.
  static func profile(_ reference: String) throws(DeviceError) -> DeviceProfile {
    try Catalogue.shipped.profile(reference: reference)
  }
}

/// Completion of device IDs in the shell.
enum DeviceCompletion {
  /// The IDs of the shipped catalogue.
  static var ids: CompletionKind { .list(Catalogue.shipped.ids) }
}
