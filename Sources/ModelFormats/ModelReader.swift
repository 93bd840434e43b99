public import ModelGraph

/// Reads model files of every known format.
public enum ModelReader {
  /// Reads the graph of the model file at `path`.
  ///
  /// The format is the one that the file's extension names, else the one that knows its first bytes.
  /// The file is mapped, and weights in it are not touched. One within gzip is expanded into a temporary
  /// file first.
  ///
  /// - Throws: ``FormatError`` where the file cannot be opened, is of no known format, or is not as
  ///   its format asks.
  public static func read(path: String) throws(FormatError) -> Graph {
    let file = try ModelFile(path: path)
    return file.isCompressed ? try graph(of: file.expanded()) : try graph(of: file)
  }

  private static func graph(of file: borrowing ModelFile) throws(FormatError) -> Graph {
    guard let format = ModelFormats.format(of: file) else {
      let extensions = ModelFormats.descriptions.flatMap(\.fileExtensions).map { ".\($0)" }
      throw FormatError(
        .unrecognised, "is of no known model format", location: file.path,
        remedy: "give a file of one of these kinds: \(extensions.joined(separator: ", "))")
    }
    return try format.read(file)
  }
}
