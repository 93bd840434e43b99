import Glibc

/// The files in which Linux tells of itself, below a root: `/` or a recorded tree.
package struct SystemFiles: Sendable, Hashable {
  /// The folder that stands for `/`.
  package var root: String

  /// The files below `root`.
  package init(root: String = "/") {
    self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
  }

  /// The largest file that is read: `cpuinfo` of 1,024 processors takes 2 MB.
  private static let mostBytes = 16 << 20

  /// What the file at an absolute path holds, without white space at its ends; nil where it is not
  /// there or cannot be read.
  package func text(_ path: String) -> String? {
    let file = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let bytes = Bytes.read(file, most: Self.mostBytes) else { return nil }
    let isSpace: (UInt8) -> Bool = { $0 <= 0x20 }
    let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isSpace($0) } ?? start
    guard start < bytes.endIndex else { return "" }
    return String(decoding: bytes[start...end], as: UTF8.self)
  }

  /// The number that the file at a path holds.
  package func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0) }
  }

  /// Whether there is something at a path.
  package func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

  /// The names in a folder, sorted.
  package func names(in path: String) -> [String] {
    guard let folder = opendir(root + path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { place in
        place.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

extension StringProtocol {
  /// The lines, without empty ones.
  var lines: [SubSequence] { split(whereSeparator: \.isNewline) }
  /// The words between spaces and tabs.
  var words: [SubSequence] { split { $0 == " " || $0 == "\t" } }
  /// Without white space at its ends.
  var trimmed: String {
    guard let start = firstIndex(where: { !$0.isWhitespace }),
      let end = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[start...end])
  }
}
