import FoundationEssentials
import Gzip
import LatencyModels

/// A table in a file, within gzip or not.
enum TableFile {
  /// What a table within gzip may expand to: some ten million rows.
  static let mostBytes = 1 << 31

  /// The text of the table at `path`, in UTF-8.
  ///
  /// - Throws: ``LatencyError`` where it cannot be read, is damaged, or is far too large.
  static func bytes(path: String, atMost limit: Int = mostBytes) throws(LatencyError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LatencyError(
        .file, "cannot be read", location: path, remedy: "give the path of a CSV file")
    }
    let bytes = Array(data)
    guard bytes.withUnsafeBytes({ GzipReader.recognises($0) }) else { return bytes }
    return try expanded(bytes, path: path, limit: limit)
  }

  private static func expanded(
    _ bytes: [UInt8], path: String, limit: Int
  ) throws(LatencyError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var all: [UInt8] = []
    do throws(GzipError) {
      try bytes.span.bytes.withUnsafeBytes { (source: UnsafeRawBufferPointer) throws(GzipError) in
        var reader = try GzipReader(source)
        while all.count <= limit {
          let count = try reader.read(into: buffer)
          if count == 0 { break }
          all.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
      }
    } catch {
      throw LatencyError(
        .file, error.description, location: path, remedy: "fetch it again, or check it with gzip -t"
      )
    }
    guard all.count <= limit else {
      throw LatencyError(
        .file, "expands to more than \(limit) bytes", location: path,
        remedy: "unpack it with gunzip and predict it in parts")
    }
    return all
  }
}
