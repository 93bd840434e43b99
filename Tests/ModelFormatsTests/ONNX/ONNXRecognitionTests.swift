import ModelFormats
import ModelGraph
import Testing

@Suite("What is taken for an ONNX file")
struct ONNXRecognitionTests {
  private static func isRecognised(_ bytes: [UInt8]) -> Bool {
    ONNXFormat().recognises(bytes.span.bytes)
  }

  /// Each optional field of ModelProto may be the first that an exporter writes after the version.
  @Test(
    "a model, whichever field follows the IR version",
    arguments: [
      WireWriter.bytes { $0.text(2, "pytorch") }, WireWriter.bytes { $0.text(3, "2.9") },
      WireWriter.bytes { $0.text(4, "org.example") }, WireWriter.bytes { $0.number(5, 1) },
      WireWriter.bytes { $0.text(6, "a model") }, WireWriter.bytes { $0.message(7) { _ in } },
      WireWriter.bytes { $0.message(8) { _ in } }, WireWriter.bytes { $0.message(14) { _ in } },
    ])
  func models(rest: [UInt8]) {
    #expect(Self.isRecognised([0x08, 0x0A] + rest))
  }

  @Test(
    "and nothing else",
    arguments: [
      [], [0x08], [0x08, 0x0A], [0x08, 0x00, 0x12], [0x08, 0x80, 0x12], [0x08, 0x0A, 0x41],
      Array("GGUF\u{3}\0\0\0".utf8), Array("[net]\nwidth=1".utf8), Array("PK\u{3}\u{4}".utf8),
      Array("hello".utf8), [0x1F, 0x8B, 0x08, 0x00],
    ])
  func others(bytes: [UInt8]) {
    #expect(!Self.isRecognised(bytes))
  }

  @Test("a model without an extension is read by what it begins with")
  func withoutExtension() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(WireWriter.everything, as: "model")
    let graph = try ModelReader.read(path: path)
    #expect(graph.format == "onnx")
    #expect(graph.name == "model")
  }

  @Test("an extension counts in capital letters too")
  func names() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(WireWriter.everything, as: "NET.ONNX")
    #expect(try ModelReader.read(path: path).name == "NET")
  }
}
