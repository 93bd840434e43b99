import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("Darknet's layers worked by hand")
struct DarknetLayers {
  /// The work of a network of the sections, whose first is [net].
  private static func work(_ cfg: String) throws -> ModelWork {
    try ModelWork.counting(TemporaryModel.graph(cfg, name: "made.cfg"))
  }

  @Test("the example of YOLOv3 has the numbers of the published network")
  func example() throws {
    let work = try ModelWork.counting(Examples.graph("yolov3.cfg"))
    // 65.864 billion, and the floats of yolov3.weights.
    #expect(work.totals.contractionFlops / 1_000_000 == 65_864)
    #expect(work.parameters == 62_001_757)
    // Without the running mean and variance of 26,304 channels.
    #expect(work.trainableParameters == 62_001_757 - 2 * 26_304)
  }

  private static let picture = "[net]\nwidth=15\nheight=15\nchannels=8\n"

  @Test("a strided, grouped, dilated convolution with a batch normalisation")
  func convolution() throws {
    // The window reaches (3−1)·2 + 1 = 5; pad=1 is 3/2 = 1 times the dilation on each side:
    // (15 + 2·2 − 5)/2 + 1 = 8. 12 · 8 · 8 = 768 elements of 4 channels · 9 = 36 MACs.
    let work = try Self.work(
      Self.picture
        + """
        [convolutional]
        filters=12
        size=3
        stride=2
        dilation=2
        groups=2
        pad=1
        batch_normalize=1
        activation=leaky
        """)
    let layer = try #require(work.layers.first)
    #expect(layer.outputShapes == [[1, 12, 8, 8]])
    #expect(layer.work.macs == 768 * 36)
    // Two for the affine map and two for leaky an element.
    #expect(layer.work.flops == 2 * 768 * 36 + 4 * 768)
    // Weights 12 · 36, and scales, biases, mean and variance of 12 channels; the last two not trained.
    #expect(layer.parameters == 432 + 48)
    #expect(layer.trainableParameters == 432 + 24)
    #expect(layer.work.weightBytes == 4 * 480)
    #expect(layer.work.inputBytes == 4 * 8 * 225)
    #expect(layer.work.outputBytes == 4 * 768)
  }

  @Test("a connected layer, over a picture as one vector")
  func connected() throws {
    // 8 · 15 · 15 = 1800 inputs.
    let work = try Self.work(Self.picture + "[connected]\noutput=10\nactivation=relu\n")
    #expect(work.totals.macs == 18_000)
    #expect(work.totals.flops == 36_000 + 10 + 10)
    #expect(work.parameters == 18_000 + 10)
  }

  @Test("a gated recurrent unit is six matrices a step")
  func gru() throws {
    let work = try Self.work("[net]\ninputs=20\ntime_steps=3\n[gru]\noutput=5\n")
    // Three matrices of 20 x 5 for the input and three of 5 x 5 for the state, 3 steps.
    #expect(work.totals.macs == 3 * (3 * 100 + 3 * 25))
    // And a bias for each of the six.
    #expect(work.parameters == 3 * 100 + 3 * 25 + 6 * 5)
  }

  @Test("a long short-term memory is eight matrices a step")
  func lstm() throws {
    let work = try Self.work("[net]\ninputs=20\ntime_steps=2\n[lstm]\noutput=5\n")
    #expect(work.totals.macs == 2 * (4 * 100 + 4 * 25))
    #expect(work.parameters == 4 * 100 + 4 * 25 + 8 * 5)
  }

  @Test("what only looks or moves: route, reorg, upsample, shortcut")
  func moving() throws {
    let net = "[net]\nwidth=4\nheight=4\nchannels=8\n"
    let joined = try Self.work(
      net + "[maxpool]\nsize=1\n[upsample]\nstride=2\n[reorg]\nstride=2\n[route]\nlayers=-1,0\n")
    // 8x4x4, upsampled to 8x8x8, reorganised to 32x4x4, joined with the 8 to 40x4x4.
    #expect(joined.layers.map(\.outputShapes).last == [[1, 40, 4, 4]])
    #expect(joined.totals.macs == 0)
    let half = try Self.work(
      net + "[maxpool]\nsize=1\n[route]\nlayers=-1\ngroups=2\ngroup_id=1\n")
    #expect(half.layers.map(\.outputShapes).last == [[1, 4, 4, 4]])
    let sum = try Self.work(
      net + "[maxpool]\nsize=1\n[maxpool]\nsize=1\n[shortcut]\nfrom=-2\nactivation=linear\n")
    // One addition an element.
    #expect(sum.layers.last?.work.flops == 128)
  }

  @Test(
    "sizes that cannot be are told in one line, with the layer and the line",
    arguments: [
      ("[convolutional]\nfilters=-3\n", "filters=-3"),
      ("[convolutional]\nfilters=12\ngroups=5\n", "groups=5"),
      ("[convolutional]\nfilters=2\nsize=40\n", "40"), ("[reorg]\nstride=4\n", "stride=4"),
      ("[connected]\noutput=2147483647\n[connected]\noutput=2147483647\n", "2^63"),
    ])
  func impossibleSizes(section: String, named: String) {
    let error = #expect(throws: OperatorError.self) { try Self.work(Self.picture + section) }
    let line = error?.description ?? ""
    #expect(line.contains(named) && line.contains("line ") && line.contains("; "), "\(line)")
    #expect(!line.contains("\n"))
  }
}
