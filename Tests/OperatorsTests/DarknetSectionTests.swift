import ModelFormats
import ModelGraph
import Operators
import Testing

/// A network of a few sections and what its last layer comes to, worked by hand.
struct SectionCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var net = "[net]\nwidth=6\nheight=6\nchannels=4\n"
  let sections: String
  let shape: [Int]
  var macs = 0
  let flops: Int
  var transcendentals = 0
  var parameters = 0

  /// The work of the network.
  func work() throws -> ModelWork {
    try ModelWork.counting(TemporaryModel.graph(net + sections, name: "made.cfg"))
  }
}

/// Every picture is 4 channels of 6 x 6: 144 elements, 36 places.
@Suite("Darknet's rarer sections worked by hand")
struct DarknetSectionTests {
  @Test("shape, arithmetic and stored floats", arguments: convolutions + recurrences + others)
  func work(_ trial: SectionCase) throws {
    let layer = try #require(try trial.work().layers.last)
    #expect(layer.outputShapes == [trial.shape])
    #expect(layer.work.macs == trial.macs)
    #expect(layer.work.flops == trial.flops)
    #expect(layer.work.transcendentals == trial.transcendentals)
    #expect(layer.parameters == trial.parameters)
  }

  private static let convolutions = [
    // (6 − 1)·2 + 4 − 2·2 = 10; each of 144 elements meets 3 filters of 16; 300 biases, 300 maxima.
    SectionCase(
      testDescription: "deconvolutional",
      sections: "[deconvolutional]\nfilters=3\nsize=4\nstride=2\npad=1\nactivation=relu\n",
      shape: [1, 3, 10, 10], macs: 144 * 3 * 16, flops: 2 * 144 * 3 * 16 + 600,
      parameters: 4 * 3 * 16 + 3),
    // With pad the picture keeps its size: 72 elements, each with 4 · 9 weights and a bias of its own.
    SectionCase(
      testDescription: "local",
      sections: "[local]\nfilters=2\nsize=3\nstride=1\npad=1\nactivation=linear\n",
      shape: [1, 2, 6, 6], macs: 72 * 36, flops: 2 * 72 * 36 + 72, parameters: 72 * 36 + 72),
    // 72 elements of 4 · 9, step by step; then a blur of 9 for each of 2 · 3 · 3.
    SectionCase(
      testDescription: "convolutional with antialiasing",
      sections: "[convolutional]\nfilters=2\nsize=3\nstride=2\npad=1\nantialiasing=1\n"
        + "activation=linear\n",
      shape: [1, 2, 3, 3], macs: 72 * 36 + 18 * 9, flops: 2 * (72 * 36 + 18 * 9) + 72,
      parameters: 72 + 2),
    // 72 elements of 4, 72 biases, and the sign of each of 144 inputs.
    SectionCase(
      testDescription: "convolutional with xnor",
      sections: "[convolutional]\nfilters=2\nsize=1\nbinary=1\nxnor=1\nactivation=linear\n",
      shape: [1, 2, 6, 6], macs: 72 * 4, flops: 2 * 72 * 4 + 72 + 144, parameters: 8 + 2),
  ]

  private static let recurrences = [
    // Three steps of 4 · 20, 4 · 4 and 5 · 4, with 13 biases, 13 tanh and 4 sums of states.
    SectionCase(
      testDescription: "rnn", net: "[net]\ninputs=20\ntime_steps=3\n",
      sections: "[rnn]\noutput=5\nhidden=4\nactivation=tanh\n",
      shape: [1, 3, 5], macs: 3 * (80 + 16 + 20), flops: 2 * 348 + 3 * (13 + 4),
      transcendentals: 39, parameters: 80 + 16 + 20 + 13),
    // 3 x 3 convolutions 4 → 2, 2 → 2 and 2 → 3; 7 biases and 7 leaky (2 each) a place, 2 sums.
    crnn("output_filters=3\nhidden_filters=2\n"), crnn("output=3\nhidden=2\n"),
    // Four convolutions 4 → 3 and four 3 → 3, 24 biases a place. Of each of 108 elements: 4 sums of
    // gates, 3 logistics (2 each), 2 tanh, f·c + i·g and o·tanh(c).
    convLSTM("output_filters=3\n"), convLSTM("output=3\n"),
  ]

