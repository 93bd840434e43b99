import Foundation

/// Small C programs that the tests run, built where there is a compiler.
struct BuiltPrograms: Sendable {
  /// The program with threads and regions; nil without a compiler.
  static let threads = build("threads")

  private static func build(_ name: String) -> String? {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let package = tests.deletingLastPathComponent().deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ridgeline-\(name)-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = folder.appending(path: name).path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "cc", "-O2", "-Wall", "-Werror", "-pthread",
      "-I\(package.path)/Sources/CRidgelineRegions/include", "-o", program,
      tests.appending(path: "Programs/\(name).c").path,
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? program : nil
  }
}
