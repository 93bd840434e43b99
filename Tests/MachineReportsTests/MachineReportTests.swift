import Machine
import MachineReports
import Reports
import Testing

/// What people and programs are told of a machine.
@Suite("The report of a machine")
struct MachineReportTests {
  private let report: MachineReport

  init() throws {
    report = MachineReport(
      MachineDescription(recorded: try .synthetic("pack:2 l2:2(size=1MiB) core:2 pu:2")))
  }

  @Test("every form tells it, and ends with a line break", arguments: ReportForm.allCases)
  func forms(form: ReportForm) throws {
    let text = try form.text(of: report)
    #expect(text.hasSuffix("\n"))
    #expect(text.contains("Synthetic machine") || text.contains("ingerprint"))
    #expect(try form.text(of: report) == text)
  }

  @Test("records hold counts and bytes, and nothing where nothing is known")
  func records() {
    let rows = Dictionary(uniqueKeysWithValues: report.records.rows.map { ($0[0], $0[1]) })
    #expect(rows["cores"] == "8")
    #expect(rows["processingUnits"] == "16")
    #expect(rows["L2 bytes"] == "1048576")
    #expect(rows["memoryBytes"] == "")
  }

  @Test("the table groups caches that are alike")
  func table() throws {
    let text = try ReportForm.table.text(of: report)
    // 2 packages of 2 caches of 1 MiB, two cores each.
    #expect(text.contains(/L2 +4 +1 MiB +\S+( B)? +2/))
    #expect(text.contains("8, up to 2 threads each"))
    #expect(text.contains("0-15"))
  }

  @Test("this machine is told in every form", arguments: ReportForm.allCases)
  func thisMachine(form: ReportForm) throws {
    let report = MachineReport(try MachineDescription.ofThisMachine())
    #expect(try form.text(of: report).contains(/(?i)fingerprint/))
  }
}
