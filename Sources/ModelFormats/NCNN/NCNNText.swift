import ModelGraph

/// The text of a `.param` file, taken apart into layers.
struct NCNNText {
  /// A line: `Convolution conv1 1 1 data conv1_out 0=64 1=7 …`.
  struct Line {
    /// The line of the file, from 1.
    var number: Int
    var type: String
    var name: String
    var inputs: [String]
    var outputs: [String]
    /// The settings, by their number.
    var settings: [Int: AttributeValue]
  }

  /// The first line of every file since 2017.
  static let magic = "7767517"
  /// The same number as the binary form begins with it, little-endian.
  static let binaryMagic: [UInt8] = [0xDD, 0x85, 0x76, 0x00]

  /// The layers in the order of the file.
  private(set) var lines: [Line] = []

  /// Reads a whole file.
  init(_ bytes: RawSpan, path: String) throws(FormatError) {
    var header: [Int] = []
    try Self.forEachLine(of: bytes, path: path) { number, words throws(FormatError) in
      let location = "\(path):\(number)"
      switch header.count {
      case 0:
        try Self.checkMagic(words, location: location)
        header.append(0)
      case 1:
        header.append(try Self.layerCount(words, location: location))
      default:
        // ncnn too reads no further than its second line tells.
        guard lines.count < header[1] else { return }
        lines.append(try Self.line(words, number: number, location: location))
      }
    }
    guard header.count == 2, lines.count == header[1], !lines.isEmpty else {
      throw FormatError(
        .syntax, "holds \(lines.count) of \(header.count == 2 ? "\(header[1])" : "its") layers",
        location: path, remedy: "fetch the file again: it is cut off")
    }
  }

  private static func checkMagic(_ words: [Substring], location: String) throws(FormatError) {
    guard words.count != 1 || words[0] != magic[...] else { return }
    let isOld = words.count == 2 && words.allSatisfy { Int($0) != nil }
    throw FormatError(
      .syntax, isOld ? "is of ncnn's first format, without a magic number" : "is no ncnn graph",
      location: location,
      remedy: isOld
        ? "convert it again with ncnnoptimize" : "begin the file with \(magic), as ncnn does")
  }

  private static func layerCount(
    _ words: [Substring], location: String
  ) throws(FormatError) -> Int {
    guard words.count == 2, let layers = Int(words[0]), let blobs = Int(words[1]), layers > 0,
      blobs > 0
    else {
      throw FormatError(
        .syntax, "does not tell the numbers of layers and blobs", location: location,
        remedy: "write both on the second line, or fetch the file again")
    }
    return layers
  }

  private static func line(
    _ words: [Substring], number: Int, location: String
  ) throws(FormatError) -> Line {
    guard words.count >= 4, let inputs = Int(words[2]), let outputs = Int(words[3]),
      inputs >= 0, outputs >= 0, inputs <= words.count, outputs <= words.count,
      words.count >= 4 + inputs + outputs
    else {
      throw FormatError(
        .syntax, "is not: type, name, number of inputs, number of outputs, their names",
        location: location, remedy: "correct the line, or fetch the file again if it is cut off")
    }
    let firstOutput = 4 + inputs
    let firstSetting = firstOutput + outputs
    return Line(
      number: number, type: String(words[0]), name: String(words[1]),
      inputs: words[4..<firstOutput].map(String.init),
      outputs: words[firstOutput..<firstSetting].map(String.init),
      settings: try NCNNSetting.all(in: words[firstSetting...], location: location))
  }

  /// Calls `body` with the words of each line that has any.
  private static func forEachLine(
    of bytes: RawSpan, path: String, _ body: (Int, [Substring]) throws(FormatError) -> Void
  ) throws(FormatError) {
    try bytes.withUnsafeBytes { buffer throws(FormatError) in
      guard !buffer.starts(with: binaryMagic) else {
        throw FormatError(
          .unsupported, "is ncnn's binary form, which names no layers", location: path,
          remedy: "give the text form, the .param file")
      }
      var number = 0
      for line in buffer.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        number += 1
        if let byte = line.first(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0D || $0 == 0x7F }) {
          throw FormatError(
            .syntax, "holds the byte \(byte), which is no text", location: "\(path):\(number)",
            remedy: "give ncnn's .param text file, not its weights")
        }
        let words = String(decoding: line, as: UTF8.self)
          .split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
        if !words.isEmpty { try body(number, words) }
      }
    }
  }
}
