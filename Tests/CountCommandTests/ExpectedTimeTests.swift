import Foundation
import Testing

/// The expected time beside the bound, by the program as users run it.
@Suite(
  "The expected time", .enabled(if: BuiltProgram.path != nil, "ridgeline is not built"))
struct ExpectedTimeTests {
  private static let model = BuiltProgram.package.appending(path: "Examples/yolov3.cfg").path

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try BuiltProgram.run(
      arguments + ["--format", "json"], variables: ["XDG_DATA_HOME": "/nonexistent"])
    #expect(result.status == 0, "\(result.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test(
    "an estimate expects what the device's usual runtime takes, names it, and gives its interval")
  func usual() throws {
    let estimate = try json(["estimate", Self.model, "--device", "nvidia-t4"])
    #expect(estimate["runtime"] as? String == "pytorch-eager")
    let totals = try #require(estimate["totals"] as? [String: Any])
    let times = try ["boundSeconds", "lowSeconds", "expectedSeconds", "highSeconds"].map {
      try #require(totals[$0] as? Double)
    }
    #expect(times[0] < times[2])
    #expect(times[1] < times[2] && times[2] < times[3])
    let named = try json([
      "estimate", Self.model, "--device", "nvidia-t4", "--runtime", "pytorch-eager",
    ])
    #expect((named["totals"] as? [String: Any])?["expectedSeconds"] as? Double == times[2])
  }

  @Test("without a runtime nothing but the bound is told")
  func none() throws {
    let device = ["--device", "nvidia-t4", "--runtime", "none"]
    let estimate = try json(["estimate", Self.model] + device)
    #expect(estimate["runtime"] is NSNull && estimate["notExpected"] is NSNull)
    let table = try BuiltProgram.run(["estimate", Self.model, "--top", "1"] + device)
    #expect(!table.output.contains("xpected"))
    let op = try BuiltProgram.run(["op", "gemm", "--m", "8", "--n", "8", "--k", "8"] + device)
    #expect(op.status == 1 && op.errors.split(separator: "\n").count == 1)
  }

  @Test("a device without parameters says so in one line, and shows the bound")
  func unknown() throws {
    let result = try BuiltProgram.run(["estimate", Self.model, "--device", "google-tpu-v4"])
    #expect(result.status == 0)
    #expect(result.output.contains("bound latency"))
    let lines = result.output.split(separator: "\n").filter { $0.contains("Not expected: ") }
    #expect(lines == ["Not expected: google-tpu-v4: nothing is known of what a tpu achieves."])
    let comparison = try json([
      "compare", Self.model, "--devices", "google-tpu-v4,nvidia-t4",
    ])
    let devices = try #require(comparison["devices"] as? [[String: Any]])
    #expect(devices.count { $0["expectedSeconds"] is Double } == 1)
    #expect(devices.count { $0["notExpected"] is String } == 1)
  }

  @Test("a runtime that does not run on the device is an error where it is named")
  func wrongRuntime() throws {
    let result = try BuiltProgram.run([
      "estimate", Self.model, "--device", "nvidia-t4", "--runtime", "onnxruntime-cpu",
    ])
    #expect(result.status == 1)
    #expect(result.errors.contains("onnxruntime-cpu does not run on nvidia-t4"))
  }

  @Test("a table within gzip is predicted as it is without, and a damaged one is told")
  func compressed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plain = folder.appending(path: "table.csv")
    let text =
      "name,params_json,precision,batch\n"
      + #"gemm,"{""m"":64,""n"":32,""k"":16}",fp32,1"# + "\n"
    try Data(text.utf8).write(to: plain)
    let packing = Process()
    packing.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    packing.arguments = ["gzip", "-k", plain.path]
    try packing.run()
    packing.waitUntilExit()
    func predicted(_ path: String) throws -> BuiltProgram.Result {
      try BuiltProgram.run(["predict", path, "--device", "nvidia-t4"])
    }
    let packed = plain.path + ".gz"
    #expect(try predicted(packed).output == predicted(plain.path).output)
    #expect(try predicted(packed).output.split(separator: "\n").count == 2)
    let half = try Data(contentsOf: URL(fileURLWithPath: packed)).prefix(30)
    try half.write(to: URL(fileURLWithPath: packed))
    let broken = try predicted(packed)
    #expect(broken.status == 1)
    #expect(broken.errors.contains("\(packed): is cut off within its gzip"))
  }

  @Test("a folder of graphs that is none is told in one line")
  func noFolder() throws {
    let result = try BuiltProgram.run(
      ["predict", "table.csv", "--device", "nvidia-t4", "--networks", "/nonexistent"])
    #expect(result.status == 1)
    #expect(
      result.errors == "Error: /nonexistent is no folder; give the one that the graphs are in to "
        + "--networks\n")
  }

  @Test("a dispatch that is no time of a call is told in one line")
  func dispatch() throws {
    for seconds in ["nan", "inf", "2"] {
      let result = try BuiltProgram.run(
        ["predict", "table.csv", "--device", "nvidia-t4", "--dispatch", seconds])
      #expect(result.status == 64)
      #expect(result.errors.contains("give seconds from 0 to 1, as in --dispatch 15e-6"))
    }
  }
}
