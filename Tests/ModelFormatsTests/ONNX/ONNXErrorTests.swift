import ModelFormats
import ModelGraph
import Testing

@Suite("What is wrong with an ONNX file, in one line")
struct ONNXErrorTests {
  /// A wrong graph, and the one line that says so.
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var code: FormatError.Code
    var write: @Sendable (inout WireWriter) -> Void
    var testDescription: String { what }
  }

  private static let wrongGraphs = [
    Case(
      what: #"node 1 (Relu) makes the tensor "y", which is made twice"#, code: .reference,
      write: { graph in
        graph.node("Relu", ["x"], ["y"])
        graph.node("Relu", ["x"], ["y"])
      }),
    Case(
      what: #"an initialiser makes the tensor "w", which is made twice"#, code: .reference,
      write: { graph in
        graph.tensor("w", type: 1, [1])
        graph.tensor("w", type: 1, [1])
        graph.node("Add", ["x", "w"], ["y"])
      }),
    Case(
      what: #"an input makes the tensor "x", which is made twice"#, code: .reference,
      write: { graph in
        graph.value(11, "x", [.fixed(4)])
        graph.node("Relu", ["x"], ["y"])
      }),
    Case(
      what: #"node 0 (Relu) makes the tensor "x", which is made twice"#, code: .reference,
      write: { $0.node("Relu", ["x"], ["x"]) }),
    Case(
      what: #"node 0 (Add) reads the tensor "z", which nothing makes"#, code: .reference,
      write: { $0.node("Add", ["x", "z"], ["y"]) }),
    Case(
      what: #"nothing makes the output "y""#, code: .reference,
      write: { $0.node("Relu", ["x"], ["h"]) }),
    Case(
      what: #"the graph has a cycle through "second", "first""#, code: .reference,
      write: { graph in
        graph.node("Add", ["x", "b"], ["a"], name: "second")
        graph.node("Relu", ["a"], ["b"], name: "first")
        graph.node("Relu", ["b"], ["y"])
      }),
    Case(
      what: "node 0 has no operator", code: .value, write: { $0.node("", ["x"], ["y"]) }),
    Case(
      what: "the graph holds no nodes", code: .syntax, write: { _ in }),
    Case(
      what: #"the input "z" has a dimension of 1152921504606846976"#, code: .value,
      write: { graph in
        graph.value(11, "z", [.fixed(1 << 60)])
        graph.node("Add", ["x", "z"], ["y"])
      }),
    Case(
      what: #"the input "z" has the unknown data type 99"#, code: .value,
      write: { graph in
        graph.value(11, "z", type: 99, [.fixed(1)])
        graph.node("Add", ["x", "z"], ["y"])
      }),
  ]

  @Test("of a graph", arguments: wrongGraphs)
  func graphs(mistake: Case) {
    Self.expect(WireWriter.small(mistake.write), is: mistake.what, mistake.code)
  }

  private static let wrongTensors = [
    Case(
      what: #"the tensor "w" has 5 bytes and needs 8"#, code: .value,
      write: { $0.tensor("w", type: 1, [2]) { $0.bytes(9, [1, 2, 3, 4, 5]) } }),
    Case(
      what: #"the tensor "w" has 4 bytes and needs 8"#, code: .value,
      write: { $0.tensor("w", type: 1, [2]) { $0.float(4, 1) } }),
    Case(
      what: #"the tensor "w" has 7 bytes in its file and needs 8"#, code: .value,
      write: { graph in
        graph.tensor("w", type: 1, [2]) { tensor in
          tensor.message(13) { entry in
            entry.text(1, "length")
            entry.text(2, "7")
          }
        }
      }),
    Case(
      what:
        #"the tensor "w" is malformed: it does not hold the 2 values that its dimensions ask for"#,
      code: .value, write: { $0.tensor("w", type: 7, [2]) { $0.packed(7, [1]) } }),
    Case(
      what: #"the tensor "w" has a dimension of -2"#, code: .value,
      write: { $0.tensor("w", type: 1, [3, -2]) }),
    Case(
      what: #"the tensor "w" has a dimension of 9223372036854775807"#, code: .value,
      write: { $0.tensor("w", type: 1, [.max]) }),
    // 2⁴⁸ · 2¹⁶ = 2⁶⁴
    Case(
      what: #"the tensor "w" has more elements than can exist"#, code: .value,
      write: { $0.tensor("w", type: 3, [1 << 48, 1 << 16]) }),
    // 2⁶² elements of two bytes
    Case(
      what: #"the tensor "w" has more elements than can exist"#, code: .value,
      write: { $0.tensor("w", type: 10, [1 << 48, 1 << 14]) }),
    Case(
      what: #"the tensor "w" has the unknown data type 1000"#, code: .value,
      write: { $0.tensor("w", type: 1000, [1]) }),
    Case(
      what: #"the tensor "w" has the unknown data type 0"#, code: .value,
      write: { $0.tensor("w", type: 0, [1]) }),
    Case(
      what: "a sparse initialiser has no values", code: .value,
      write: { $0.message(15) { $0.packed(3, [2]) } }),
    Case(
      what: #"the sparse tensor "w" has not as many places as values"#, code: .value,
      write: { graph in
        graph.message(15) { sparse in
          sparse.tensor(1, "w", type: 1, [1]) { $0.float(4, 1) }
          sparse.tensor(2, "", type: 7, [2]) { $0.packed(7, [1, 2]) }
          sparse.packed(3, [9])
        }
      }),
    Case(
      what: #"the sparse tensor "w" of 2 dimensions has places of the dimensions [1, 3]"#,
      code: .value,
      write: { graph in
        graph.message(15) { sparse in
          sparse.tensor(1, "w", type: 1, [1]) { $0.float(4, 1) }
          sparse.tensor(2, "", type: 7, [1, 3]) { $0.packed(7, [1, 2, 0]) }
          sparse.packed(3, [9, 9])
        }
      }),
    Case(
      what: #"the sparse tensor "w" has 2 values for 1 elements"#, code: .value,
      write: { graph in
        graph.message(15) { sparse in
          sparse.tensor(1, "w", type: 1, [2]) { $0.rawData([Int64(0)]) }
          sparse.tensor(2, "", type: 7, [2]) { $0.packed(7, [0, 0]) }
          sparse.packed(3, [1])
        }
      }),
  ]

  @Test("of a stored tensor", arguments: wrongTensors)
  func tensors(mistake: Case) {
    let bytes = WireWriter.small { graph in
      mistake.write(&graph)
      graph.node("Op", ["x"], ["y"])
    }
    Self.expect(bytes, is: mistake.what, mistake.code)
  }

  /// Bytes that are no message, each after an IR version and an empty producer's name (four bytes).
  private static let damages: [(bytes: [UInt8], what: String)] = [
    ([0x3A], "a number is cut off or too long, at byte 5"),
    ([0x3A, 0x05, 0x0A], "a field of 5 bytes has only 1, at byte 6"),
    // A length of 2⁶³, and one of 2⁶⁴ − 1.
    (
      [0x3A] + [UInt8](repeating: 0x80, count: 9) + [0x01],
      "a field of 9223372036854775808 bytes has only 0, at byte 15"
    ),
    (
      [0x3A] + [UInt8](repeating: 0xFF, count: 9) + [0x01],
      "a field of 18446744073709551615 bytes has only 0, at byte 15"
    ),
    // Eleven bytes with the mark that more follow.
    (
      [0x38] + [UInt8](repeating: 0xFF, count: 11),
      "a number is cut off or too long, at byte 15"
    ),
    ([0x3B], "a field has the wire type 3, at byte 5"),
    ([0x3C], "a field has the wire type 4, at byte 5"),
    ([0x3E], "a field has the wire type 6, at byte 5"),
    ([0x3F], "a field has the wire type 7, at byte 5"),
    ([0x02, 0x00], "a field has the number 0, at byte 5"),
    ([0x39, 0, 0, 0], "a number is cut off, at byte 5"),
    ([0x3D, 0], "a number is cut off, at byte 5"),
    ([0x38, 0x01], "field 7 does not hold a message, at byte 4"),
    ([0x0A, 0x00], "field 1 does not hold a number, at byte 4"),
  ]

  @Test("of bytes that are no message, with the byte", arguments: damages)
  func damage(bytes: [UInt8], what: String) {
    Self.expect([0x08, 0x08, 0x12, 0x00] + bytes, is: "is cut off or damaged: \(what)", .syntax)
  }

  @Test("of a model without a graph")
  func noGraph() {
    Self.expect([0x08, 0x08], is: "is not an ONNX model: it holds no graph", .syntax)
  }

  @Test("of a text, of random bytes, and of nothing, whatever they are called")
  func otherFiles() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 1)
    let noise = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
    for content in [Array("hello\n".utf8), Array("<html></html>".utf8), noise] {
      let path = try folder.write(content, as: "a.onnx")
      let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
      #expect(error?.code == .syntax)
      #expect(error?.what.hasPrefix("is not an ONNX model: ") == true)
      #expect(error?.description.contains("\n") == false)
    }
    let empty = try folder.write("", as: "empty.onnx")
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: empty) }
    #expect(error?.what == "is empty")
  }

  /// Cutting at the end of a field leaves a whole message: such a piece may be a smaller model.
  @Test("of every beginning of a model, or there is none")
  func truncations() {
    let whole = WireWriter.everything
    #expect(throws: Never.self) { try ONNXReading.graph(whole) }
    var read = 0
    for length in 0..<whole.count {
      do {
        _ = try ONNXReading.graph(Array(whole[..<length]))
        read += 1
      } catch {
        #expect(error is FormatError)
        #expect(String(describing: error).hasPrefix("a.onnx: "))
        #expect(!String(describing: error).contains("\n"))
      }
    }
    // Before each operator set and the function, which stand last: the graph is whole by then.
    #expect(read == 3)
  }

  private static func expect(_ bytes: [UInt8], is what: String, _ code: FormatError.Code) {
    let error = #expect(throws: FormatError.self) { try ONNXReading.graph(bytes) }
    #expect(error?.what == what)
    #expect(error?.code == code)
    #expect(error?.location == "a.onnx")
    #expect(error?.remedy.isEmpty == false)
  }
}
