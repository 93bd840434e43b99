import Diffs
import Reports
import Roofline
import Testing

@Suite("Reports of diffs, held against checked-in snapshots")
struct DiffReportTests {
  @Test("a diff of two devices in every form", arguments: ReportForm.allCases)
  func devices(form: ReportForm) throws {
    let sides = try ReportFixture.estimates().map { DiffSide($0) }
    let report = DiffReport(NetworkDiff(sides[0], sides[1]))
    try expectSnapshot(form.text(of: report), "diff.\(form.rawValue).txt")
  }

  @Test("a diff with a new layer, one that is gone and none that changed, as text")
  func layers() throws {
    let side = DiffSide(try ReportFixture.estimates()[0])
    var other = side
    other.layers[1].name = "new"
    other.layers[1].operatorName = "Relu"
    other.model = "other"
    try expectSnapshot(
      ReportForm.table.text(of: DiffReport(NetworkDiff(side, other))), "diff-layers.table.txt")
    try expectSnapshot(
      ReportForm.table.text(of: DiffReport(NetworkDiff(side, side))), "diff-same.table.txt")
  }
}
