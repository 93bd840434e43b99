import ModelGraph
import Operators
import Testing

@Suite("Training")
struct TrainingTests {
  /// 4 → 3 with a bias, a rectifier, 3 → 2; one sample.
  static func perceptron(batch: Dimension = .fixed(1)) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", [batch, .fixed(4)])
    let first = builder.stored("w1", [4, 3])
    let bias = builder.stored("b", [3])
    let second = builder.stored("w2", [3, 2])
    let hidden = builder.layer("Gemm", [input, first, bias])
    let rectified = builder.layer("Relu", [hidden])
    builder.graph.outputs = [builder.layer("MatMul", [rectified, second])]
    return builder.graph
  }

  private static func step(
    _ graph: Graph, _ optimizer: Optimizer = .sgd, batch: Int? = nil
  ) throws -> ModelWork {
    try ModelWork.counting(
      graph, options: AnalysisOptions(batch: batch, training: optimizer))
  }

  @Test("gives each layer its gradients, the first none of its input")
  func gradients() throws {
    let work = try Self.step(Self.perceptron())
    let backward = work.layers.dropFirst(3)
    #expect(
      backward.map(\.name) == [
        "MatMul2.InputGradient", "MatMul2.WeightGradient", "Relu1.InputGradient",
        "Gemm0.WeightGradient", "optimizer",
      ])
    #expect(backward.map { $0.operatorName.description }.last == "optimizer.sgd")
    // 2·(12 + 6) − 12 multiply–accumulates; 3 for the rectifier, 3 to sum the bias.
    #expect(backward.map(\.work.macs) == [6, 6, 0, 12, 0])
    #expect(backward.map(\.work.flops) == [12, 12, 3, 27, 42])
    #expect(work.training?.backward.macs == 24)
    #expect(work.training?.backward.flops == 54)
    #expect(work.training?.forward.macs == 18)
    #expect(work.totals.macs == 42)
  }

  @Test("reads what was stored and the gradient that comes in, and writes the one that goes out")
  func bytes() throws {
    // Of 4 bytes: the output's gradient 2, w2 6, the hidden layer 3, x 4, w1 and its bias 15.
    let layers = try Self.step(Self.perceptron()).layers.dropFirst(3)
    #expect(layers.map(\.work.inputBytes) == [8, 8 + 12, 12 + 12, 12 + 16, 84])
    #expect(layers.map(\.work.weightBytes) == [24, 0, 0, 0, 84])
    #expect(layers.map(\.work.outputBytes) == [12, 24, 12, 60, 84])
  }

  @Test(
    "changes 21 weights as the optimiser says",
    arguments: [
      (Optimizer.sgd, 42, 0, 0), (.momentum, 84, 0, 84), (.adam, 231, 21, 168),
    ])
  func optimizers(optimizer: Optimizer, flops: Int, roots: Int, states: Int) throws {
    // 2, 4 and 11 for each weight; the states have the weights' 84 bytes once or twice, and are read
    // and written.
    let training = try #require(try Self.step(Self.perceptron(), optimizer).training)
    #expect(training.step.flops == flops)
    #expect(training.step.transcendentals == roots)
    #expect(training.optimizerStateBytes == states)
    #expect(training.gradientBytes == 84)
    #expect(training.step.bytes == 84 + (84 + states) + (84 + states))
  }

  @Test("keeps what the gradients read, and no more")
  func peak() throws {
    // In bytes: x 16, the hidden layer 12 before and 12 after the rectifier, the output 8. The
    // rectifier keeps its output. While its gradient is computed x, the rectified layer, the output
    // and two gradients of 12 are alive: 60. (Before it 16 + 12 + 8 + 8 + 12 = 56.)
    let work = try Self.step(Self.perceptron())
    #expect(work.peakActivationBytes == 60)
    #expect(work.peakActivationLayer == "Relu1")
    // And 84 each for the weights and their gradients.
    #expect(work.requiredBytes == 60 + 84 + 84)
  }

  @Test("adds up the gradients of a tensor that two layers read")
  func residual() throws {
    // The sum hands its gradient on to one branch and copies it, 12 bytes, for the other; the
    // rectifier takes 3, and 3 more to add its gradient to that of the branch.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 4))
    let hidden = builder.layer("MatMul", [input, builder.stored("w", [4, 3])])
    let rectified = builder.layer("Relu", [hidden])
    builder.graph.outputs = [builder.layer("Add", [hidden, rectified])]
    let layers = try Self.step(builder.graph).layers.dropFirst(3)
    #expect(
      layers.map(\.name) == [
        "Add2.InputGradient", "Relu1.InputGradient", "MatMul0.WeightGradient", "optimizer",
      ])
    #expect(layers.map(\.work.flops) == [0, 6, 24, 24])
    #expect(layers.map(\.work.inputBytes) == [12, 12 + 12 + 12, 12 + 16, 48])
    #expect(layers.map(\.work.outputBytes) == [12, 12, 48, 48])
  }

  @Test("adds up the gradients of a weight that two layers share")
  func sharedWeight() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 4))
    let shared = builder.stored("w", [4, 4])
    let first = builder.layer("MatMul", [input, shared])
    builder.graph.outputs = [builder.layer("MatMul", [first, shared])]
    let work = try Self.step(builder.graph)
    let gradients = work.layers.filter { $0.name.hasSuffix("WeightGradient") }
    // 16 MACs each; to the second the 16 elements of the first are added, and read for that: 64 bytes
    // beside its 4 + 4 elements.
    #expect(gradients.map(\.name) == ["MatMul1.WeightGradient", "MatMul0.WeightGradient"])
    #expect(gradients.map(\.work.flops) == [32, 48])
    #expect(gradients.map(\.work.inputBytes) == [32, 96])
    #expect(work.trainableParameters == 16)
  }

  @Test("takes two products for the product of two activations")
  func activations() throws {
    // q and k are 2x3 each, of x and a 4x3 weight: 24 each. Their product is 2·2·3 = 12, both its
    // gradients 24; the weights' gradients 24 each, and none for x.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 4))
    let query = builder.layer("MatMul", [input, builder.stored("q", [4, 3])])
    let key = builder.layer("MatMul", [input, builder.stored("k", [4, 3])])
    let turned = builder.layer("Transpose", [key])
    builder.graph.outputs = [builder.layer("MatMul", [query, turned])]
    let training = try #require(try Self.step(builder.graph).training)
    #expect(training.forward.macs == 60)
    #expect(training.backward.macs == 24 + 48)
  }

  @Test("needs the gradients of a first recurrent layer's states")
  func recurrence() throws {
    // 5 steps · 2 samples · 4 units · 4 gates = 160, each of 3 inputs and 4 states: 1120. The
    // weights' gradients 1120, the states' 640.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(5, 2, 3))
    let weights = builder.stored("w", [1, 16, 3])
    let recurrent = builder.stored("r", [1, 16, 4])
    builder.graph.outputs = [
      builder.layer("LSTM", [input, weights, recurrent], ["hidden_size": .integer(4)])
    ]
    let training = try #require(try Self.step(builder.graph).training)
    #expect(training.forward.macs == 1120)
    #expect(training.backward.macs == 1120 + 640)
  }

  @Test("counts a larger batch alike, whether the graph fixes its batch or not")
  func batches() throws {
    let fixed = try Self.step(Self.perceptron(), batch: 8)
    let open = try Self.step(Self.perceptron(batch: .symbol("batch")), batch: 8)
    #expect(fixed.totals == open.totals)
    #expect(fixed.peakActivationBytes == open.peakActivationBytes)
    #expect(fixed.training == open.training)
  }

  @Test("says which gradients have no rule of their own")
  func fallbacks() throws {
    // A local normalisation of 24 elements: (1 + 3) · 24 FLOPs and 24 powers, forward and once more.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(1, 4, 2))
    let hidden = builder.layer("MatMul", [input, builder.stored("w", [2, 6])])
    builder.graph.outputs = [builder.layer("LRN", [hidden], ["size": .integer(1)])]
    let work = try Self.step(builder.graph)
    #expect(work.layers[2].name == "LRN1.InputGradient")
    #expect(work.layers[2].work.flops == 96)
    #expect(work.layers[2].work.transcendentals == 24)
    #expect(
      work.notes.last == "the gradients of these count as their forward pass once more: LRN")
  }

  @Test("leaves weights alone that nothing leads to, and what is not trained")
  func untrained() throws {
    // The running mean and variance get no gradient: 2 of 4 vectors do.
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3, 4))
    let vectors = ["scale", "bias", "mean", "variance"].map { builder.stored($0, [3]) }
    builder.graph.outputs = [builder.layer("BatchNormalization", [input] + vectors)]
    let work = try Self.step(builder.graph)
    #expect(work.training?.gradientBytes == 24)
    // Σ g·x̂ is 2 · 24, Σ g is 24.
    #expect(work.training?.backward.flops == 72)
    #expect(work.layers[1].work.outputBytes == 24)
  }

  @Test("agrees with the worked example: 784 → 128 → 10")
  func workedExample() throws {
    // docs/Counting.md: 2 · 101,632 − 100,352.
    let work = try Self.step(Examples.graph("two-layer-mlp.cfg"))
    #expect(work.training?.backward.macs == 102_912)
    #expect(work.training?.gradientBytes == 4 * 101_770)
  }
}
