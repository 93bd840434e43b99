import CountConventions
import ModelGraph
import Operators
import Testing

@Suite("Convolutional networks by every convention, worked by hand")
struct ConvolutionConventionTests {
  /// 3 channels of 8 x 8 to 4 channels of 8 x 8 by windows of 3 x 3: 4 · 64 · 3 · 9 = 6,912 MACs, 256
  /// elements. A ReLU, a max-pooling to 4 x 4 (64 elements), a global average to 4 elements.
  private func network(weights: String) -> SmallNetwork {
    var network = SmallNetwork()
    let picture = network.input([1, 3, 8, 8])
    let kernel = network.stored(weights, [4, 3, 3, 3])
    let bias = network.stored("conv.bias", [4])
    let made = network.layer(
      "Conv", "/conv/Conv", [picture, kernel, bias], ["pads": .integers([1, 1, 1, 1])])
    let active = network.layer("Relu", "/relu/Relu", [made])
    let pooled = network.layer(
      "MaxPool", "/pool/MaxPool", [active],
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])])
    let mean = network.layer("GlobalAveragePool", "/avgpool/GlobalAveragePool", [pooled])
    network.graph.outputs = [mean]
    return network
  }

  /// A weight with a name of the exporter's: a batch normalisation stood behind the convolution, and the
  /// bias is of its making.
  @Test("a batch normalisation that the exporter folded is counted by those who saw it")
  func folded() throws {
    let figures = try network(weights: "onnx::Conv_12").figures()
    #expect(figures["torchvision"] == 6_912)
    // + 2 · 256 (batch_norm), + 64 (adaptive_avg_pool2d reads 64)
    #expect(figures["fvcore"] == 6_912 + 512 + 64)
    // + 4 · 256, + (16 + 1) · 4
    #expect(figures["thop"] == 6_912 + 1_024 + 68)
    // + 2 · 256, + 2 · 256 (ReLU as module and function), + 2 · 256 and 2 · 64 (both poolings' inputs)
    #expect(figures["ptflops"] == 6_912 + 512 + 512 + 512 + 128)
    // It sees the file: + 256 bias, + 256 ReLU, + 4 · 64 maxima, + 64 + 4 · 4
    #expect(figures["onnx-tool"] == 6_912 + 256 + 256 + 256 + 80)
    // 2 · 6,912, + 4 · 64 maxima; no averages
    #expect(figures["darknet"] == 13_824 + 256)
    // 2 · 8,004 at 8 x 8, times 6,400 to 640 x 640
    #expect(figures["ultralytics"] == 2 * (6_912 + 1_024 + 68) * 6_400)
  }

  @Test("a convolution whose weights keep their name has a bias of its own and no normalisation")
  func biased() throws {
    let figures = try network(weights: "conv.weight").figures()
    #expect(figures["fvcore"] == 6_912 + 64)
    #expect(figures["thop"] == 6_912 + 68)
    // + 256 bias
    #expect(figures["ptflops"] == 6_912 + 256 + 512 + 512 + 128)
  }

  @Test("where nothing tells whether a normalisation was folded, a note says so")
  func ambiguous() throws {
    var network = SmallNetwork()
    let picture = network.input([1, 3, 8, 8])
    let kernel = network.stored("conv.weight", [4, 3, 3, 3])
    network.graph.outputs = [network.layer("Conv", "node_Conv_1", [picture, kernel])]
    let notes = try CountComparison(of: network.graph).notes
    #expect(notes.contains { $0.hasPrefix("whether a batch normalisation was folded into any") })
    let named = try CountComparison(of: self.network(weights: "conv.weight").graph).notes
    #expect(named.isEmpty)
  }

  @Test("every figure is the multiply–accumulates and its steps")
  func sums() throws {
    let comparison = try CountComparison(of: network(weights: "onnx::Conv_12").graph)
    #expect(comparison.counts.count == CountConventions.names.count + 1)
    for count in comparison.counts {
      let steps = count.terms.map(\.amount).reduce(comparison.work.totals.macs, +)
      #expect(steps == count.figure, "\(count.convention.name)")
    }
  }

  @Test("Ridgeline's own column is its number of FLOPs")
  func own() throws {
    let comparison = try CountComparison(of: network(weights: "conv.weight").graph)
    #expect(comparison.counts[0].figure == comparison.work.totals.flops)
  }

  /// 4 channels of 5 x 5 to 6 of 10 x 10 by windows of 2 x 2, stride 2: 100 · 6 · 4 = 2,400 MACs at the
  /// input's 25 places (25 · 4 · 6 · 4 = 2,400). thop takes the output's 600 elements times 4 channels
  /// times 4 places of the window, 9,600; onnx-tool 600 · 6 · 4 = 14,400 and 600 for the bias.
  @Test("a transposed convolution is counted by its output's places by some")
  func transposed() throws {
    var network = SmallNetwork()
    let picture = network.input([1, 4, 5, 5])
    let kernel = network.stored("up.weight", [4, 6, 2, 2])
    let bias = network.stored("up.bias", [6])
    let made = network.layer(
      "ConvTranspose", "/up/ConvTranspose", [picture, kernel, bias],
      ["strides": .integers([2, 2])])
    network.graph.outputs = [made]
    let figures = try network.figures()
    #expect(figures["torchvision"] == 2_400)
    #expect(figures["thop"] == 9_600)
    #expect(figures["onnx-tool"] == 14_400 + 600)
    #expect(figures["ptflops"] == 2_400 + 600)
  }

  /// A function shares its path with the other layers of its module: counted once.
  @Test("ptflops counts a module twice and a function once")
  func functions() throws {
    var network = SmallNetwork()
    let picture = network.input([1, 2, 2, 2])
    let sum = network.layer("Add", "/block/Add", [picture, picture])
    let active = network.layer("Relu", "/block/Relu", [sum])
    let again = network.layer("Relu", "/block/act/Relu", [active])
    network.graph.outputs = [again]
    // 8 of the function, 2 · 8 of the module /block/act.
    #expect(try network.figures()["ptflops"] == 24)
  }
}
