import Foundation

/// A program of the system that a test uses where it is installed.
struct Tool: Sendable {
  /// Where it is.
  let path: String

  /// The program of this name on the search path; nil where there is none.
  init?(_ name: String) {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let places = folders.map { "\($0)/\(name)" }
    guard let place = places.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return nil
    }
    path = place
  }

  /// Runs it to its end; returns what it wrote to standard output and how it ended.
  func run(_ arguments: [String], input: Data? = nil) throws -> (output: Data, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    let source = Pipe()
    process.standardInput = source
    try process.run()
    if let input { try source.fileHandleForWriting.write(contentsOf: input) }
    try source.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (data, process.terminationStatus)
  }
}

/// Where a symbolic link leads; nil where it is none.
func readLink(_ path: String) -> String? {
  try? FileManager.default.destinationOfSymbolicLink(atPath: path)
}
