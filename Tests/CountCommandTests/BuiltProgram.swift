import Foundation

/// The program that was built with the tests.
enum BuiltProgram {
  /// How it ended, and what it wrote.
  struct Result: Sendable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The package.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Beside the tests; nil where it is not built.
  static let path: String? = {
    let here = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let place = here.deletingLastPathComponent().appending(path: "ridgeline").path
    return FileManager.default.isExecutableFile(atPath: place) ? place : nil
  }()

  /// A library that lets the kernel pretend to have a counter (Tests/MachineTests/Pretended); nil
  /// without a C compiler.
  static let pretendedCounter = pretended("counter")

  /// A library that lets PAPI say that it is of another version; nil without a C compiler.
  static let pretendedVersion = pretended("version")

  /// A library that lets PAPI's not be there; nil without a C compiler.
  static let pretendedAbsence = pretended("absent")

  private static func pretended(_ name: String) -> String? {
    let library = FileManager.default.temporaryDirectory.appending(
      path: "ridgeline-pretended-\(UUID().uuidString).so"
    ).path
    let source = package.appending(path: "Tests/MachineTests/Pretended/\(name).c").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["cc", "-shared", "-fPIC", "-o", library, source]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? library : nil
  }

  /// Runs it to its end; with a signal, sends that to it once it has written a line.
  static func run(
    _ arguments: [String], input: String = "", signal: Int32? = nil, afterLine line: String = "",
    variables: [String: String] = [:]
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["in", "out", "err"].map { folder.appending(path: $0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    try Data(input.utf8).write(to: files[0])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    // Files, not pipes: a process that is left over would keep a pipe open.
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    // Tests run on threads that hold signals back, and what they start would too.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    try process.run()
    if let signal {
      for _ in 0..<400 where (try? text(files[1]))?.contains(line) != true { usleep(25_000) }
      // The program has written its line; now it waits.
      usleep(50_000)
      kill(process.processIdentifier, signal)
    }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try text(files[1]), errors: try text(files[2]))
  }

  private static func text(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// Whether a process runs that has this argument, and is no zombie.
  static func isRunning(argument: String) -> Bool {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { Int($0) != nil }.contains { process in
      let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
      return String(decoding: line, as: UTF8.self).split(separator: "\0").contains {
        $0 == argument
      }
    }
  }
}
