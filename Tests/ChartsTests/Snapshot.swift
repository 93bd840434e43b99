import FoundationEssentials
import Testing

/// Holds a text against the checked-in file of its name.
///
/// With `RIDGELINE_UPDATE_SNAPSHOTS=1` in the environment the files are written anew instead; look
/// at what changed before committing it.
func expectSnapshot(_ text: String, _ name: String) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let file = folder.appending(path: "Snapshots").appending(path: name)
  if ProcessInfo.processInfo.environment["RIDGELINE_UPDATE_SNAPSHOTS"] == "1" {
    try Data(text.utf8).write(to: file)
    return
  }
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  #expect(text == expected, "differs from Snapshots/\(name)")
}

/// A number that stands for a text: FNV-1a of 64 bits (Fowler, Noll, Vo), so that many large texts
/// need no large files.
func fingerprint(_ text: String) -> String {
  let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
    ($0 ^ UInt64($1)) &* 0x100_0000_01b3
  }
  return String(hash, radix: 16)
}
