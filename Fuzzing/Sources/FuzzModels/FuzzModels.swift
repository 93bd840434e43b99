import Glibc
import ModelFormats
import ModelGraph
import Operators

/// Reads bytes as a model file, infers its shapes and counts its work, for training too. An error is what
/// bytes that are no model deserve; libFuzzer looks for a crash, a hang, and more memory than it allows.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let data, count > 0 else { return 0 }
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  guard let graph = TriedFile.graph(in: bytes) else { return 0 }
  let sizes = Dictionary(graph.symbols.map { ($0, 2) }) { first, _ in first }
  var options = AnalysisOptions(dimensions: sizes, tripCount: 2)
  _ = try? ModelShapes.inferring(graph, options: options)
  _ = try? ModelWork.counting(graph, options: options)
  options.training = .adam
  options.keepsQuantizationPairs = true
  _ = try? ModelWork.counting(graph, options: options)
  return 0
}

/// What is tried.
private enum TriedFile {
  /// The format that the bytes are read as: `onnx`, `cfg` or `param`.
  static let format = getenv("RIDGELINE_FUZZ_FORMAT").map { String(cString: $0) } ?? "onnx"

  static func graph(in bytes: UnsafeRawBufferPointer) -> Graph? {
    if format == "onnx" {
      return try? ONNXFormat.graph(in: bytes, path: "/nonexistent/model.onnx", name: "model")
    }
    // The other readers take files: one in memory.
    guard descriptor >= 0, ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0,
      write(descriptor, bytes.baseAddress, bytes.count) == bytes.count,
      let file = try? ModelFile(path: "/proc/self/fd/\(descriptor)")
    else { return nil }
    let reader = ModelFormats.all.first { $0.description.fileExtensions.contains(format) }
    return try? reader?.read(file)
  }

  /// A file without a name.
  private static let descriptor: CInt = {
    var name = Array("/tmp/ridgeline-fuzz-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    unlink(name)
    return file
  }()
}
