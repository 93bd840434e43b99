import Foundation
import Testing

@Suite("Pages and traces of ridgeline count", .enabled(if: BuiltProgram.path != nil, "not built"))
struct CountPageTests {
  private static let recorded = BuiltProgram.package
    .appending(path: "Tests/MeasuredProfilesTests/Recorded")

  @Test("a page has the report, and with stated work the roofline above it")
  func page() throws {
    let plain = try BuiltProgram.run(["count", "--format", "html", "--", "true"])
    #expect(plain.status == 0)
    #expect(plain.errors.hasPrefix("<!DOCTYPE html>") && !plain.errors.contains("<svg"))
    let stated = try BuiltProgram.run([
      "count", "--flops", "2e9", "--bytes", "1e9", "--device", "amd-epyc-7763", "--format", "html",
      "--", "sh", "-c", ": '<b>'",
    ])
    #expect(stated.errors.contains("class=\"measured\"") && stated.errors.contains("wall time"))
    #expect(!stated.errors.contains("<b>"))
  }

  @Test("what was counted goes into a chart, and a page shows it in numbers")
  func points() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (points, page) = (
      folder.appending(path: "p.json").path, folder.appending(path: "p.html").path
    )
    _ = try BuiltProgram.run([
      "count", "--flops", "2e9", "--bytes", "1e9", "--format", "json", "--output", points, "--",
      "true",
    ])
    let chart = ["chart", "--device", "amd-epyc-7763", "--points", points]
    #expect(try BuiltProgram.run(chart).output.contains(">true</text>"))
    #expect(try BuiltProgram.run(chart + ["--output", page]).status == 0)
    let text = try String(contentsOfFile: page, encoding: .utf8)
    // 2e9 FLOPs over 1e9 bytes.
    #expect(text.contains(">2</td>") && text.contains("of the roof"))
  }

  @Test("a runtime's trace stands beside the model, as ridgeline estimate --measured tells it")
  func trace() throws {
    let model = Self.recorded.appending(path: "small.onnx").path
    let file = Self.recorded.appending(path: "onnxruntime.json").path
    let told = try BuiltProgram.run([
      "count", "--trace", file, "--model", model, "--device", "amd-epyc-7763",
    ])
    let estimated = try BuiltProgram.run([
      "estimate", model, "--measured", file, "--device", "amd-epyc-7763",
    ])
    #expect(told.status == 0 && told.output.contains("× bound"))
    let first = { (text: String) in text.split(separator: "\n").first }
    #expect(first(told.output) == first(estimated.output))
    #expect(told.output.contains("/stem/stem.0/Conv + 1") && told.output.contains("32.00 µs"))
    let refused = try BuiltProgram.run(["count", "--trace", file, "--device", "amd-epyc-7763"])
    #expect(refused.status == 1 && refused.errors.split(separator: "\n").count == 1)
    // Without a device it is this machine's, and that is told first; here no model is there.
    let local = try BuiltProgram.run(["count", "--trace", file, "--model", "/nonexistent.onnx"])
    #expect(local.status == 1 && local.errors.hasPrefix("note: the trace is taken to be of this"))
  }
}
