import Foundation
import Testing

/// The kernels of AArch64, compiled here and run in an emulator.
struct CrossBuild: Sendable {
  /// What it needs: Debian's gcc-aarch64-linux-gnu and qemu-user.
  static let tools = (compiler: Tool("aarch64-linux-gnu-gcc"), emulator: Tool("qemu-aarch64"))
  /// The disassembler that comes with the compiler.
  static let objdump = Tool("aarch64-linux-gnu-objdump")
  /// Whether both are installed.
  static var isPossible: Bool { tools.compiler != nil && tools.emulator != nil }

  /// The kernels of the table, tried in the emulator; none where it cannot be built.
  static let kernels: [Kernel] = isPossible ? (try? shared?.list()) ?? [] : []
  /// The build, made once; nil where it failed.
  static let shared = try? CrossBuild()

  /// The program.
  let program: String
  private let emulator: Tool

  private init?() throws {
    guard let compiler = Self.tools.compiler, let emulator = Self.tools.emulator,
      let program = try DriverBuild.program(for: "aarch64", with: compiler, flags: ["-static"])
    else { return nil }
    self.emulator = emulator
    self.program = program
  }

  private func list() throws -> [Kernel] {
    let text = try emulator.run(["-cpu", "max", program, "list"]).output
    return String(decoding: text, as: UTF8.self).split(separator: "\n").enumerated().compactMap {
      index, line in
      let fields = line.split(separator: "|").map(String.init)
      guard fields.count == 7 else { return nil }
      return Kernel(
        index: index, name: fields[0], isa: fields[1], precision: fields[2], unit: fields[3],
        form: fields[4], instructions: fields[5].split(separator: ",").map(String.init),
        works: fields[6] == "0")
    }
  }

  /// Runs a kernel on these registers, with vectors of SVE of `bits`; returns the operations that it
  /// says it did.
  func run(
    _ kernel: Kernel, iterations: Int, bits: Int, on registers: inout Registers
  ) throws -> Int? {
    let cpu = "max,sve\(bits)=on,sve-max-vq=\(bits / 128)"
    let (output, status) = try emulator.run(
      ["-cpu", cpu, program, "\(kernel.index)", "\(iterations)"], input: Data(registers.bytes))
    guard status == 0, output.count == 8 + registers.bytes.count else { return nil }
    registers.bytes = Array(output.dropFirst(8))
    return output.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A memory kernel of the table, and how a trial of it ended.
  struct MemoryKernel: Sendable, CustomTestStringConvertible {
    var index: Int
    var name: String
    var operation: String
    var streams: Int
    var works: Bool
    var testDescription: String { name }
  }

  /// The memory kernels, tried in the emulator; none where it cannot be built.
  static let memoryKernels: [MemoryKernel] = isPossible ? (try? shared?.listMemory()) ?? [] : []

  private func listMemory() throws -> [MemoryKernel] {
    let text = try emulator.run(["-cpu", "max", program, "list-memory"]).output
    return String(decoding: text, as: UTF8.self).split(separator: "\n").enumerated().compactMap {
      index, line in
      let fields = line.split(separator: "|").map(String.init)
      guard fields.count == 4, let streams = Int(fields[2]) else { return nil }
      return MemoryKernel(
        index: index, name: fields[0], operation: fields[1], streams: streams,
        works: fields[3] == "0")
    }
  }

  /// Runs a memory kernel once through its arrays; the bytes that it says it moved, and the arrays.
  func run(_ kernel: MemoryKernel) throws -> (bytes: Int, elements: [Double])? {
    let (output, status) = try emulator.run(
      ["-cpu", "max", program, "memory", "\(kernel.index)"])
    guard status == 0, output.count > 8 else { return nil }
    let bytes = output.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let elements = output.dropFirst(8).withUnsafeBytes { raw in
      (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self) }
    }
    return (bytes, elements)
  }
}
