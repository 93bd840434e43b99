import Devices
import Reports
import Testing

@Suite("A report of checked profiles")
struct DeviceCheckReportTests {
  private let checks = [
    DeviceFileCheck(file: "good.json5", id: "good", findings: []),
    DeviceFileCheck(
      file: "bad.json5", id: "bad",
      findings: [
        ProfileFinding(
          .error, "83e12 FLOP/s, but 40 units × 1e3 × 2e9 Hz gives 80e12",
          keyPath: "compute[1].flopsPerSecond.value", remedy: "correct the rate"),
        ProfileFinding(
          .warning, "int8 is slower than fp16", keyPath: "compute[0].flopsPerSecond.value",
          remedy: "leave it so if the device is like this"),
      ]),
    DeviceFileCheck(
      file: "unreadable.json5", id: nil,
      findings: [ProfileFinding(.error, "an empty file", keyPath: "", remedy: "")]),
  ]

  @Test("in every form", arguments: ReportForm.allCases)
  func forms(form: ReportForm) throws {
    try expectSnapshot(
      form.text(of: DeviceCheckReport(checks)), "device-check.\(form.rawValue).txt")
  }

  @Test("of profiles without a fault says so in one line")
  func clean() throws {
    let text = try ReportForm.table.text(of: DeviceCheckReport(Array(checks.prefix(1))))
    #expect(text == "1 profile: 0 errors, 0 warnings.\n")
  }

  @Test("a listing names the profiles of one's own, and says which take another's place")
  func own() throws {
    let device = try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6)
    let own = ["slow": OwnProfile(path: "slow.json5", isOverride: true)]
    let text = try ReportForm.table.text(of: DevicesReport([device], own: own))
    #expect(
      text.contains(
        "slow is your own: slow.json5, in the place of the one that comes with the program."))
    #expect(try ReportForm.csv.text(of: DevicesReport([device], own: own)).contains("slow.json5"))
  }
}
