import ArgumentParser
import Devices

/// Where the command finds devices: those that come with it, and those of the user's own folder.
enum DeviceCatalogue {
  /// The user's own profiles.
  static var folder: String? { DataFolder.path("devices") }

  /// All devices.
  static var catalogue: Catalogue {
    folder.map(Catalogue.shipped(withFolder:)) ?? .shipped
  }

  /// What names this machine.
  static let local = "local"

  /// The devices of a list with commas, each once.
  static func references(in list: String) -> [String] {
    var seen: Set<String> = []
    return list.split(separator: ",").map(String.init).filter { seen.insert($0).inserted }
  }

  /// The device that the user named: an ID, an alias, a path to a profile, or `local` for this machine.
  /// A profile of the user's own in the place of a shipped one is told on standard error.
  static func profile(_ reference: String) throws -> DeviceProfile {
    if reference.lowercased() == local { return try LocalMachine.profile() }
    let catalogue = catalogue
    let profile = try catalogue.profile(reference: reference)
    if let entry = catalogue.entry(named: reference), let path = entry.path {
      StandardError.write(
        "note: \(entry.id) is your own, \(path)"
          + (entry.isOverride ? ", in the place of the one that comes with the program" : ""))
    }
    return profile
  }

  /// Tells on standard error, a line each, what is wrong with the user's own profiles.
  static func tell(_ faults: [DeviceError]) {
    for fault in faults { StandardError.write("warning: \(fault)") }
  }
}

/// Completion of device IDs in the shell.
enum DeviceCompletion {
  /// The IDs of the shipped catalogue; asked for by the shell, so that other runs do not list them.
  static var ids: CompletionKind {
    .custom { _, _, typed in all.filter { $0.hasPrefix(typed) } }
  }

  /// The same, several of them joined by commas.
  static var lists: CompletionKind {
    .custom { _, _, typed in
      let before = typed.lastIndex(of: ",").map { typed[...$0] } ?? ""
      return all.map { before + $0 }.filter { $0.hasPrefix(typed) }
    }
  }

  private static var all: [String] { [DeviceCatalogue.local] + Catalogue.shipped.ids }
}
