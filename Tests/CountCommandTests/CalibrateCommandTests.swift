import Foundation
import Testing

/// The program `ridgeline calibrate`, run as users run it.
@Suite(
  "ridgeline calibrate", .serialized,
  .enabled(if: BuiltProgram.path != nil, "ridgeline is not built"))
struct CalibrateCommandTests {
  /// A folder that is removed, and files in it.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// A program that the shell runs. Another process writes it: of what this one writes, a program that
  /// another test starts just then holds a copy open, and the kernel runs no file that is being written.
  private func script(_ text: String, in folder: URL) throws -> String {
    let path = folder.appending(path: "python").path
    let source = URL(fileURLWithPath: path + ".sh")
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["install", "-m", "755", source.path, path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return path
  }

  /// Products of many sizes on a device of 100 GFLOP/s, and functions of elements.
  private var table: String {
    var lines = ["name,params_json,precision,batch,latency_ms"]
    for size in stride(from: 128, through: 1024, by: 64) {
      let products = 2 * Double(size) * Double(size) * Double(size) / 100e9
      lines.append(
        "gemm,\"{\"\"m\"\":\(size),\"\"n\"\":\(size),\"\"k\"\":\(size)}\",fp32,1,"
          + "\(1000 * products + 0.01)")
      lines.append(
        "relu,\"{\"\"rows\"\":\(size),\"\"cols\"\":4096}\",fp32,1,\(0.01 + Double(size) / 1000)")
    }
    return lines.joined(separator: "\n")
  }

  @Test("a calibration is kept in the user's folder, stands for the runtime, and tells its error")
  func kept() throws {
    try withFolder { folder in
      let measured = folder.appending(path: "measured.csv").path
      try Data(table.utf8).write(to: URL(fileURLWithPath: measured))
      let variables = ["XDG_DATA_HOME": folder.path]
      let device = ["--device", "amd-epyc-9654", "--runtime", "onnxruntime-cpu"]
      let result = try BuiltProgram.run(
        ["calibrate", "--measured", measured] + device, variables: variables)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("after, on shapes held out"))
      let file = folder.appending(
        path: "ridgeline/runtimes/onnxruntime-cpu@amd-epyc-9654.json5")
      #expect(FileManager.default.fileExists(atPath: file.path))
      let op = try BuiltProgram.run(
        ["op", "gemm", "--m", "512", "--n", "512", "--k", "512", "--format", "json"] + device,
        variables: variables)
      #expect(op.errors.contains("is as you calibrated it on amd-epyc-9654"))
      let json = try JSONSerialization.jsonObject(with: Data(op.output.utf8)) as? [String: Any]
      // 2 · 512³ / 100 GFLOP/s and 10 µs: 2.694 ms.
      let seconds = try #require(json?["expectedSeconds"] as? Double)
      #expect(abs(seconds / 0.002694 - 1) < 0.15)
    }
  }

  @Test("tables of several devices are refused, in one line")
  func devices() throws {
    try withFolder { folder in
      let files = try ["T4", "V100"].map { device in
        let lines = table.split(separator: "\n").enumerated().map {
          $0 == 0 ? "device,\($1)" : "\(device),\($1)"
        }
        let file = folder.appending(path: "\(device).csv")
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        return file.path
      }
      let result = try BuiltProgram.run([
        "calibrate", "--measured", files[0], "--measured", files[1], "--device", "nvidia-t4",
        "--runtime", "tensorrt", "-o", folder.appending(path: "out.json5").path,
      ])
      #expect(result.status == 1)
      #expect(
        result.errors
          == "Error: the tables are of several devices: T4, V100; choose the rows of one "
          + "with --where device=NAME\n")
    }
  }

  @Test("a Python that is missing, or has no ONNX Runtime, is told in one line, before any work")
  func python() throws {
    let missing = try BuiltProgram.run(["calibrate", "--local", "--python", "/nonexistent/python"])
    #expect(missing.status == 1)
    #expect(
      missing.errors.split(separator: "\n") == [
        "Error: /nonexistent/python cannot be run: No such file or directory; install Python 3 with "
          + "onnxruntime and numpy, or name one with --python"
      ])
    try withFolder { folder in
      let bare = try script("exit 1", in: folder)
      let result = try BuiltProgram.run(["calibrate", "--local", "--python", bare])
      #expect(result.status == 1)
      #expect(result.errors.hasPrefix("Error: \(bare) has no onnxruntime and numpy; install them"))
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }

  @Test("Ctrl-C ends it with 130 and leaves neither a file nor a folder")
  func interrupted() throws {
    try withFolder { folder in
      let temporary = folder.appending(path: "temporary")
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      // Ready at the first call; the second is the measuring, in which the user loses patience.
      let python = try script(
        "case \"$2\" in *profil*) kill -INT $PPID; sleep 60 ;; esac", in: folder)
      let output = folder.appending(path: "mine.json5").path
      let result = try BuiltProgram.run(
        [
          "calibrate", "--local", "--python", python, "--device", "amd-epyc-9654", "-o", output,
        ], variables: ["TMPDIR": temporary.path])
      #expect(result.status == 130)
      #expect(result.errors.contains("interrupted; nothing was written"))
      #expect(!FileManager.default.fileExists(atPath: output))
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
    }
  }

  @Test(
    "bad calls are told in one line",
    arguments: [
      ([], "give either --local or --measured"),
      (["--local", "--measured", "a.csv"], "give either --local or --measured"),
      (["--measured", "a.csv"], "--measured needs --device and --runtime"),
      (
        ["--measured", "/nonexistent.csv", "--device", "nvidia-t4", "--runtime", "tensorrt"],
        "/nonexistent.csv: cannot be read; give the path of a CSV file"
      ),
      (
        ["--measured", "a.json", "--device", "nvidia-t4", "--runtime", "tensorrt"],
        "1 profiles and 0 --model: give each profile its model, and tables none"
      ),
      (
        ["--measured", "a.csv", "--device", "nvidia-t4", "--runtime", "tensort"],
        "did you mean tensorrt?"
      ),
    ] as [([String], String)])
  func badCalls(arguments: [String], message: String) throws {
    let result = try BuiltProgram.run(["calibrate"] + arguments)
    #expect(result.status != 0)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
