import Foundation

/// The driver of this architecture, and what runs it in other ways than this CPU does.
struct NativeBuild: Sendable {
  #if arch(x86_64)
    private static let architecture = "x86_64"
  #else
    private static let architecture = "aarch64"
  #endif

  /// A compiler: any that is there.
  private static let compiler = Tool("gcc") ?? Tool("clang") ?? Tool("cc")
  /// Valgrind, whose tool callgrind counts instructions.
  static let valgrind = Tool("valgrind")
  /// An emulator of x86-64 CPUs of any age.
  static let emulator = Tool("qemu-x86_64")
  /// The build, made once; nil where it failed.
  static let shared = try? NativeBuild()

  /// The program.
  let program: String

  private init?() throws {
    guard let compiler = Self.compiler,
      let program = try DriverBuild.program(
        for: Self.architecture, with: compiler, flags: ["-static", "-g0"])
    else { return nil }
    self.program = program
  }

  /// How trials of the compute kernels end on an older CPU, by name: what `rl_trial` says.
  func trials(on cpu: String) throws -> [String: Int] {
    guard let emulator = Self.emulator else { return [:] }
    let (output, status) = try emulator.run(["-cpu", cpu, program, "list"])
    guard status == 0 else { return [:] }
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    return lines.reduce(into: [:]) { trials, line in
      let fields = line.split(separator: "|").map(String.init)
      if let name = fields.first, let trial = fields.last { trials[name] = Int(trial) }
    }
  }

  /// The instructions that callgrind counts within a kernel in one run of so many iterations; nil where
  /// it cannot run it.
  func instructions(of kernel: Kernel, iterations: Int) throws -> Int? {
    guard let valgrind = Self.valgrind else { return nil }
    let counts = program + ".\(kernel.name).\(iterations)"
    let (_, status) = try valgrind.run(
      [
        "--tool=callgrind", "--callgrind-out-file=\(counts)",
        "--toggle-collect=rl_\(kernel.name)", "--collect-atstart=no", program, "\(kernel.index)",
        "\(iterations)",
      ], input: Data(kernel.registers().bytes))
    guard status == 0 else { return nil }
    let text = try String(contentsOfFile: counts, encoding: .utf8)
    // `summary: 1234` or `totals: 1234`.
    return text.split(separator: "\n").first { $0.hasPrefix("totals:") || $0.hasPrefix("summary:") }
      .flatMap { $0.split(separator: " ").last.flatMap { Int($0) } }
  }
}
