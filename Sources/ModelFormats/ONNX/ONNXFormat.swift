package import ModelGraph

/// ONNX: the protobuf message ModelProto, of any IR version.
///
/// The file is walked once, from its map; the bytes of weights are stepped over and never touched,
/// and weights in other files are not looked for.
package struct ONNXFormat: ModelFormat {
  /// A reader.
  package init() {}

  /// `onnx`, for files that end in `.onnx`.
  package let description = FormatDescription(
    name: "onnx", fileExtensions: ["onnx"],
    summary: "ONNX graphs of any opset; weights inside, beside the file, or missing: never read")

  /// Whether the bytes begin as a ModelProto does: with the IR version (field 1), a small number,
  /// and after it another field of ModelProto.
  package func recognises(_ start: RawSpan) -> Bool {
    start.withUnsafeBytes { Self.isStartOfModel($0) }
  }

  private static func isStartOfModel(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 2 else { return false }
    return bytes[0] == 0x08 && (1...127).contains(bytes[1]) && secondKeys.contains(bytes[2])
  }

  /// The keys that may follow the IR version: producer_name (2), producer_version (3), domain (4),
  /// model_version (5), doc_string (6), graph (7), opset_import (8) and metadata_props (14).
  private static let secondKeys: Set<UInt8> = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72]

  /// The graph of a file; weights are measured, never read.
  ///
  /// - Throws: ``FormatError`` where the file is no whole, sound model.
  package func read(_ file: borrowing ModelFile) throws(FormatError) -> Graph {
    let path = file.path
    let name = file.modelName
    return try file.withBytes { (span: RawSpan) throws(FormatError) -> Graph in
      try span.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(FormatError) -> Graph in
        try Self.graph(in: bytes, path: path, name: name) { file.forgetPages() }
      }
    }
  }

  /// Reads the graph of a model in memory; `path` and `name` are what messages and the graph call it.
  ///
  /// - Parameter forget: called now and then on the way, when what was looked at will hardly be again.
  package static func graph(
    in bytes: UnsafeRawBufferPointer, path: String, name: String, forget: () -> Void = {}
  ) throws(FormatError) -> Graph {
    let model: ONNXModel
    do throws(WireReader.Malformed) {
      model = try ONNXModel(bytes, forget: forget)
    } catch {
      throw failure(error, in: bytes, path: path)
    }
    forget()
    guard let graph = model.graph else {
      throw FormatError(
        .syntax, "is not an ONNX model: it holds no graph", location: path,
        remedy: "give a file that an ONNX exporter wrote")
    }
    guard !graph.nodes.isEmpty else {
      throw FormatError(
        .syntax, "the graph holds no nodes", location: path, remedy: "export the model again")
    }
    return try ONNXGraphBuilder.graph(of: model, graph, in: bytes, file: path, name: name)
  }

  /// Why the bytes of a file are no model.
  static func failure(
    _ error: WireReader.Malformed, in bytes: UnsafeRawBufferPointer, path: String
  ) -> FormatError {
    let kind = isStartOfModel(bytes) ? "is cut off or damaged" : "is not an ONNX model"
    let offset = error.address &- UInt(bitPattern: bytes.baseAddress)
    return FormatError(
      .syntax, "\(kind): \(error.what), at byte \(offset)", location: path,
      remedy: "check that it was exported and copied in full")
  }
}
