import ModelFormats
import ModelGraph

/// Writes small ONNX models. Source of the field numbers: onnx/onnx, `onnx.proto`.
extension WireWriter {
  /// A ModelProto of opset 17 around the graph that `write` fills.
  static func model(_ write: (inout WireWriter) -> Void) -> [UInt8] {
    bytes { model in
      model.number(1, 8)
      model.text(2, "test")
      model.message(7, write)
      model.message(8) { $0.number(2, 17) }
    }
  }

  /// A ModelProto whose graph is one of ``small(_:)``, with functions beside it.
  static func small(
    functions: [[UInt8]], _ write: (inout WireWriter) -> Void
  ) -> [UInt8] {
    small(write)
      + bytes { model in
        for function in functions { model.bytes(25, function) }
      }
  }

  /// The bytes of a FunctionProto, of the domain `local`.
  static func function(
    _ name: String, _ inputs: [String], _ outputs: [String], domain: String = "local",
    overload: String = "", _ nodes: [[UInt8]], _ more: (inout WireWriter) -> Void = { _ in }
  ) -> [UInt8] {
    bytes { function in
      function.text(1, name)
      for input in inputs { function.text(4, input) }
      for output in outputs { function.text(5, output) }
      for node in nodes { function.bytes(7, node) }
      function.text(10, domain)
      if !overload.isEmpty { function.text(13, overload) }
      more(&function)
    }
  }

  /// The graph of a model with one input of `x`, 1x4, and one output of `y`.
  static func small(_ write: (inout WireWriter) -> Void) -> [UInt8] {
    model { graph in
      graph.value(11, "x", [.fixed(1), .fixed(4)])
      graph.value(12, "y", nil)
      write(&graph)
    }
  }

  /// A NodeProto.
  mutating func node(
    _ type: String, _ inputs: [String], _ outputs: [String], name: String = "",
    domain: String = "", attributes: (inout WireWriter) -> Void = { _ in }
  ) {
    bytes(
      1,
      Self.node(type, inputs, outputs, name: name, domain: domain, attributes: attributes))
  }

  /// The bytes of a NodeProto.
  static func node(
    _ type: String, _ inputs: [String], _ outputs: [String], name: String = "",
    domain: String = "", overload: String = "",
    attributes: (inout WireWriter) -> Void = { _ in }
  ) -> [UInt8] {
    bytes { node in
      for input in inputs { node.text(1, input) }
      for output in outputs { node.text(2, output) }
      if !name.isEmpty { node.text(3, name) }
      node.text(4, type)
      attributes(&node)
      if !domain.isEmpty { node.text(7, domain) }
      if !overload.isEmpty { node.text(8, overload) }
    }
  }

  /// An AttributeProto of AttributeType `type`; 0 leaves the type out, as old exporters do.
  mutating func attribute(_ name: String, type: Int, _ write: (inout WireWriter) -> Void) {
    message(5) { attribute in
      attribute.text(1, name)
      write(&attribute)
      if type != 0 { attribute.number(20, type) }
    }
  }

  /// An attribute that takes the value of a setting of the function's call.
  mutating func reference(_ name: String, to setting: String) {
    message(5) { attribute in
      attribute.text(1, name)
      attribute.text(21, setting)
    }
  }

  /// A GraphProto as the setting `name`.
  mutating func subgraph(_ name: String, _ write: (inout WireWriter) -> Void) {
    attribute(name, type: 5) { $0.message(6, write) }
  }

  /// A TensorProto as field 5: an initialiser in a graph, the value in an attribute.
  mutating func tensor(
    _ name: String, type: Int, _ dimensions: [Int],
    _ write: (inout WireWriter) -> Void = { _ in }
  ) {
    tensor(5, name, type: type, dimensions, write)
  }

  /// A TensorProto as field `field`.
  mutating func tensor(
    _ field: Int, _ name: String, type: Int, _ dimensions: [Int],
    _ write: (inout WireWriter) -> Void = { _ in }
  ) {
    message(field) { tensor in
      for size in dimensions { tensor.number(1, size) }
      tensor.number(2, type)
      if !name.isEmpty { tensor.text(8, name) }
      write(&tensor)
    }
  }

  /// A ValueInfoProto as field `field`: 11 an input, 12 an output, 13 a value between.
  mutating func value(_ field: Int, _ name: String, type: Int = 1, _ shape: [Dimension]?) {
    message(field) { value in
      value.text(1, name)
      value.message(2) { $0.message(1) { $0.tensorType(type, shape) } }
    }
  }

  private mutating func tensorType(_ type: Int, _ shape: [Dimension]?) {
    number(1, type)
    guard let shape else { return }
    message(2) { dimensions in
      for dimension in shape {
        dimensions.message(1) { writer in
          switch dimension {
          case .fixed(let size): writer.number(1, size)
          case .symbol(let name): writer.text(2, name)
          case .unknown: break
          }
        }
      }
    }
  }

  /// The bytes of raw_data (9).
  mutating func rawData(_ values: [some FixedWidthInteger]) {
    message(9) { raw in
      for value in values { raw.fixed(value) }
    }
  }
}

/// What the reader makes of bytes.
enum ONNXReading {
  /// The graph of a model in memory.
  static func graph(_ bytes: [UInt8]) throws -> Graph {
    try bytes.withUnsafeBytes { buffer in
      try ONNXFormat.graph(in: buffer, path: "a.onnx", name: "a")
    }
  }
}

extension Graph {
  /// The tensor called `name`.
  func tensor(_ name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The names of some tensors; "-" for one that is left out.
  func names(_ ids: [TensorID?]) -> [String] { ids.map { $0.map { tensors[$0].name } ?? "-" } }
}
