package import ModelGraph

/// ncnn's `.param`: a text of one line a layer, with blobs by name and settings by number.
///
/// Source of the format: Tencent/ncnn, `docs/developer-guide/param-and-model-file-structure.md` and
/// `src/paramdict.cpp`. What is read is written down in `docs/NCNN.md`.
package struct NCNNFormat: ModelFormat {
  /// A reader.
  package init() {}

  /// `ncnn`, for files that end in `.param`.
  package var description: FormatDescription {
    FormatDescription(
      name: "ncnn", fileExtensions: ["param"],
      summary: "ncnn's text graph; no weights (they are implied)")
  }

  /// Whether the file begins with ncnn's magic number, as text or in the binary form (which is then
  /// refused by name).
  package func recognises(_ start: RawSpan) -> Bool {
    start.withUnsafeBytes { bytes in
      bytes.starts(with: NCNNText.magic.utf8) || bytes.starts(with: NCNNText.binaryMagic)
    }
  }

  /// Reads the lines and connects them.
  package func read(_ file: borrowing ModelFile) throws(FormatError) -> Graph {
    let path = file.path
    let text = try file.withBytes { bytes throws(FormatError) in
      try NCNNText(bytes, path: path)
    }
    var name = file.modelName
    if name.hasSuffix(".ncnn") { name.removeLast(5) }
    var builder = NCNNGraphBuilder(path: path, modelName: name)
    return try builder.build(text)
  }
}
