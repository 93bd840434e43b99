import Foundation

/// One instruction of a disassembled function.
struct Instruction: Sendable {
  var address: UInt64
  var mnemonic: String
  var operands: String

  /// A line of objdump: `  40f40:	vfmadd213ps %ymm15,%ymm14,%ymm0`.
  init?(line: Substring) {
    let parts = line.split(separator: ":", maxSplits: 1)
    guard parts.count == 2,
      let address = UInt64(parts[0].trimmingCharacters(in: .whitespaces), radix: 16)
    else { return nil }
    var words = parts[1].split(whereSeparator: \.isWhitespace).map(String.init)
    words.removeAll { $0 == "{vex}" }
    guard let mnemonic = words.first else { return nil }
    self.address = address
    self.mnemonic = mnemonic
    operands = words.dropFirst().joined(separator: " ")
  }

  /// Whether it touches memory.
  var touchesMemory: Bool { operands.contains("(") || operands.contains("[") }

  /// Where a conditional jump leads; nil for all else.
  var target: UInt64? {
    guard ["jne", "b.ne"].contains(mnemonic) else { return nil }
    return operands.split(separator: " ").first.flatMap { UInt64($0, radix: 16) }
  }
}

/// The innermost loop of a function, from the place that its only backward jump leads to.
struct Loop: Sendable {
  /// Its instructions, the jump being the last.
  var instructions: [Instruction]

  /// The loop of `symbol` in a program or object file; nil where there is not exactly one.
  init?(of symbol: String, in file: String, with objdump: Tool) throws {
    let output = try objdump.run(
      ["-d", "--no-show-raw-insn", "--disassemble=\(symbol)", file]
    ).output
    let all = String(decoding: output, as: UTF8.self).split(separator: "\n")
      .compactMap(Instruction.init(line:))
    let backward = all.filter { jump in jump.target.map { $0 <= jump.address } ?? false }
    guard backward.count == 1, let jump = backward.first, let start = jump.target else {
      return nil
    }
    instructions = all.filter { (start...jump.address).contains($0.address) }
  }
}
