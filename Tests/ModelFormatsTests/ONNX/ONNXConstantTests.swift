import ModelFormats
import ModelGraph
import Testing

@Suite("Constants of an ONNX file")
struct ONNXConstantTests {
  /// A Constant with one setting, which the file writes so, is a tensor of this type and shape.
  struct Case: Sendable, CustomTestStringConvertible {
    var setting: String
    var type: Int
    var write: @Sendable (inout WireWriter) -> Void
    var elementType: ElementType
    var shape: [Dimension]
    var contents: TensorContents?
    var testDescription: String { setting }
  }

  private static let cases = [
    Case(
      setting: "value", type: 4, write: { $0.tensor("", type: 7, [1]) { $0.packed(7, [3]) } },
      elementType: .int64, shape: [.fixed(1)], contents: .integers([3])),
    Case(
      setting: "value_int", type: 2, write: { $0.number(3, -3) }, elementType: .int64, shape: [],
      contents: .integers([-3])),
    Case(
      setting: "value_ints", type: 7, write: { $0.packed(8, [1, -1]) }, elementType: .int64,
      shape: [.fixed(2)], contents: .integers([1, -1])),
    Case(
      setting: "value_float", type: 1, write: { $0.float(2, 0.5) }, elementType: .float32,
      shape: [], contents: .floats([0.5])),
    Case(
      setting: "value_floats", type: 6, write: { $0.float(7, 0.5) }, elementType: .float32,
      shape: [.fixed(1)], contents: .floats([0.5])),
    Case(
      setting: "value_string", type: 3, write: { $0.text(4, "a") }, elementType: .string, shape: [],
      contents: nil),
    Case(
      setting: "value_strings", type: 8, write: { $0.text(9, "a") }, elementType: .string,
      shape: [.fixed(1)], contents: nil),
    Case(
      setting: "sparse_value", type: 11,
      write: { attribute in
        attribute.message(22) { sparse in
          sparse.tensor(1, "", type: 1, [1]) { $0.rawData([UInt32(0)]) }
          sparse.packed(3, [2, 3])
        }
      }, elementType: .float32, shape: [.fixed(2), .fixed(3)], contents: nil),
  ]

  @Test("are stored tensors and no layers, in all their forms", arguments: cases)
  func forms(form: Case) throws {
    let bytes = WireWriter.small { graph in
      graph.node("Constant", [], ["c"]) {
        $0.attribute(form.setting, type: form.type, form.write)
      }
      graph.node("Add", ["x", "c"], ["y"])
    }
    let graph = try ONNXReading.graph(bytes)
    let constant = try #require(graph.tensor("c"))
    #expect(graph.layers.map(\.operatorName.type) == ["Add"])
    #expect(constant.role == .stored)
    #expect(constant.isParameter == false)
    #expect(constant.elementType == form.elementType)
    #expect(constant.shape == form.shape)
    #expect(constant.contents == form.contents)
  }

  @Test("a constant that holds what is not read stays a layer")
  func unreadable() throws {
    let bytes = WireWriter.small { graph in
      graph.node("Constant", [], ["c"]) { $0.attribute("value_new", type: 99) { $0.number(3, 1) } }
      graph.node("Constant", [], ["d"], domain: "org.example") {
        $0.attribute("value_int", type: 2) { $0.number(3, 1) }
      }
      graph.node("Add", ["c", "d"], ["y"])
    }
    #expect(try ONNXReading.graph(bytes).layers.count == 3)
  }
}
