import CountConventions
import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("The table of conventions")
struct ConventionTableTests {
  @Test("names are unique, and each convention says what it follows")
  func descriptions() {
    let all = CountConventions.descriptions
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(
      CountConventions.names == [
        "torchvision", "fvcore", "thop", "ptflops", "onnx-tool", "darknet", "ultralytics",
      ])
    for description in all {
      #expect(!description.tool.isEmpty && !description.source.isEmpty, "\(description.name)")
    }
  }

  @Test("every reason has a title and an explanation of its own")
  func reasons() {
    #expect(Set(CountReason.allCases.map(\.title)).count == CountReason.allCases.count)
    #expect(Set(CountReason.allCases.map(\.explanation)).count == CountReason.allCases.count)
  }

  @Test("a count past 2^63 is no figure, and nothing crashes")
  func overflow() throws {
    var network = SmallNetwork()
    let size = 1 << 20
    let left = network.input([size, size])
    let right = network.stored("w", [size, size])
    // 2^60 multiply–accumulates are counted; their double passes 2^63 when it is scaled or priced.
    let product = network.layer("MatMul", "/a/MatMul", [left, right])
    network.graph.outputs = [product]
    let comparison = try CountComparison(of: network.graph)
    #expect(comparison.counts.first { $0.convention.name == "torchvision" }?.figure == 1 << 60)
  }

  @Test("an operator that no rule knows is told in every figure's place")
  func uncounted() throws {
    var network = SmallNetwork()
    let picture = network.input([1, 4])
    let odd = network.layer("Odd", "odd", [picture], domain: "my.ops")
    network.graph.outputs = [odd]
    let comparison = try CountComparison(of: network.graph)
    #expect(comparison.notes.contains { $0.hasPrefix("1 layer is not counted") })
  }
}
