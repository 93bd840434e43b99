import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("ncnn's layers worked by hand")
struct NCNNLayers {
  /// The work of a graph of these lines.
  private static func work(_ lines: [String]) throws -> ModelWork {
    let text = "7767517\n\(lines.count) 99\n" + lines.joined(separator: "\n") + "\n"
    return try ModelWork.counting(TemporaryModel.graph(text, name: "made.param"))
  }

  /// The last layer behind a picture of 15 x 15 x 8.
  private static func layer(_ line: String) throws -> LayerWork {
    try #require(work(["Input data 0 1 data 0=15 1=15 2=8", line]).layers.last)
  }

  @Test("a strided, dilated convolution with its fused activation")
  func convolution() throws {
    // The window reaches (3−1)·2 + 1 = 5: (15 + 2·1 − 5)/2 + 1 = 7. 12 · 7 · 7 = 588 elements of
    // 8 · 9 = 72 MACs; 12 · 72 = 864 weights and 12 biases.
    let layer = try Self.layer("Convolution c 1 1 data out 0=12 1=3 2=2 3=2 4=1 5=1 6=864 9=1")
    #expect(layer.outputShapes == [[1, 12, 7, 7]])
    #expect(layer.work.macs == 588 * 72)
    // A bias and a ReLU: two an element.
    #expect(layer.work.flops == 2 * 588 * 72 + 2 * 588)
    #expect(layer.parameters == 864 + 12)
    #expect(layer.work.weightBytes == 4 * (864 + 12))
    #expect(layer.work.inputBytes == 4 * 15 * 15 * 8)
    #expect(layer.work.outputBytes == 4 * 588)
  }

  @Test("a depthwise convolution, with sides of its own and automatic pads")
  func depthwise() throws {
    // SAME over strides of 1 and 2: 15 rows and ⌈15/2⌉ = 8 columns; 3 · 5 = 15 MACs an element.
    let layer = try Self.layer(
      "ConvolutionDepthWise c 1 1 data out 0=8 1=5 11=3 3=2 13=1 4=-233 6=120 7=8")
    #expect(layer.outputShapes == [[1, 8, 15, 8]])
    #expect(layer.work.macs == 8 * 15 * 8 * 15)
    #expect(layer.parameters == 120)
  }

  @Test("a convolution of 8-bit weights is one of integers")
  func int8() throws {
    // 1 x 1 over 225 places: 12 · 225 = 2700 elements of 8 MACs; 96 weights of a byte, 12 biases and
    // 13 scales of four. 8 · 225 = 1800 inputs of 4 to quantise, 2700 outputs of 1 scale, 1 bias.
    let layer = try Self.layer("Convolution c 1 1 data out 0=12 1=1 5=1 6=96 8=2")
    #expect(layer.computeType == .int8)
    #expect(layer.work.weightBytes == 96 + 4 * (12 + 13))
    #expect(layer.work.flops == 2 * 2700 * 8 + 2700 + 4 * 1800 + 2700)
    #expect(layer.work.outputBytes == 4 * 2700)
  }

