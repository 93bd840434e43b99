import Devices
import FoundationEssentials
import ModelGraph
import Operators
import Reports
import Roofline
import Testing

/// What the names in a file may hold: markup, quotation marks, right-to-left letters, emoji, control
/// characters, formulas of spreadsheets, 10,000 characters.
@Suite("Names from files")
struct HostileNameTests {
  static let names = [
    "<script>alert(1)</script>", "\"quoted\" 'twice' `thrice`", "a | b | c",
    "مرحبا \u{202E}drawkcab",
    "👩‍👩‍👧‍👦🇩🇪 layer", "\u{1B}[31mred\u{7}\u{0}\u{9B}2J", "line\nbreak\r\nand\ttab", "\u{2028}\u{2029}",
    "=cmd|'/C calc'!A0", "+1+2", "-2+3", "@SUM(A1)", "\t=1", "**bold** [link](javascript:x)",
    String(repeating: "long", count: 2500), "e" + String(repeating: "\u{301}", count: 10_000), "",
  ]

  private static func estimates() throws -> [Estimate] {
    var model = ReportFixture.model()
    model.name = names[0]
    model.layers = names.enumerated().map { place, name in
      var layer = model.layers[0]
      layer.index = place
      layer.name = name
      layer.operatorName = OperatorName(name.isEmpty ? "Conv" : name)
      layer.notes = []
      return layer
    }
    model.peakActivationLayer = names[5]
    return try ["slow", "fast"].map { id in
      try Estimate(of: model, on: ReportFixture.device(id, flops: 100e6, bandwidth: 400e6))
    }
  }

  @Test(
    "neither steer a terminal nor burst a line of text", arguments: [ReportForm.table, .markdown])
  func text(form: ReportForm) throws {
    let estimates = try Self.estimates()
    for text in [
      try form.text(of: EstimateReport(estimates[0])), try form.text(of: CompareReport(estimates)),
    ] {
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !Self.steers($0) })
      let longest = text.split(separator: "\n").map(\.unicodeScalars.count).max() ?? 0
      #expect(longest < 2000)
    }
    let lines = try form.text(of: EstimateReport(estimates[0])).split(separator: "\n")
    #expect(lines.count { $0.contains("compute: matrix fp16") } == Self.names.count + 1)
  }

  @Test("are text and no markup to Markdown")
  func markdown() throws {
    let text = try ReportForm.markdown.text(of: EstimateReport(Self.estimates()[0]))
    #expect(!text.contains("<") && text.contains("&lt;script&gt;"))
    #expect(!text.contains("[link]") && !text.contains("**bold**"))
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    // Bars that are escaped begin no cell: 14 columns, so 15 bars.
    for row in rows { #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 15) }
  }

  @Test("are text and no formula to a spreadsheet, a row each")
  func spreadsheet() throws {
    let text = try ReportForm.csv.text(of: EstimateReport(Self.estimates()[0]))
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows.count == Self.names.count + 2)
    for row in rows.dropFirst().dropLast() {
      let name = row.drop { $0 != "," }.dropFirst().drop { $0 == "\"" }
      #expect(!["=", "+", "-", "@"].contains(name.first ?? "x"), "\(row.prefix(40))")
    }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !Self.steers($0) })
    // Numbers stay numbers.
    #expect(text.contains(",1000,2050,"))
  }

  @Test("are kept as they are in JSON and in traces")
  func json() throws {
    struct Named: Decodable { var name: String }
    struct Result: Decodable { var layers: [Named] }
    struct Trace: Decodable {
      struct Event: Decodable {
        var name: String
        var ph: String
      }
      var traceEvents: [Event]
    }
    let report = EstimateReport(try Self.estimates()[0])
    let text = try ReportForm.json.text(of: report)
    let result = try JSONDecoder().decode(Result.self, from: Data(text.utf8))
    #expect(result.layers.map(\.name) == Self.names)
    let trace = try #require(try NetworkForm.trace.text(of: report))
    let events = try JSONDecoder().decode(Trace.self, from: Data(trace.utf8))
    #expect(events.traceEvents.filter { $0.ph == "X" }.map(\.name) == Self.names)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  /// Control characters, and those that turn the direction of writing or end a line.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      || (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
