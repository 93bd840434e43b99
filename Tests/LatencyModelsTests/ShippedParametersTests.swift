import LatencyModels
import Testing

@Suite struct ShippedParametersTests {
  @Test func `Every shipped file of parameters can be read`() throws {
    let catalogue = try LatencyCatalogue.shipped()
    #expect(catalogue.devices["gpu"] != nil)
    #expect(catalogue.runtimes["pytorch-eager"] != nil)
  }
}
