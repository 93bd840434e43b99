/// Why something within gzip cannot be expanded.
package enum GzipError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The bytes are no gzip file, or damaged: zlib's words, and the place among the compressed bytes.
  case damaged(String, byte: Int)
  /// The file ends before its contents do, at this place.
  case cutOff(byte: Int)
  /// zlib has no memory left.
  case outOfMemory

  /// What is wrong, in a few words.
  package var description: String {
    switch self {
    case .damaged(let what, let byte):
      "is damaged within its gzip: \(what), at compressed byte \(byte)"
    case .cutOff(let byte): "is cut off within its gzip, at compressed byte \(byte)"
    case .outOfMemory: "cannot be expanded: no memory is left"
    }
  }
}
