import ModelFormats
import ModelGraph
import Testing

@Suite("Models within gzip")
struct CompressedModelTests {
  private static let network = "[net]\nwidth=8\nheight=8\nchannels=3\n[convolutional]\nfilters=2\n"

  /// What `gzip -n` makes of `[net]\nwidth=8\nheight=8\nchannels=3\n[convolutional]\nfilters=2\n`.
  private static let compressed: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 139, 206, 75, 45, 137, 229, 42, 207, 76, 41, 201, 176,
    181, 224, 202, 72, 205, 76, 207, 40, 1, 50, 146, 51, 18, 243, 242, 82, 115, 138, 109,
    141, 185, 162, 147, 243, 243, 202, 242, 115, 74, 75, 50, 243, 243, 18, 115, 98, 185, 210,
    50, 115, 74, 82, 139, 138, 109, 141, 184, 0, 117, 15, 154, 112, 60, 0, 0, 0,
  ]

  @Test(
    "are read as what they hold, whatever the file is called",
    arguments: [("net.cfg.gz", "net"), ("net.cfg", "net"), ("net.cfg.GZ", "net"), ("net", "net")])
  func read(name: String, model: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.compressed, as: name)
    let graph = try ModelReader.read(path: path)
    #expect(graph.name == model)
    #expect(graph.layers.map(\.name) == ["conv_0"])
  }

  @Test("stop at the limit with one line that says what to do")
  func bomb() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.compressed, as: "bomb.cfg.gz")
    let size = Self.network.utf8.count
    let file = try ModelFile(path: path)
    let expanded = try file.expanded(atMost: size)
    #expect(expanded.byteCount == size)
    let error = #expect(throws: FormatError.self) {
      _ = try ModelFile(path: path).expanded(atMost: size - 1).byteCount
    }
    #expect(error?.code == .unsupported)
    #expect(
      error?.what == "expands to more than \(size - 1) bytes, which no model within gzip does")
  }

  @Test("that are cut off or damaged are one line each")
  func damaged() throws {
    for length in 3..<Self.compressed.count {
      let folder = try TemporaryFolder()
      let path = try folder.write(Array(Self.compressed.prefix(length)), as: "net.cfg.gz")
      let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
      #expect(error?.what == "is cut off within its gzip, at compressed byte \(length)")
    }
  }

  @Test("that hold nothing say so")
  func empty() throws {
    // What `gzip -n` makes of nothing.
    let bytes: [UInt8] = [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, as: "net.cfg.gz")
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.what == "holds nothing within its gzip")
  }
}
