import ModelGraph
import Operators
import Testing

@Suite("Classical models and texts")
struct ClassicalModelTests {
  private static func trial(
    _ type: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    domain: String = "ai.onnx.ml"
  ) throws -> Trial {
    try Trial(type, inputs, attributes, domain: domain)
  }

  private static func counts(_ trial: Trial) -> [Int?] {
    [trial.macs, trial.otherFlops, trial.transcendentals]
  }

  @Test("a linear classifier is a product, and a look for the best")
  func linear() throws {
    // 5 samples of 4 features, 3 scores: 60; 15 intercepts, 15 comparisons, a softmax of 4 · 15.
    let trial = try Self.trial(
      "LinearClassifier", [.float(5, 4)],
      [
        "coefficients": .floats(Array(repeating: 1, count: 12)), "intercepts": .floats([0, 0, 0]),
        "classlabels_ints": .integers([0, 1, 2]), "post_transform": .string("SOFTMAX"),
      ])
    #expect(trial.shapes == [[5], [5, 3]])
    #expect(Self.counts(trial) == [60, 15 + 15 + 60, 15])
    let regressor = try Self.trial(
      "LinearRegressor", [.float(5, 4)], ["coefficients": .floats([1, 1, 1, 1])])
    #expect(regressor.shapes == [[5, 1]])
    #expect(Self.counts(regressor) == [20, 0, 0])
  }

  @Test("a support vector machine meets each sample with each vector")
  func supportVectors() throws {
    // 5 samples, 6 vectors of 4: 120, and 5 sums of 6. The Gaussian kernel: 30 · (4 + 1), 30 exp.
    let trial = try Self.trial(
      "SVMRegressor", [.float(5, 4)],
      [
        "support_vectors": .floats(Array(repeating: 1, count: 24)),
        "coefficients": .floats(Array(repeating: 1, count: 6)), "kernel_type": .string("RBF"),
      ])
    #expect(trial.shapes == [[5, 1]])
    #expect(Self.counts(trial) == [150, 5 + 150, 30])
    // 3 classes make 3 pairs: 3 sums for each sample.
    let classifier = try Self.trial(
      "SVMClassifier", [.float(5, 4)],
      [
        "support_vectors": .floats(Array(repeating: 1, count: 24)),
        "classlabels_ints": .integers([0, 1, 2]),
      ])
    #expect(classifier.shapes == [[5], [5, 3]])
    #expect(Self.counts(classifier) == [120 + 90, 15, 0])
  }

  @Test("a forest is walked to its deepest leaves")
  func trees() throws {
    // The first tree is two deep (0 → 2 → leaf), the second one: 3 levels and 2 sums, 5 samples.
    let trial = try Self.trial(
      "TreeEnsembleRegressor", [.float(5, 4)],
      [
        "nodes_treeids": .integers([0, 0, 0, 0, 0, 1, 1, 1]),
        "nodes_nodeids": .integers([0, 1, 2, 3, 4, 0, 1, 2]),
        "nodes_truenodeids": .integers([1, 0, 3, 0, 0, 1, 0, 0]),
        "nodes_falsenodeids": .integers([2, 0, 4, 0, 0, 2, 0, 0]),
        "nodes_modes": .strings([
          "BRANCH_LEQ", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF",
        ]),
      ])
    #expect(trial.shapes == [[5, 1]])
    #expect(Self.counts(trial) == [0, 5 * (3 + 2), 0])
    #expect(trial.cost.notes.count == 1)
    // The same first tree, leaves apart: the inner nodes 0 and 1.
    let newer = try Self.trial(
      "TreeEnsemble", [.float(5, 4)],
      [
        "tree_roots": .integers([0]), "nodes_truenodeids": .integers([0, 1]),
        "nodes_trueleafs": .integers([1, 1]), "nodes_falsenodeids": .integers([1, 2]),
        "nodes_falseleafs": .integers([0, 1]), "n_targets": .integer(2),
      ])
    #expect(newer.shapes == [[5, 2]])
    #expect(Self.counts(newer) == [0, 5 * (2 + 1), 0])
  }

  @Test("a forest whose nodes go in circles ends")
  func circles() throws {
    let trial = try Self.trial(
      "TreeEnsemble", [.float(1, 4)],
      [
        "tree_roots": .integers([0]), "nodes_truenodeids": .integers([1, 0]),
        "nodes_trueleafs": .integers([0, 0]), "nodes_falsenodeids": .integers([0, 1]),
        "nodes_falseleafs": .integers([0, 0]),
      ])
    #expect((trial.otherFlops ?? .max) <= 3)
  }

  @Test("features are prepared")
  func features() throws {
    let rows = Operand.float(5, 4)
    let scaled = try Self.trial("Scaler", [rows])
    #expect(Self.counts(scaled) == [0, 40, 0])
    let normalised = try Self.trial("Normalizer", [rows], ["norm": .string("L2")])
    #expect(Self.counts(normalised) == [0, 60, 5])
    let chosen = try Self.trial("ArrayFeatureExtractor", [rows, .integers([0, 2])])
    #expect(chosen.shapes == [[5, 2]])
    let hot = try Self.trial(
      "OneHotEncoder", [Operand(.int64, [5])], ["cats_int64s": .integers([1, 2, 3])])
    #expect(hot.shapes == [[5, 3]])
    #expect(hot.otherFlops == 15)
    let joined = try Self.trial("FeatureVectorizer", [rows, .float(5, 2)])
    #expect(joined.shapes == [[5, 6]])
    let labels = try Self.trial(
      "LabelEncoder", [Operand(.string, [5])], ["values_int64s": .integers([1, 2])])
    #expect(labels.outputs[0].elementType == .int64)
  }

  @Test("texts are moved, and bounded where their parts are open")
  func texts() throws {
    let words = Operand(.string, [2, 6])
    let joined = try Self.trial(
      "StringConcat", [words, Operand(.string, [6])], domain: "")
    #expect(joined.shapes == [[2, 6]])
    let parts = try Self.trial("StringSplit", [words], ["maxsplit": .integer(3)], domain: "")
    #expect(parts.shapes == [[2, 6, 4], [2, 6]])
    #expect(parts.cost.notes.count == 1)
    #expect(throws: OperatorError.self) { try Self.trial("StringSplit", [words], domain: "") }
    // 12 tokens, n-grams of 1 and 2, none or one skipped: 12 · 2 · 2; 8 weights for 2 rows of 4.
    let counted = try Self.trial(
      "TfIdfVectorizer", [words],
      [
        "ngram_indexes": .integers([0, 3, 1, 2]), "max_gram_length": .integer(2),
        "max_skip_count": .integer(1), "weights": .floats([1, 1, 1, 1]),
      ], domain: "")
    #expect(counted.shapes == [[2, 4]])
    #expect(counted.otherFlops == 48 + 8)
  }

  @Test("an optional hands its tensor on")
  func optionals() throws {
    let there = try Self.trial("OptionalGetElement", [.float(2, 3)], domain: "")
    #expect(there.shapes == [[2, 3]])
    #expect(there.cost.traffic.isView)
    let test = try Self.trial("OptionalHasElement", [nil], domain: "")
    #expect(test.outputs[0].integers == [0])
  }
}