  @Test("weights that do not fit the input are refused")
  func mismatch() throws {
    let error = #expect(throws: OperatorError.self) {
      try Self.layer("Convolution c 1 1 data out 0=12 1=3 6=865")
    }
    #expect(
      error?.description
        == "layer c (ncnn.Convolution, line 4): Convolution has 865 weights, and 8 channels need "
        + "864; check weight_data_size (6=) and the size of the input")
  }

  @Test("a transposed convolution")
  func deconvolution() throws {
    // 2·(15 − 1) + 4 − 2·1 = 30; each of the 1800 inputs spreads over 6 · 16 weights.
    let layer = try Self.layer("Deconvolution c 1 1 data out 0=6 1=4 3=2 4=1 5=1 6=768")
    #expect(layer.outputShapes == [[1, 6, 30, 30]])
    #expect(layer.work.macs == 1800 * 6 * 16)
    #expect(layer.work.flops == 2 * 1800 * 96 + 6 * 900)
    #expect(layer.parameters == 768 + 6)
  }

  @Test("pooling in the full mode pads what is missing to a whole window")
  func pooling() throws {
    // (15 − 2) mod 2 = 1: a column is padded, (15 + 1 − 2)/2 + 1 = 8. 3 comparisons an element.
    let full = try Self.layer("Pooling p 1 1 data out 0=0 1=2 2=2")
    #expect(full.outputShapes == [[1, 8, 8, 8]])
    #expect(full.work.flops == 512 * 3)
    let valid = try Self.layer("Pooling p 1 1 data out 0=1 1=2 2=2 5=1")
    #expect(valid.outputShapes == [[1, 8, 7, 7]])
    #expect(valid.work.flops == 392 * 4)
    let global = try Self.layer("Pooling p 1 1 data out 0=1 4=1")
    #expect(global.outputShapes == [[1, 8]])
    #expect(global.work.flops == 1800)
  }

  @Test("an inner product of a picture, and of rows")
  func innerProduct() throws {
    let picture = try Self.layer("InnerProduct i 1 1 data out 0=10 1=1 2=18000 9=4")
    #expect(picture.outputShapes == [[1, 10]])
    // 1800 · 10; a bias and a logistic (2) an output.
    #expect(picture.work.flops == 2 * 18_000 + 30)
    #expect(picture.work.transcendentals == 10)
    let work = try Self.work([
      "Input data 0 1 data 0=6 1=5", "InnerProduct i 1 1 data out 0=4 2=24",
    ])
    #expect(work.layers[0].outputShapes == [[1, 5, 4]])
    #expect(work.totals.macs == 5 * 24)
  }

  @Test("the outermost dimensions of a picture take a vector of channels")
  func broadcast() throws {
    let work = try Self.work([
      "Input data 0 1 data 0=15 1=15 2=8", "Pooling p 1 1 data a 0=1 4=1",
      "BinaryOp b 2 1 data a out 0=2",
    ])
    #expect(work.layers[1].outputShapes == [[1, 8, 15, 15]])
    #expect(work.layers[1].work.flops == 1800)
  }

  static let shapes: [(line: String, shapes: [[Int]])] = [
    ("Permute p 1 1 data out 0=3", [[1, 15, 15, 8]]),
    ("Reshape r 1 1 data out 0=0 1=-1 2=4", [[1, 4, 30, 15]]),
    ("Reshape r 1 1 data out 0=-1", [[1, 1800]]),
    (
      "Slice s 1 3 data a b c -23300=3,1,-233,-233 1=0",
      [[1, 1, 15, 15], [1, 3, 15, 15], [1, 4, 15, 15]]
    ),
    ("Crop c 1 1 data out -23309=2,1,2 -23310=2,-1,-233 -23311=2,1,2", [[1, 8, 13, 13]]),
    ("Crop c 1 1 data out 0=1 1=2 3=10", [[1, 8, 13, 10]]),
    ("Padding p 1 1 data out 0=1 1=2 2=3 3=4 7=0 8=5", [[1, 13, 18, 22]]),
    ("PixelShuffle p 1 1 data out 0=2", [[1, 2, 30, 30]]),
    ("Reorg p 1 1 data out 0=3", [[1, 72, 5, 5]]),
    ("Interp i 1 1 data out 0=2 1=2.0 2=0.5", [[1, 8, 30, 7]]),
    ("ExpandDims e 1 1 data out -23303=1,0", [[1, 1, 8, 15, 15]]),
    ("Tile t 1 1 data out -23302=3,2,1,3", [[1, 16, 15, 45]]),
    ("Tile t 1 1 data out 0=1 1=2", [[1, 8, 30, 15]]),
    ("Reduction r 1 1 data out 0=3 1=0 -23303=2,1,2 4=1", [[1, 8, 1, 1]]),
    ("Reduction r 1 1 data out 0=0", [[1, 1]]),
    ("Concat c 2 1 data data out 0=0", [[1, 16, 15, 15]]),
    ("Flatten f 1 1 data out", [[1, 1800]]),
    ("Unfold u 1 1 data out 1=3 3=2 4=1", [[1, 72, 64]]),
    ("Softmax s 1 1 data out 0=0", [[1, 8, 15, 15]]),
    ("PriorBox p 1 1 data out -23300=1,60.0 -23301=1,90.0 -23302=2,2.0,3.0", [[1, 2, 5400]]),
  ]

  // Of the priors: 1·(1 + 2·2) + 1 = 6 a place, 15 · 15 places, 4 numbers each.
  @Test("shapes follow the settings", arguments: shapes)
  func shape(_ line: String, _ shapes: [[Int]]) throws {
    #expect(try Self.layer(line).outputShapes == shapes)
  }

  @Test("a Gemm with stored weights, and attention over a cache")
  func attention() throws {
    let work = try Self.work([
      "Input q 0 1 q 0=16 1=3 2=4", "Input k 0 1 k 0=16 1=3 2=4", "Input v 0 1 v 0=16 1=3 2=4",
      "Input m 0 1 m 0=8 1=3", "Input ck 0 1 ck 0=16 1=5 2=4", "Input cv 0 1 cv 0=16 1=5 2=4",
      "SDPA s 6 3 q k v m ck cv a ok ov 5=1 7=1", "Permute p 1 1 a b 0=2",
      "Reshape r 1 1 b c 0=64 1=-1",
      "Gemm g 1 1 c out 10=-1 2=0 3=1 4=0 5=1 6=1 7=0 8=32 9=64",
    ])
    // 4 heads, 3 queries, 3 + 5 keys of 16: 96 scores of 2 · 16 MACs; 1 scale, 1 mask, 4 softmax.
    #expect(work.layers[0].outputShapes == [[1, 4, 3, 16], [1, 4, 8, 16], [1, 4, 8, 16]])
    #expect(work.layers[0].work.macs == 96 * 32)
    #expect(work.layers[0].work.flops == 2 * 96 * 32 + 6 * 96)
    #expect(work.layers[3].outputShapes == [[1, 3, 32]])
    #expect(work.layers[3].work.macs == 3 * 32 * 64)
    #expect(work.parameters == 32 * 64)
  }

  @Test("a recurrent layer, both ways")
  func recurrence() throws {
    let work = try Self.work([
      "Input x 0 1 x 0=10 1=7", "LSTM l 1 1 x out 0=6 1=480 2=2",
    ])
    // 7 steps, two directions, 4 gates of 6 · (10 + 6).
    #expect(work.layers[0].outputShapes == [[1, 7, 12]])
    #expect(work.totals.macs == 7 * 2 * 4 * 6 * 16)
    #expect(work.parameters == 2 * (4 * 6 * 16 + 4 * 6))
  }

  @Test("an embedding reads the rows that it looks up, and stores them all")
  func embedding() throws {
    let work = try Self.work(["Input x 0 1 x 0=7", "Embed e 1 1 x out 0=32 1=1000 3=32000"])
    #expect(work.layers[0].outputShapes == [[1, 7, 32]])
    #expect(work.parameters == 32_000)
    #expect(work.totals.weightBytes == 4 * 7 * 32)
  }

  @Test("a layer of an unknown type is listed, not counted as nothing")
  func unknownType() throws {
    let work = try Self.work(["Input x 0 1 x 0=7", "Custom c 1 1 x out 0=32"])
    #expect(work.uncounted.map(\.name) == ["c"])
  }
}
