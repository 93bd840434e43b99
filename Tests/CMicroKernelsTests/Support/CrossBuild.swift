import Foundation

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
    guard let compiler = Self.tools.compiler, let emulator = Self.tools.emulator else { return nil }
    self.emulator = emulator
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ridgeline-kernels-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    program = folder.appending(path: "driver").path
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let sources = package.appending(path: "Sources/CMicroKernels")
    let driver = package.appending(path: "Tests/CMicroKernelsTests/Fixtures/driver.c").path
    let files = try ["aarch64", "support"].flatMap { name in
      let folder = sources.appending(path: name)
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".c") }.map { folder.appending(path: $0).path }
    }
    let arguments = [
      "-O2", "-static", "-std=gnu11", "-Wall", "-Werror", "-Wno-unknown-pragmas",
      "-I\(sources.path)/include", "-o", program, driver,
    ]
    atexit { CrossBuild.remove() }
    guard try compiler.run(arguments + files).status == 0 else { return nil }
  }

  /// Removes what was built, once the tests have ended.
  private static func remove() {
    guard let shared else { return }
    let folder = URL(fileURLWithPath: shared.program).deletingLastPathComponent()
    try? FileManager.default.removeItem(at: folder)
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
}
