import Devices
import Testing

@Suite("Finding devices")
struct FindingTests {
  @Test(
    "a range is written with prefixes and units, open on either side",
    arguments: [
      ("40GB..", 40e9, Double.infinity), ("..24GB", 0, 24e9), ("16GB..32GB", 16e9, 32e9),
      ("1.5TB/s..", 1.5e12, .infinity), ("..75W", 0, 75),
      ("2GiB..3GiB", 2_147_483_648, 3_221_225_472),
      ("0..", 0, .infinity),
    ])
  func ranges(text: String, lower: Double, upper: Double) throws {
    let range = try #require(AmountRange(text))
    #expect(range.lower == lower)
    #expect(range.upper == upper)
  }

  @Test(
    "what is no range is refused",
    arguments: ["", "..", "GB..", "40XB..", "-3GB..", "40GB..20GB", "1..2..3", "nan..", "inf"])
  func noRanges(text: String) {
    #expect(AmountRange(text) == nil)
  }

  @Test("a single amount takes what datasheets round")
  func single() throws {
    let range = try #require(AmountRange("80GB"))
    // 80 GiB is 85.9e9 bytes; 96 GB is another card.
    #expect(range.contains(85.9e9))
    #expect(!range.contains(96e9))
  }

  private static func shipped() throws -> [DeviceProfile] {
    try Catalogue.shipped.ids.map { try Catalogue.shipped.profile(id: $0) }
  }

  @Test("a filter keeps what meets all of its conditions")
  func filter() throws {
    let filter = DeviceFilter(
      kind: .gpu, vendor: "nvidia", memoryBytes: AmountRange("80GB"), precision: .fp8)
    let ids = try Self.shipped().filter(filter.accepts).map(\.id)
    #expect(ids.contains("nvidia-h100-sxm5-80gb"))
    // An A100 has no fp8, an MI300X is another vendor's, an H200 has 141 GB.
    #expect(!ids.contains("nvidia-a100-sxm-80gb"))
    #expect(ids.allSatisfy { $0.hasPrefix("nvidia-") })
  }

  @Test("figures are sorted from the largest on, unknown ones last, names from A on")
  func order() throws {
    let devices = try Self.shipped()
    let bandwidths = DeviceOrder.bandwidth.sorted(devices).map {
      $0.mainMemory?.bytesPerSecond?.value ?? -1
    }
    #expect(bandwidths == bandwidths.sorted(by: >))
    #expect(DeviceOrder.id.sorted(devices.reversed()).map(\.id) == Catalogue.shipped.ids)
  }
}
