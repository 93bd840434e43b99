import FoundationEssentials
import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite("Reference counts", .enabled(if: SharedModels.arePresent, SharedModels.absence))
struct ReferenceCounts {
  /// Multiply–accumulates in millions: of the classifiers as torchvision documents them (its
  /// "GFLOPS"), of the others by the formulas, worked by hand in the next test.
  @Test(
    "the multiply–accumulates of the networks, in millions",
    arguments: [
      ("resnet18", "1814.1"), ("resnet50", "4089.2"), ("mobilenet_v2", "300.8"),
      ("vgg16", "15470.3"), ("efficientnet_b0", "385.8"), ("squeezenet1_0", "818.9"),
      ("vit_b_16", "17563.8"), ("lstm", "1339.0"), ("bert_base", "11173.6"),
      ("gpt2", "16114.1"),
    ])
  func macs(name: String, millions: String) throws {
    let work = try ModelWork.counting(SharedModels.graph(name))
    #expect(Self.millions(work.totals.macs) == millions)
    #expect(work.uncounted.isEmpty)
  }

  /// With one digit, as the references are printed.
  private static func millions(_ count: Int) -> String {
    let tenths = (count + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }

  @Test("the multiply–accumulates of the language models and the LSTM follow from their sizes")
  func languageModelFormulas() throws {
    // BERT base, 128 tokens, 12 layers of 768: four projections of 768x768, two of 768x3072, and
    // the scores and values, 128x128 by 768 each.
    let projections = 128 * (4 * 768 * 768 + 2 * 768 * 3072)
    let attention = 2 * 128 * 128 * 768
    let bert = try ModelWork.counting(SharedModels.graph("bert_base"))
    #expect(bert.totals.macs == 12 * (projections + attention))
    // GPT-2 has the same layers, and a head of 50,257 tokens.
    let gpt = try ModelWork.counting(SharedModels.graph("gpt2"))
    #expect(gpt.totals.macs == 12 * (projections + attention) + 128 * 768 * 50_257)
    // The LSTM: 128 steps through 2 layers of 2 directions of 512 units: 4 gates, 256 (then both
    // directions' 1024) inputs and 512 states; then 1024 to 1000.
    let lstm = try ModelWork.counting(SharedModels.graph("lstm"))
    let cells = 2 * 4 * 512 * ((256 + 512) + (1024 + 512))
    #expect(lstm.totals.macs == 128 * (cells + 1024 * 1000))
  }

  /// Elements of the distinct floating-point initialisers, as a script with the `onnx` package
  /// counts them: `sum(prod(i.dims) for i in graph.initializer)`.
  @Test(
    "the parameters are the elements of the distinct initialisers",
    arguments: [
      ("resnet18", 11_680_872), ("resnet50", 25_507_944), ("mobilenet_v2", 3_475_008),
      ("vgg16", 138_350_184), ("efficientnet_b0", 5_242_196), ("squeezenet1_0", 1_246_280),
      ("vit_b_16", 86_495_464), ("lstm", 13_038_568), ("bert_base", 108_774_912),
      ("bert_base_dyn", 108_774_912), ("gpt2", 162_922_752), ("resnet50_dyn", 25_507_944),
    ])
  func parameters(name: String, count: Int) throws {
    var options = AnalysisOptions()
    if name == "bert_base_dyn" { options.dimensions = ["S": 128] }
    let work = try ModelWork.counting(SharedModels.graph(name), options: options)
    #expect(work.parameters == count)
    #expect(work.trainableParameters == count)
    #expect(work.weightBytes == 4 * count)
    #expect(work.layers.reduce(0) { $0 + $1.parameters } == count)
  }

  /// torchvision documents more parameters than the files hold, for two reasons: the exporter folded
  /// each batch normalisation into its convolution (a factor and a bias of C became one bias of C),
  /// and it stored equal tensors once (all biases of the untrained networks are zero), which its
  /// Identity nodes on initialisers show.
  @Test(
    "what torchvision documents beyond that was folded or merged by the exporter",
    arguments: [
      ("resnet18", 11_689_512, true), ("resnet50", 25_557_032, true),
      ("mobilenet_v2", 3_504_872, true), ("vgg16", 138_357_544, false),
      ("efficientnet_b0", 5_288_548, true), ("squeezenet1_0", 1_248_424, false),
      ("vit_b_16", 86_567_656, false),
    ])
  func documentedParameters(name: String, documented: Int, hasBatchNorm: Bool) throws {
    let graph = try SharedModels.graph(name)
    let work = try ModelWork.counting(graph)
    let merged = graph.layers.filter { $0.operatorName.type == "Identity" }
      .compactMap { $0.inputs.first ?? nil }.map { graph.tensors[$0] }
      .filter(\.isParameter).reduce(0) { $0 + Self.elements(of: $1) }
    // Squeeze-and-excitation's convolutions, on pictures of 1x1, never had a normalisation.
    let normalised = work.layers.filter {
      $0.operatorName.type == "Conv" && $0.outputShapes[0].suffix(2) != [1, 1]
    }
    let folded = hasBatchNorm ? normalised.reduce(0) { $0 + $1.outputShapes[0][1] } : 0
    #expect(work.parameters + merged + folded == documented)
  }

  private static func elements(of tensor: Tensor) -> Int {
    (tensor.shape ?? []).reduce(1) { product, dimension in
      if case .fixed(let size) = dimension { product * size } else { 0 }
    }
  }

  @Test("the graphs with open dimensions count as those whose sizes are fixed")
  func openDimensions() throws {
    let open = try ModelWork.counting(
      SharedModels.graph("bert_base_dyn"),
      options: AnalysisOptions(dimensions: ["N": 1, "S": 128]))
    let fixed = try ModelWork.counting(SharedModels.graph("bert_base"))
    #expect(open.totals.macs == fixed.totals.macs)
    #expect(open.totals.flops == fixed.totals.flops)
    #expect(open.totals.transcendentals == fixed.totals.transcendentals)
    let resnet = try ModelWork.counting(
      SharedModels.graph("resnet50_dyn"), options: AnalysisOptions(dimensions: ["N": 1]))
    #expect(try resnet.totals == ModelWork.counting(SharedModels.graph("resnet50")).totals)
  }

  @Test("an open dimension that is not given is named, with the option that gives it")
  func missingDimension() throws {
    let graph = try SharedModels.graph("bert_base_dyn")
    let error = #expect(throws: OperatorError.self) { try ModelWork.counting(graph) }
    #expect(error?.description.contains("--dim S=N") == true)
  }
}
