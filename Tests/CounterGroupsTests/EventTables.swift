import Foundation

/// libpfm4's tables of events: a program of our own linked against it, for this machine's kind of
/// processor or for AArch64 in an emulator.
struct EventTables: Sendable {
  private let command: [String]

  /// The tables of this architecture; nil without a compiler and Debian's libpfm4-dev.
  static let host = make(compilers: ["cc", "clang", "gcc"], arguments: ["-lpfm"], emulator: nil)

  /// The tables of AArch64: those of this machine where it is one, else those that
  /// `Scripts/setup-for-tests` fetches; nil without a cross compiler, an emulator, or the library.
  static let arm: EventTables? = {
    #if arch(arm64)
      return host
    #else
      let library = SourceFolder.package.appending(path: ".build/arm64/libpfm.a").path
      guard let emulator = path(of: "qemu-aarch64"),
        FileManager.default.fileExists(atPath: library)
      else { return nil }
      return make(
        compilers: ["aarch64-linux-gnu-gcc"],
        arguments: ["-static", "-idirafter", "/usr/include", library], emulator: emulator)
    #endif
  }()

  private static func make(
    compilers: [String], arguments: [String], emulator: String?
  ) -> EventTables? {
    guard let compiler = compilers.compactMap(path).first else { return nil }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ridgeline-tables-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = folder.appending(path: "encode").path
    let source = SourceFolder.tests.appending(path: "Fixtures/encode.c").path
    let made = try? run([compiler, "-o", program, source] + arguments, input: "")
    guard made?.status == 0 else { return nil }
    return EventTables(command: (emulator.map { [$0] } ?? []) + [program])
  }

  /// The code of each event, or in its place why it has none.
  func codes(of names: [String]) throws -> [String] {
    let input = names.map { $0 + "\n" }.joined()
    let output = try Self.run(command, input: input).output
    return output.split(separator: "\n").map(String.init)
  }

  private static func path(of name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile(atPath:))
  }

  private static func run(
    _ command: [String], input: String
  ) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    let (source, output) = (Pipe(), Pipe())
    process.standardInput = source
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Fewer bytes than a pipe holds, so that nothing waits for the other.
    try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try source.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}

/// Where the sources are.
enum SourceFolder {
  /// The folder of these tests.
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  /// The package.
  static let package = tests.deletingLastPathComponent().deletingLastPathComponent()
}
