/// The bytes of an ONNX file, written field by field: enough for one operator after another over
/// tensors of 32-bit floats.
///
/// Source: ONNX, `onnx.proto` (the numbers of the fields), and the protocol-buffer wire format.
struct ONNXFile {
  /// A setting of a node.
  enum Attribute {
    case integer(Int)
    case integers([Int])
    case text(String)
  }

  private var nodes: [[UInt8]] = []
  private var stored: [[UInt8]] = []
  private var storedCount = 0

  /// Adds an operator.
  mutating func add(
    _ type: String, name: String, inputs: [String], outputs: [String],
    _ attributes: [(String, Attribute)] = []
  ) {
    var node = Wire()
    for input in inputs { node.text(1, input) }
    for output in outputs { node.text(2, output) }
    node.text(3, name)
    node.text(4, type)
    for (key, value) in attributes { node.bytes(5, Self.attribute(key, value)) }
    nodes.append(node.bytes)
  }

  /// Adds a stored tensor of small random numbers, and gives its name.
  mutating func store(_ shape: [Int]) -> String {
    var raw: [UInt8] = []
    var rest = 4 * shape.reduce(1, *)
    raw.reserveCapacity(rest)
    while rest > 0 {
      raw += Self.numbers.prefix(rest)
      rest -= min(rest, Self.numbers.count)
    }
    return store(raw, shape, type: 1)
  }

  /// Some thousand numbers between −0.01 and 0.01, over and over: enough that they are not alike.
  private static let numbers: [UInt8] = {
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    var raw: [UInt8] = []
    for _ in 0..<8191 {
      // Knuth, MMIX.
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = (Float(seed >> 40) / Float(1 << 24) - 0.5) * 0.02
      withUnsafeBytes(of: value.bitPattern.littleEndian) { raw.append(contentsOf: $0) }
    }
    return raw
  }()

  /// Adds a stored tensor of integers, and gives its name.
  mutating func store(integers: [Int]) -> String {
    var raw: [UInt8] = []
    for value in integers {
      withUnsafeBytes(of: Int64(value).littleEndian) { raw.append(contentsOf: $0) }
    }
    return store(raw, [integers.count], type: 7)
  }

  private mutating func store(_ raw: [UInt8], _ shape: [Int], type: Int) -> String {
    let name = "stored_\(storedCount)"
    storedCount += 1
    var tensor = Wire()
    for size in shape { tensor.integer(1, size) }
    tensor.integer(2, type)
    tensor.text(8, name)
    tensor.bytes(9, raw)
    stored.append(tensor.bytes)
    return name
  }

  /// The whole file: a model with these inputs and outputs of 32-bit floats.
  func bytes(inputs: [(String, [Int])], outputs: [String]) -> [UInt8] {
    var graph = Wire()
    for node in nodes { graph.bytes(1, node) }
    graph.text(2, "generated")
    for tensor in stored { graph.bytes(5, tensor) }
    for (name, shape) in inputs { graph.bytes(11, Self.value(name, shape)) }
    for name in outputs { graph.bytes(12, Self.value(name, nil)) }
    var operators = Wire()
    operators.text(1, "")
    operators.integer(2, 17)
    var model = Wire()
    model.integer(1, 8)
    model.bytes(8, operators.bytes)
    model.bytes(7, graph.bytes)
    return model.bytes
  }

  private static func attribute(_ name: String, _ value: Attribute) -> [UInt8] {
    var attribute = Wire()
    attribute.text(1, name)
    switch value {
    case .integer(let integer):
      attribute.integer(3, integer)
      attribute.integer(20, 2)
    case .integers(let integers):
      for integer in integers { attribute.integer(8, integer) }
      attribute.integer(20, 7)
    case .text(let text):
      attribute.text(4, text)
      attribute.integer(20, 3)
    }
    return attribute.bytes
  }

  private static func value(_ name: String, _ shape: [Int]?) -> [UInt8] {
    var dimensions = Wire()
    for size in shape ?? [] {
      var dimension = Wire()
      dimension.integer(1, size)
      dimensions.bytes(1, dimension.bytes)
    }
    var tensor = Wire()
    tensor.integer(1, 1)
    if shape != nil { tensor.bytes(2, dimensions.bytes) }
    var type = Wire()
    type.bytes(1, tensor.bytes)
    var value = Wire()
    value.text(1, name)
    value.bytes(2, type.bytes)
    return value.bytes
  }

  /// A message of protocol buffers.
  private struct Wire {
    var bytes: [UInt8] = []

    mutating func integer(_ field: Int, _ value: Int) {
      varint(UInt64(field << 3))
      varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func text(_ field: Int, _ value: String) { bytes(field, Array(value.utf8)) }

    mutating func bytes(_ field: Int, _ value: [UInt8]) {
      varint(UInt64(field << 3 | 2))
      varint(UInt64(value.count))
      bytes += value
    }

    private mutating func varint(_ value: UInt64) {
      var rest = value
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
  }
}
