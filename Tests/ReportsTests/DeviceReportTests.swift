import Devices
import FoundationEssentials
import Reports
import Testing

@Suite("Reports of the shipped devices")
struct DeviceReportTests {
  @Test("docs/Devices.md is what `make docs` writes")
  func page() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/Devices.md")
    let (devices, faults) = Catalogue.shipped.profiles()
    #expect(faults.isEmpty)
    let text = try ReportForm.markdown.text(of: DeviceLibraryReport(devices))
    let page = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == page, "docs/Devices.md is out of date; run `make docs`")
  }

  @Test("every device is shown, with a roofline where it has rates and a bandwidth")
  func charts() throws {
    for device in Catalogue.shipped.profiles().devices {
      let text = try ReportForm.table.text(of: DeviceReport(device))
      let isDrawn = !device.compute.isEmpty && device.mainMemory?.bytesPerSecond != nil
      #expect(text.contains("\nRoofline\n") == isDrawn, "\(device.id)")
    }
  }

  /// The fixture: matrix fp16 at 100 M, vector fp32 at 10 M over 400 MB/s, so the
  /// ridge points are at 0.25 and 0.025 FLOP/B.
  @Test("a roofline has a plateau for each rate, from its ridge point on, and fits 80 columns")
  func plateaus() throws {
    let device = try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6)
    let text = try ReportForm.table.text(of: DeviceReport(device))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("A  100.0 MFLOP/s  matrix fp16, from 0.250 FLOP/B on") })
    #expect(lines.contains { $0.hasPrefix("B  10.00 MFLOP/s  vector fp32, from 0.025 FLOP/B on") })
    #expect(lines.contains { $0.hasSuffix("-A  FLOP/s") })
    #expect(lines.contains { $0.hasSuffix("-B") })
    let start = try #require(lines.firstIndex { $0 == "Roofline" })
    #expect(lines[start..<(start + 17)].allSatisfy { $0.count <= 80 })
  }

  @Test(
    "figures at the edge of what a number holds are drawn or left out, and nothing else happens")
  func extremes() throws {
    for value in [1e-300, Double.leastNonzeroMagnitude, 1e300, .infinity, .nan, 0, -1] {
      var device = try ReportFixture.device("slow", flops: 100e6, bandwidth: 400e6)
      device.compute[0].flopsPerSecond.value = value
      _ = try ReportForm.table.text(of: DeviceReport(device))
      device.memoryLevels[0].bytesPerSecond?.value = value
      _ = try ReportForm.table.text(of: DeviceReport(device))
    }
  }
}
