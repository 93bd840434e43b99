import Operators
import Reports
import Roofline
import Testing

@Suite("Layers that the user describes")
struct DescribedLayersTests {
  @Test("an estimate marks them, and names what describes them")
  func marks() throws {
    var model = ReportFixture.model()
    model.layers[1].describedBy = "my-ops.json5: a paper"
    let device = try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6)
    let report = try EstimateReport(Estimate(of: model, on: device))
    for form in [ReportForm.table, .markdown] {
      let text = try form.text(of: report)
      let row = try #require(text.split(separator: "\n").first { $0.contains("darknet.route") })
      #expect(row.contains("darknet.route *") || row.contains("darknet.route \\*"))
      #expect(!text.contains("Conv *") && !text.contains("Conv \\*"))
      #expect(text.contains("1 of 2 layers, in my-ops.json5: a paper."))
    }
  }
}
