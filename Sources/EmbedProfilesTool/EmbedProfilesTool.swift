import FoundationEssentials
import Glibc

/// Writes profiles into one Swift source: `EmbedProfilesTool OUTPUT PROFILE...`.
///
/// It checks only what a catalogue needs: each profile is JSON5 with the few keys of a listing, its
/// ID is its file's name, and no name stands for two devices. The tests read each profile whole.
@main
struct EmbedProfilesTool {
  static func main() {
    do {
      try embed()
    } catch {
      print("error: \(error)")
      exit(1)
    }
  }

  private static func embed() throws {
    guard let output = CommandLine.arguments.dropFirst().first else {
      throw EmbedError("usage: EmbedProfilesTool OUTPUT PROFILE...")
    }
    let profiles = try CommandLine.arguments.dropFirst(2).map(EmbeddedProfile.init(path:))
      .sorted { $0.summary.id < $1.summary.id }
    try requireUniqueNames(profiles)
    let source = SourceText.header + profiles.map(SourceText.entry).joined() + SourceText.footer
    try Data(source.utf8).write(to: URL(filePath: output))
  }

  private static func requireUniqueNames(_ profiles: [EmbeddedProfile]) throws {
    var owners: [String: String] = [:]
    for profile in profiles {
      for name in [profile.summary.id] + (profile.summary.aliases ?? []) {
        if let owner = owners.updateValue(profile.path, forKey: name) {
          throw EmbedError("\(profile.path): the name \(name) is taken by \(owner)")
        }
      }
    }
  }
}

/// Why the profiles cannot be embedded: one line for the build's log.
struct EmbedError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
