import Devices
import Testing

@Suite("Catalogue")
struct CatalogueTests {
  @Test(
    "every shipped profile is valid and bears its file's name", arguments: Catalogue.shipped.ids)
  func valid(_ id: String) throws {
    let profile = try Catalogue.shipped.profile(id: id)
    #expect(profile.id == id)
  }
}
