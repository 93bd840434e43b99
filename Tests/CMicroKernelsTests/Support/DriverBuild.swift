import Foundation

/// Builds the driver with the kernels of an architecture, outside the package.
enum DriverBuild {
  /// The driver's path; nil where the compiler refuses. Removed when the process ends.
  static func program(
    for architecture: String, with compiler: Tool, flags: [String]
  ) throws -> String? {
    let folder = folder.appending(path: architecture)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: DriverBuild.folder) }
    let program = folder.appending(path: "driver").path
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let sources = package.appending(path: "Sources/CMicroKernels")
    let driver = package.appending(path: "Tests/CMicroKernelsTests/Fixtures/driver.c").path
    let files = try [architecture, "support"].flatMap { name in
      let folder = sources.appending(path: name)
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".c") }.map { folder.appending(path: $0).path }
    }
    let arguments =
      flags + [
        "-O2", "-std=gnu11", "-Wall", "-Werror", "-Wno-unknown-pragmas",
        "-I\(sources.path)/include", "-o", program, driver,
      ]
    return try compiler.run(arguments + files).status == 0 ? program : nil
  }

  private static var folder: URL {
    FileManager.default.temporaryDirectory.appending(
      path: "ridgeline-kernels-\(ProcessInfo.processInfo.processIdentifier)")
  }
}
