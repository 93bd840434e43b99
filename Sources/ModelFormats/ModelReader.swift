public import ModelGraph

/// Reads model files of every known format.
public enum ModelReader {
  /// Reads the graph of the model file at `path`.
  ///
  /// The format is the one that the file's extension names, else the one that knows its first bytes.
  /// The file is mapped, and weights in it are not touched.
  ///
  /// - Throws: ``FormatError`` where the file cannot be opened, is of no known format, or is not as
  ///   its format asks.
  public static func read(path: String) throws(FormatError) -> Graph {
    let file = try ModelFile(path: path)
    guard !file.isCompressed else {
      throw FormatError(
        .unsupported, "is compressed with gzip", location: path,
        remedy: "unpack it with gunzip: a compressed file cannot be mapped")
    }
    guard let format = ModelFormats.format(of: file) else {
      let extensions = ModelFormats.descriptions.flatMap(\.fileExtensions).map { ".\($0)" }
      throw FormatError(
        .unrecognised, "is of no known model format", location: path,
        remedy: "give a file of one of these kinds: \(extensions.joined(separator: ", "))")
    }
    return try format.read(file)
  }
}
