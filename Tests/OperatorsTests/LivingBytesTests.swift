import ModelGraph
import Operators
import Testing

@Suite("Living activations")
struct LivingBytesTests {
  @Test("stand at each layer with its inputs and outputs, and their largest sum is the peak")
  func chain() throws {
    // 8 inputs of 4 B; 16 outputs, then 4: 32 + 64 = 96 B at the first layer, 64 + 16 = 80 B at the
    // second, 16 + 16 = 32 B at the third.
    let text = """
      [net]
      inputs=8
      batch=1

      [connected]
      output=16
      activation=linear

      [connected]
      output=4
      activation=linear

      [softmax]
      """
    let graph = try TemporaryModel.graph(text, name: "chain.cfg")
    let work = try ModelWork.counting(graph)
    #expect(work.layers.map(\.livingBytes) == [96, 80, 32])
    #expect(work.peakActivationBytes == 96)
    let larger = try ModelWork.counting(graph, options: AnalysisOptions(batch: 3))
    #expect(larger.layers.map(\.livingBytes) == [288, 240, 96])
  }

  @Test("are not told of a step of training, whose gradients live apart")
  func training() throws {
    let work = try ModelWork.counting(
      Examples.graph("two-layer-mlp.cfg"), options: AnalysisOptions(training: .sgd))
    #expect(work.layers.allSatisfy { $0.livingBytes == nil })
  }
}
