import ModelFormats
import ModelGraph
import Testing

@Suite("What an ONNX file stores")
struct ONNXTensorTests {
  /// The initialiser `w` of a small model.
  private static func initializer(
    type: Int, _ dimensions: [Int], _ write: (inout WireWriter) -> Void
  ) throws -> Tensor {
    let bytes = WireWriter.small { graph in
      graph.tensor("w", type: type, dimensions, write)
      graph.node("Op", ["x", "w"], ["y"])
    }
    return try #require(try ONNXReading.graph(bytes).tensor("w"))
  }

  /// The numbers are those of TensorProto.DataType in onnx.proto. Of five elements the bytes are
  /// 5 · bits / 8, rounded up.
  @Test(
    "every data type has its width, and is a weight where it is real, complex or quantised",
    arguments: [
      (1, ElementType.float32, 20, true), (2, .uint8, 5, true), (3, .int8, 5, true),
      (4, .uint16, 10, false), (5, .int16, 10, false), (6, .int32, 20, false),
      (7, .int64, 40, false), (9, .bool, 5, false), (10, .float16, 10, true),
      (11, .float64, 40, true), (12, .uint32, 20, false), (13, .uint64, 40, false),
      (14, .complex64, 40, true), (15, .complex128, 80, true), (16, .bfloat16, 10, true),
      (17, .float8e4m3fn, 5, true), (18, .float8e4m3fnuz, 5, true),
      (19, .float8e5m2, 5, true),
      (20, .float8e5m2fnuz, 5, true), (21, .uint4, 3, true), (22, .int4, 3, true),
      (23, .float4, 3, true),
      (24, .float8e8m0, 5, true), (25, .uint2, 2, true), (26, .int2, 2, true),
      (27, .float6e2m3, 4, true),
      (28, .float6e3m2, 4, true),
    ])
  func dataTypes(number: Int, type: ElementType, bytes: Int, isParameter: Bool) throws {
    let tensor = try Self.initializer(type: number, [5]) {
      $0.bytes(9, [UInt8](repeating: 1, count: bytes))
    }
    #expect(tensor.elementType == type)
    #expect(tensor.shape == [.fixed(5)])
    #expect(tensor.isParameter == isParameter)
    #expect(tensor.role == .stored)
    let error = #expect(throws: FormatError.self) {
      try Self.initializer(type: number, [5]) {
        $0.bytes(9, [UInt8](repeating: 1, count: bytes + 1))
      }
    }
    #expect(error?.what == #"the tensor "w" has \#(bytes + 1) bytes and needs \#(bytes)"#)
  }

  @Test("few and short texts are read, others are measured by their number")
  func texts() throws {
    let tensor = try Self.initializer(type: 8, [2]) { tensor in
      tensor.text(6, "a")
      tensor.text(6, "bc")
    }
    #expect(tensor.elementType == .string)
    #expect(tensor.contents == .strings(["a", "bc"]))
    #expect(!tensor.isParameter)
    let long = try Self.initializer(type: 8, [2]) { tensor in
      tensor.text(6, "a")
      tensor.text(6, String(repeating: "b", count: 1 << 16))
    }
    #expect(long.contents == nil)
  }

  /// The bytes and entries are those that onnx.helper.make_tensor 1.23 writes for these values.
  @Test("values of less than a byte are read as they are packed, from raw data and from int32_data")
  func narrowValues() throws {
    func both(_ type: Int, _ raw: [UInt8], entries: [Int]? = nil) throws -> TensorContents? {
      let typed = try Self.initializer(type: type, [5]) {
        $0.packed(5, entries ?? raw.map { Int($0) })
      }
      let inBytes = try Self.initializer(type: type, [5]) { $0.bytes(9, raw) }
      #expect(typed.contents == inBytes.contents)
      return inBytes.contents
    }
    #expect(try both(22, [0x81, 0xF7, 0x02]) == .integers([1, -8, 7, -1, 2]))
    #expect(try both(21, [0x81, 0xF7, 0x02]) == .integers([1, 8, 7, 15, 2]))
    #expect(try both(26, [0xC9, 0x01]) == .integers([1, -2, 0, -1, 1]))
    #expect(try both(25, [0x39, 0x01]) == .integers([1, 2, 3, 0, 1]))
    #expect(try both(23, [0xC2, 0x75, 0x01]) == .floats([1, -2, 3, 6, 0.5]))
    #expect(
      try both(27, [0x08, 0x44, 0xA1, 0x04], entries: [8, 16, 20, 40, 4])
        == .floats([1, 2, 3, -1, 0.5]))
  }

  /// 0x38 is 0.0111.000 = 2⁰ in E4M3FN, and half of it where the bias is 8; 0x3C is 0.01111.00 = 2⁰ in E5M2;
  /// 1 is the least number below the normal ones: 2⁻⁶ / 8, 2⁻⁷ / 8, 2⁻¹⁴ / 4, 2⁻¹⁵ / 4; 0x7E is 1.75 · 2⁸.
  @Test("8-bit floating-point numbers are read, and none of what stands for no number")
  func narrowFloats() throws {
    func numbers(_ type: Int, _ raw: [UInt8]) throws -> [Double] {
      let tensor = try Self.initializer(type: type, [raw.count]) { $0.bytes(9, raw) }
      guard case .floats(let values) = tensor.contents else { return [] }
      return values
    }
    #expect(try numbers(17, [0x38, 0xB8, 0x01, 0x7E, 0]) == [1, -1, 0x1p-9, 448, 0])
    #expect(try numbers(18, [0x38, 0xB8, 0x01, 0x7F]) == [0.5, -0.5, 0x1p-10, 240])
    #expect(
      try numbers(19, [0x3C, 0xBC, 0x01, 0x7C, 0xFC]) == [1, -1, 0x1p-16, .infinity, -.infinity])
    #expect(try numbers(20, [0x3C, 0x01]) == [0.5, 0x1p-17])
    #expect(try numbers(24, [127, 126, 129]) == [1, 0.5, 4])
    for (type, bits) in [(17, 0x7F), (17, 0xFF), (18, 0x80), (19, 0x7D), (20, 0x80), (24, 0xFF)] {
      #expect(try numbers(type, [UInt8(bits)]).map(\.isNaN) == [true])
    }
  }

  @Test("small integers are read from raw data of every width, little-endian")
  func rawIntegers() throws {
    func read(_ type: Int, _ write: (inout WireWriter) -> Void) throws -> TensorContents? {
      try Self.initializer(type: type, [2], write).contents
    }
    #expect(try read(7) { $0.rawData([Int64.min, -1]) } == .integers([Int.min, -1]))
    #expect(try read(6) { $0.rawData([Int32(-2), 70_000]) } == .integers([-2, 70_000]))
    #expect(try read(5) { $0.rawData([Int16(-2), 300]) } == .integers([-2, 300]))
    #expect(try read(3) { $0.rawData([Int8(-2), 3]) } == .integers([-2, 3]))
    #expect(try read(13) { $0.rawData([UInt64.max, 1]) } == .integers([Int.max, 1]))
    #expect(try read(12) { $0.rawData([UInt32.max, 1]) } == .integers([4_294_967_295, 1]))
    #expect(try read(4) { $0.rawData([UInt16.max, 1]) } == .integers([65_535, 1]))
    #expect(try read(2) { $0.rawData([UInt8.max, 1]) } == .integers([255, 1]))
    #expect(try read(9) { $0.rawData([UInt8(0), 2]) } == .integers([0, 1]))
  }

  /// 1.5 is 0x3FF8… in binary64, 0x3FC00000 in binary32, 0x3E00 in binary16 and 0x3FC0 in bfloat16.
  @Test("small floating-point numbers are read from raw data of every width that is computed with")
  func rawFloats() throws {
    for (type, write) in [
      (11, { (tensor: inout WireWriter) in tensor.rawData([0x3FF8_0000_0000_0000 as UInt64]) }),
      (1, { $0.rawData([0x3FC0_0000 as UInt32]) }), (10, { $0.rawData([0x3E00 as UInt16]) }),
      (16, { $0.rawData([0x3FC0 as UInt16]) }),
    ] {
      #expect(try Self.initializer(type: type, [], write).contents == .floats([1.5]))
    }
  }

  @Test("small numbers are read from the typed fields, packed and one by one")
  func typedValues() throws {
    func read(_ type: Int, _ write: (inout WireWriter) -> Void) throws -> TensorContents? {
      try Self.initializer(type: type, [2], write).contents
    }
    let one = [
      try read(7) { $0.packed(7, [-1, 1 << 40]) },
      try read(7) { tensor in
        tensor.number(7, -1)
        tensor.number(7, 1 << 40)
      },
      try read(7) { tensor in
        tensor.packed(7, [-1])
        tensor.packed(7, [1 << 40])
      },
    ]
    #expect(
      one == [.integers([-1, 1 << 40]), .integers([-1, 1 << 40]), .integers([-1, 1 << 40])])
    #expect(try read(6) { $0.packed(5, [-1, 5]) } == .integers([-1, 5]))
    #expect(try read(13) { $0.packed(11, [1, 2]) } == .integers([1, 2]))
    #expect(try read(10) { $0.packed(5, [0x3E00, 0xC000]) } == .floats([1.5, -2]))
    #expect(try read(16) { $0.packed(5, [0x3FC0, 0xC000]) } == .floats([1.5, -2]))
    let single = try read(1) { tensor in
      tensor.float(4, 1.5)
      tensor.float(4, -2)
    }
    #expect(single == .floats([1.5, -2]))
    let packed = try read(11) { tensor in
      tensor.message(10) { list in
        list.fixed(1.5.bitPattern)
        list.fixed((-2.0).bitPattern)
      }
    }
    #expect(packed == .floats([1.5, -2]))
  }

  @Test(
    "a tensor without elements has no values, and one whose values are missing none that are known")
  func noValues() throws {
    #expect(try Self.initializer(type: 7, [0]) { _ in }.contents == .integers([]))
    #expect(try Self.initializer(type: 7, [2]) { _ in }.contents == nil)
    #expect(try Self.initializer(type: 1, [2]) { _ in }.contents == nil)
  }

  @Test("what is too long for a shape is measured and not read")
  func longTensors() throws {
    let count = TensorContents.largestCount + 1
    let raw = try Self.initializer(type: 7, [count]) {
      $0.bytes(9, [UInt8](repeating: 0, count: 8 * count))
    }
    let packed = try Self.initializer(type: 7, [count]) {
      $0.packed(7, [Int](repeating: 0, count: count))
    }
    let weights = try Self.initializer(type: 1, [17]) {
      $0.bytes(9, [UInt8](repeating: 0, count: 68))
    }
    #expect([raw, packed, weights].map(\.contents) == [nil, nil, nil])
    #expect(packed.shape == [.fixed(count)])
  }

  @Test(
    "integers of 16 and 32 bits are parameters where a quantised layer has them as weights or bias")
  func wideWeights() throws {
    let graph = try ONNXReading.graph(
      WireWriter.small { graph in
        graph.tensor("weights", type: 4, [4])
        graph.tensor("bias", type: 6, [4])
        graph.tensor("indices", type: 6, [4])
        graph.tensor("scale", type: 1, [])
        graph.node("DequantizeLinear", ["weights", "scale"], ["w"])
        graph.node(
          "QLinearConv", ["x", "scale", "z", "q", "scale", "z", "scale", "z", "bias"], ["c"])
        graph.node("Gather", ["w", "indices"], ["y"])
        for name in ["z", "q"] { graph.tensor(name, type: 2, [4]) }
      })
    #expect(graph.tensor("weights")?.isParameter == true)
    #expect(graph.tensor("bias")?.isParameter == true)
    #expect(graph.tensor("indices")?.isParameter == false)
  }

  @Test(
    "values in another file are not looked for where this one says how long they are",
    arguments: ["w.bin", "weights/w.bin", "./w.bin", "..w/w..bin", "a/../w.bin", ""])
  func externalData(location: String) throws {
    let tensor = try Self.initializer(type: 1, [1000, 1000]) { tensor in
      for (key, value) in [("location", location), ("offset", "4096"), ("length", "4000000")] {
        tensor.message(13) { entry in
          entry.text(1, key)
          entry.text(2, value)
        }
      }
      tensor.number(14, 1)
    }
    #expect(tensor.shape == [.fixed(1000), .fixed(1000)])
    #expect(tensor.isParameter)
    #expect(tensor.contents == nil)
  }

  @Test(
    "values in a file outside of the model's folder are refused",
    arguments: ["/etc/passwd", "../w.bin", "a/../../w.bin", "a/..", "..", "a\0b"])
  func climbingLocation(location: String) {
    let error = #expect(throws: FormatError.self) {
      try Self.initializer(type: 1, [2]) { tensor in
        tensor.message(13) { entry in
          entry.text(1, "location")
          entry.text(2, location)
        }
      }
    }
    #expect(error?.what.contains("which is not in the model's folder") == true)
  }

  @Test("a file beside the model is measured where no length is stated")
  func externalSize() throws {
    let folder = try TemporaryFolder()
    // 3 numbers of 4 bytes from byte 4 on need 16.
    let model = WireWriter.small { graph in
      graph.tensor("w", type: 1, [3]) { tensor in
        for (key, value) in [("location", "w.bin"), ("offset", "4")] {
          tensor.message(13) { entry in
            entry.text(1, key)
            entry.text(2, value)
          }
        }
      }
      graph.node("Add", ["x", "w"], ["y"])
    }
    let path = try folder.write(model, as: "a.onnx")
    #expect(try ModelReader.read(path: path).tensor("w")?.shape == [.fixed(3)])
    _ = try folder.write([UInt8](repeating: 0, count: 16), as: "w.bin")
    #expect(try ModelReader.read(path: path).tensor("w")?.shape == [.fixed(3)])
    _ = try folder.write([UInt8](repeating: 0, count: 15), as: "w.bin")
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.what == #"the tensor "w" has 11 bytes in its file and needs 12"#)
  }

  @Test("a sparse initialiser has the shape of the dense one")
  func sparse() throws {
    let bytes = WireWriter.small { graph in
      graph.message(15) { sparse in
        sparse.tensor(1, "w", type: 1, [2]) { $0.rawData([UInt32(0), 0]) }
        sparse.tensor(2, "", type: 7, [2]) { $0.rawData([Int64(1), 5]) }
        sparse.packed(3, [4, 1000])
      }
      graph.node("MatMul", ["x", "w"], ["y"])
    }
    let tensor = try ONNXReading.graph(bytes).tensor("w")
    #expect(tensor?.shape == [.fixed(4), .fixed(1000)])
    #expect(tensor?.elementType == .float32)
    #expect(tensor?.role == .stored)
  }
}
