import Devices
import Testing

@Suite("The shipped profiles, each figure against the others")
struct ShippedFindingsTests {
  @Test("contradict themselves nowhere", arguments: Catalogue.shipped.ids)
  func errors(_ id: String) throws {
    let findings = try Catalogue.shipped.profile(id: id).findings()
    #expect(findings.filter { $0.severity == .error }.isEmpty)
  }

  @Test("have what the checks need in most of them")
  func coverage() throws {
    let all = try Catalogue.shipped.ids.map { try Catalogue.shipped.profile(id: $0) }
    let rates = all.flatMap(\.compute).count { $0.operationsPerUnitPerClock != nil }
    let buses = all.flatMap(\.memoryLevels).count { $0.busBits != nil }
    #expect(rates >= 250)
    #expect(buses >= 80)
  }
}
