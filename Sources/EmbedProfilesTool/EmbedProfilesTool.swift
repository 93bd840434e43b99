import FoundationEssentials
import Glibc

/// Writes files into one Swift source: `EmbedProfilesTool profiles|texts OUTPUT FILE...`.
///
/// Of profiles it checks only what a catalogue needs: each profile is JSON5 with the few keys of a listing, its
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
    let arguments = CommandLine.arguments
    guard arguments.count > 2, let form = Form(rawValue: arguments[1]) else {
      throw EmbedError("usage: EmbedProfilesTool profiles|texts OUTPUT FILE...")
    }
    let source = try form.source(of: Array(arguments.dropFirst(3)))
    try Data(source.utf8).write(to: URL(filePath: arguments[2]))
  }

  /// What the files are.
  private enum Form: String {
    case profiles, texts

    func source(of paths: [String]) throws -> String {
      switch self {
      case .profiles:
        let profiles = try paths.map(EmbeddedProfile.init(path:))
          .sorted { $0.summary.id < $1.summary.id }
        try requireUniqueNames(profiles)
        return SourceText.header + profiles.map(SourceText.entry).joined() + SourceText.footer
      case .texts:
        let texts = try paths.map(PlainText.init(path:)).sorted { $0.name < $1.name }
        return SourceText.headerOfTexts + texts.map(SourceText.entry).joined() + SourceText.footer
      }
    }
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
