import LatencyModels
import ModelGraph
import Operators
import Testing

@Suite("Expected latencies of networks")
struct NetworkLatencyTests {
  private func layer(_ index: Int, _ kernel: Kernel, producers: [Int]) -> LayerWork {
    LayerWork(
      index: index, name: "layer \(index)", operatorName: OperatorName("X"), outputShapes: [[1]],
      computeType: .float32,
      work: Work(
        macs: 0, flops: 1000, transcendentals: 0, weightBytes: 0, inputBytes: 4000,
        outputBytes: 4000), parameters: 0, trainableParameters: 0, notes: [], kernel: kernel,
      producers: producers)
  }

  private func network(_ layers: [LayerWork]) -> ModelWork {
    ModelWork(
      name: "n", format: "f", batch: 1, layers: layers, uncounted: [], foldedLayers: 0,
      parameters: 0, trainableParameters: 0, weightBytes: 0, totals: .none,
      peakActivationBytes: 0, notes: [])
  }

  private func latency(_ layers: [LayerWork], fusion: Set<Fusion>) throws -> NetworkLatency {
    var runtime = RoundDevice.runtime([.launchSeconds: 1e-3])
    runtime.fusion = fusion
    let model = try LatencyModel(
      device: RoundDevice.profile(), runtime: runtime, parameters: RoundDevice.parameters())
    return try NetworkLatency(of: network(layers), under: model)
  }

  private var chain: [LayerWork] {
    let elements = Kernel.elementwise(Kernel.Elementwise(elements: 1000))
    return [
      layer(0, .product(Kernel.Product(m: 10, n: 100, k: 10)), producers: []),
      layer(1, elements, producers: [0]), layer(2, elements, producers: [1]),
    ]
  }

  @Test("layers run one after the other where the runtime fuses nothing")
  func plain() throws {
    let latency = try latency(chain, fusion: [])
    #expect(latency.layers.allSatisfy { $0.seconds > 1e-3 })
    #expect(latency.seconds == latency.layers.reduce(0) { $0 + $1.seconds })
    #expect(latency.lowSeconds < latency.seconds && latency.seconds < latency.highSeconds)
  }

  @Test("a layer that runs for each trip of a loop takes that many times as long")
  func trips() throws {
    let once = chain
    var often = chain
    for place in often.indices {
      often[place].runs = 8
      let work = often[place].work
      often[place].work = Work(
        macs: 0, flops: 8 * work.flops, transcendentals: 0, weightBytes: 0,
        inputBytes: 8 * work.inputBytes, outputBytes: 8 * work.outputBytes)
    }
    let (one, eight) = (try latency(once, fusion: []), try latency(often, fusion: []))
    for (one, eight) in zip(one.layers, eight.layers) {
      #expect(eight.seconds == 8 * one.seconds)
      #expect(eight.highSeconds == 8 * one.highSeconds)
    }
  }

  @Test("functions of elements run in the kernel of the product before them where it fuses")
  func fused() throws {
    let latency = try latency(chain, fusion: [.activation, .elementwise])
    for place in 1...2 {
      guard case .fused(into: 0) = latency.layers[place] else {
        Issue.record("layer \(place) has a kernel of its own")
        continue
      }
    }
    #expect(latency.seconds == latency.layers[0].seconds)
  }

  @Test("what two layers read stays a kernel of its own")
  func shared() throws {
    var layers = chain
    layers.append(layer(3, .movement, producers: [0]))
    let latency = try latency(layers, fusion: [.activation])
    #expect(latency.layers[1].seconds > 0)
  }

  @Test("two products with a softmax between them are one attention")
  func attention() throws {
    let layers = [
      layer(0, .product(Kernel.Product(batch: 8, m: 16, n: 16, k: 64)), producers: []),
      layer(1, .elementwise(Kernel.Elementwise(elements: 2048)), producers: [0]),
      layer(2, .rows(Kernel.Rows(.softmax, rows: 128, columns: 16)), producers: [1]),
      layer(3, .product(Kernel.Product(batch: 8, m: 16, n: 64, k: 16)), producers: [2]),
    ]
    let latency = try latency(layers, fusion: [.attention])
    for place in 0...2 {
      guard case .fused(into: 3) = latency.layers[place] else {
        Issue.record("layer \(place) is not part of the attention")
        continue
      }
    }
  }
}