  /// The original spells the filters out, the fork does not.
  private static func crnn(_ filters: String) -> SectionCase {
    SectionCase(
      testDescription: "crnn, \(filters.prefix { $0 != "=" })",
      sections: "[crnn]\n\(filters)activation=leaky\n",
      shape: [1, 3, 6, 6], macs: 36 * 9 * (8 + 4 + 6),
      flops: 2 * 36 * 162 + 36 * (7 + 14 + 2), parameters: 162 + 7)
  }

  private static func convLSTM(_ filters: String) -> SectionCase {
    SectionCase(
      testDescription: "conv_lstm, \(filters.prefix { $0 != "=" })",
      sections: "[conv_lstm]\n\(filters)size=3\npad=1\nactivation=linear\n",
      shape: [1, 3, 6, 6], macs: 36 * 9 * 4 * (12 + 9),
      flops: 2 * 36 * 756 + 36 * 24 + 108 * (4 + 6 + 3 + 1), transcendentals: 5 * 108,
      parameters: 756 + 24)
  }

  private static let others = [
    SectionCase(
      testDescription: "batchnorm", sections: "[batchnorm]\n", shape: [1, 4, 6, 6],
      flops: 2 * 144, parameters: 4 * 4),
    // x·2 − 1 of 4 · 4 · 4.
    SectionCase(
      testDescription: "crop", sections: "[crop]\ncrop_width=4\ncrop_height=4\n",
      shape: [1, 4, 4, 4], flops: 2 * 64),
    SectionCase(
      testDescription: "reorg3d", sections: "[reorg3d]\nstride=2\n", shape: [1, 16, 3, 3], flops: 0),
    // A product and a logistic (2 and an exponential) an element.
    SectionCase(
      testDescription: "scale_channels",
      sections: "[dropout]\n[avgpool]\n[scale_channels]\nfrom=-2\nactivation=logistic\n",
      shape: [1, 4, 6, 6], flops: 3 * 144, transcendentals: 144),
    SectionCase(
      testDescription: "sam", sections: "[dropout]\n[dropout]\n[sam]\nfrom=-2\n",
      shape: [1, 4, 6, 6], flops: 144),
    // Three terms: a factor for each, and two sums.
    SectionCase(
      testDescription: "shortcut of several layers, weighted",
      sections: "[dropout]\n[dropout]\n[dropout]\n[shortcut]\nfrom=-2,-3\n"
        + "weights_type=per_channel\nactivation=linear\n",
      shape: [1, 4, 6, 6], flops: 5 * 144, parameters: 3 * 4),
    // Largest, subtract, sum, divide.
    SectionCase(
      testDescription: "softmax", sections: "[softmax]\n", shape: [1, 4, 6, 6], flops: 4 * 144,
      transcendentals: 144),
    // A box of x, y, objectness (logistic) and two classes (softmax) at each of 36 places.
    SectionCase(
      testDescription: "region", net: "[net]\nwidth=6\nheight=6\nchannels=7\n",
      sections: "[region]\nclasses=2\ncoords=4\nnum=1\nsoftmax=1\n", shape: [1, 7, 6, 6],
      flops: 36 * (3 * 2 + 2 * 4), transcendentals: 36 * 5),
    // Two places of (1 + 4) · 1 box and 3 classes, a view.
    SectionCase(
      testDescription: "detection", net: "[net]\ninputs=32\n",
      sections: "[detection]\nclasses=3\ncoords=4\nnum=1\nside=2\n", shape: [1, 32], flops: 0),
  ]
}
