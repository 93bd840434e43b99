import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("Conservation", .enabled(if: SharedModels.arePresent, SharedModels.absence))
struct Conservation {
  @Test("what the layers do sums to the totals", arguments: SharedModels.all)
  func sums(name: String, dimensions: [String: Int]) throws {
    let work = try ModelWork.counting(
      SharedModels.graph(name), options: AnalysisOptions(dimensions: dimensions))
    let layers = work.layers.map(\.work)
    #expect(layers.map(\.macs).reduce(0, +) == work.totals.macs)
    #expect(layers.map(\.flops).reduce(0, +) == work.totals.flops)
    #expect(layers.map(\.transcendentals).reduce(0, +) == work.totals.transcendentals)
    #expect(layers.map(\.bytes).reduce(0, +) == work.totals.bytes)
    #expect(layers.map(\.weightBytes).reduce(0, +) == work.totals.weightBytes)
    #expect(work.uncounted.isEmpty)
    #expect(layers.allSatisfy { $0.flops >= 2 * $0.macs })
  }

  @Test("no layer moves less than it must for its arithmetic", arguments: SharedModels.all)
  func bytes(name: String, dimensions: [String: Int]) throws {
    let work = try ModelWork.counting(
      SharedModels.graph(name), options: AnalysisOptions(dimensions: dimensions))
    for layer in work.layers where layer.work.flops > 0 {
      #expect(layer.work.outputBytes > 0, "\(layer.name)")
      #expect(layer.work.inputBytes > 0, "\(layer.name)")
    }
  }

  @Test(
    "twice the batch doubles arithmetic and activations, and not the weights",
    arguments: SharedModels.all.filter { !$0.name.hasSuffix("dyn") })
  func fixedBatch(name: String, dimensions: [String: Int]) throws {
    let graph = try SharedModels.graph(name)
    let one = try ModelWork.counting(graph)
    let two = try ModelWork.counting(graph, options: AnalysisOptions(batch: 2))
    Self.expectDouble(two, one)
    #expect(two.totals.weightBytes == one.totals.weightBytes)
    #expect(two.notes.count == 1)
  }

  @Test(
    "so it does where the batch is an open dimension",
    arguments: [("resnet50_dyn", [:]), ("bert_base_dyn", ["S": 128])])
  func openBatch(name: String, dimensions: [String: Int]) throws {
    let graph = try SharedModels.graph(name)
    let one = try ModelWork.counting(
      graph, options: AnalysisOptions(batch: 1, dimensions: dimensions))
    let two = try ModelWork.counting(
      graph, options: AnalysisOptions(batch: 2, dimensions: dimensions))
    Self.expectDouble(two, one)
    #expect(two.totals.weightBytes == one.totals.weightBytes)
    #expect(two.notes.isEmpty)
  }

  private static func expectDouble(_ two: ModelWork, _ one: ModelWork) {
    #expect(two.batch == 2 * one.batch)
    #expect(two.totals.macs == 2 * one.totals.macs)
    #expect(two.totals.flops == 2 * one.totals.flops)
    #expect(two.totals.transcendentals == 2 * one.totals.transcendentals)
    #expect(two.totals.activationBytes == 2 * one.totals.activationBytes)
    #expect(two.peakActivationBytes == 2 * one.peakActivationBytes)
    #expect(two.weightBytes == one.weightBytes)
    #expect(two.parameters == one.parameters)
  }
}
