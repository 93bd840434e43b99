import Glibc

/// The folder for data of the XDG Base Directory Specification, `$XDG_DATA_HOME` or else
/// `~/.local/share`.
enum DataFolder {
  /// The folder of this program's files of a sort; nil where the user has no such folder.
  static func path(_ sort: String) -> String? {
    if let data = Environment.variable("XDG_DATA_HOME"), data.hasPrefix("/") {
      return "\(data)/ridgeline/\(sort)"
    }
    return Environment.variable("HOME").map { "\($0)/.local/share/ridgeline/\(sort)" }
  }

  /// Makes the folder that a file is to stand in, as far as it is not there; what cannot be made is
  /// told by what writes the file.
  static func makeFolder(of path: String) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
  }
}
