package import ModelGraph

/// Darknet's `.cfg`: sections of settings, whose order is the graph.
///
/// Source of the format: `parser.c` of pjreddie/darknet and of its fork AlexeyAB/darknet. What is
/// read and where the two differ is written down in `docs/Darknet.md`.
package struct DarknetFormat: ModelFormat {
  /// A reader.
  package init() {}

  /// `darknet`, for files that end in `.cfg`.
  package var description: FormatDescription {
    FormatDescription(
      name: "darknet", fileExtensions: ["cfg"],
      summary: "Darknet's network configuration (YOLO v1 to v7 and their backbones); no weights")
  }

  /// Whether the first line that says anything is `[net]` or `[network]`.
  package func recognises(_ start: RawSpan) -> Bool {
    var first: String?
    // What follows the first line, and may be no text, is no matter here.
    try? DarknetText.forEachLine(of: start, path: "") { line throws(FormatError) in
      if first == nil { first = line.text }
    }
    return DarknetSection.net.names.contains { "[\($0)]" == first }
  }

  /// Reads the sections and connects them.
  package func read(_ file: borrowing ModelFile) throws(FormatError) -> Graph {
    let path = file.path
    let sections = try file.withBytes { bytes throws(FormatError) in
      try DarknetText.sections(of: bytes, path: path)
    }
    var builder = try DarknetGraphBuilder(sections, path: path, modelName: file.modelName)
    return try builder.build()
  }
}
