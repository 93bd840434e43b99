import ModelFormats
import ModelGraph
import Testing

@Suite("Stored inputs")
struct ModelInputsTests {
  private static func graph(_ kinds: [Tensor.Kind]) -> Graph {
    let tensors = kinds.enumerated().map { place, kind in
      Tensor(name: "in\(place)", role: .input, kind: kind, elementType: .float32)
    }
    return Graph(
      name: "g", format: "test", tensors: tensors, inputs: Array(tensors.indices))
  }

  /// A TensorProto: type, dimensions, name and raw data.
  private static func tensor(
    _ name: String, type: Int, _ dimensions: [Int], _ write: (inout WireWriter) -> Void
  ) -> [UInt8] {
    WireWriter.bytes { tensor in
      for size in dimensions { tensor.number(1, size) }
      tensor.number(2, type)
      tensor.text(8, name)
      write(&tensor)
    }
  }

  @Test("are tensors, sequences and optionals, as the graph's inputs are")
  func kinds() throws {
    let folder = try TemporaryFolder()
    let numbers = Self.tensor("in0", type: 7, [2]) { $0.rawData([Int64(3), 4]) }
    let part = Self.tensor("", type: 1, [2, 3]) { _ in }
    _ = try folder.write(numbers, as: "input_0.pb")
    _ = try folder.write(
      WireWriter.bytes { sequence in
        sequence.text(1, "in1")
        sequence.number(2, 1)
        sequence.bytes(3, part)
        sequence.bytes(3, part)
      }, as: "input_1.pb")
    _ = try folder.write(
      WireWriter.bytes { optional in
        optional.text(1, "in2")
        optional.number(2, 1)
        optional.bytes(3, part)
      }, as: "input_2.pb")
    _ = try folder.write(WireWriter.bytes { $0.text(1, "in3") }, as: "input_3.pb")
    let values = try ModelInputs.read(
      folder: folder.path, besideModel: "nowhere/model.onnx",
      for: Self.graph([.tensor, .sequence, .optional, .optional]))
    let made = InputValue.tensor(.float32, shape: [2, 3], contents: nil)
    #expect(
      values == [
        0: .tensor(.int64, shape: [2], contents: .integers([3, 4])),
        1: .sequence([made, made], of: .float32), 2: made, 3: .absent(of: .float32),
      ])
  }

  @Test("belong to the input that they name, else to the one at their place")
  func names() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.tensor("in1", type: 1, [5]) { _ in }, as: "input_0.pb")
    _ = try folder.write(Self.tensor("other", type: 8, [1]) { $0.text(6, "a") }, as: "input_2.pb")
    let values = try ModelInputs.read(
      folder: folder.path, besideModel: "model.onnx",
      for: Self.graph([.tensor, .tensor, .tensor]))
    #expect(
      values == [
        1: .tensor(.float32, shape: [5], contents: nil),
        2: .tensor(.string, shape: [1], contents: .strings(["a"])),
      ])
  }

  @Test("are looked for beside the model, too")
  func beside() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.tensor("in0", type: 1, [5]) { _ in }, as: "input_0.pb")
    let values = try ModelInputs.read(
      folder: ".", besideModel: "\(folder.path)/model.onnx", for: Graph(name: "g", format: "test"))
    #expect(values.isEmpty)
    let parts = folder.path.split(separator: "/")
    let named = try ModelInputs.read(
      folder: parts.dropFirst().joined(separator: "/"),
      besideModel: "/\(parts[0])/model.onnx", for: Self.graph([.tensor]))
    #expect(named.count == 1)
  }

  @Test(
    "that are none are refused with the file and what is wrong",
    arguments: [
      [0x0A], [0x10, 0x7F],
      [0x10, 0x01, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, as: "input_0.pb")
    let error = #expect(throws: FormatError.self) {
      try ModelInputs.read(
        folder: folder.path, besideModel: "m.onnx", for: Self.graph([.tensor]))
    }
    #expect(error?.location == path)
  }

  @Test("a folder without any is refused")
  func nothing() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FormatError.self) {
      try ModelInputs.read(
        folder: folder.path, besideModel: "m.onnx", for: Self.graph([.tensor]))
    }
    #expect(error?.what == "holds no input_0.pb")
  }
}
