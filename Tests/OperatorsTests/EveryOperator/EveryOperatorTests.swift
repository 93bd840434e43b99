import ModelGraph
import Operators
import Testing

/// A case with counts worked by hand for each operator that `OperatorCostTests` has none for.
enum EveryOperator {
  static let all =
    unary + binary + reductions + shapes + generators + windows + products + losses + selections
    + outsideDefaultDomain
}

@Suite("Every operator")
struct EveryOperatorTests {
  /// Counted by the walk over a graph: `ControlFlowTests` and `SequenceMapTests` work them by hand.
  private static let walked: Set<String> = ["If", "Loop", "Scan", "SequenceMap"]
  /// The same, of ONNX Runtime's: `TokenSearchTests`.
  private static let searches: Set<String> = [
    "BeamSearch", "GreedySearch", "Sampling", "WhisperBeamSearch",
  ]
  /// Of these nothing can be counted before the model runs.
  private static let open: Set<String> = ["ImageDecoder"]

  /// Domains whose operators are no layers by themselves: `DarknetLayers`, `DarknetSectionTests` and
  /// `NCNNLayers` work them by hand within networks.
  private static let elsewhere: Set<String> = ["darknet", "ncnn"]

  @Test("has a case whose counts are worked by hand")
  func hasCase() {
    var tried = Set((OperatorCostTests.all + EveryOperator.all).map(\.name))
    tried.formUnion(ContribCostTests.all.map { OperatorName($0.type, domain: "com.microsoft") })
    let missing = OperatorTable.descriptions.map(\.name).filter { name in
      if Self.elsewhere.contains(name.domain) { return false }
      if name.domain == "com.microsoft", Self.searches.contains(name.type) { return false }
      let isWalked = Self.walked.union(Self.open).contains(name.type) && name.domain.isEmpty
      return !isWalked && !tried.contains(name)
    }
    #expect(missing.isEmpty, "\(missing.map(\.description))")
  }

  @Test("says its formula and where it comes from")
  func hasFormula() {
    for description in OperatorTable.descriptions {
      let formulas = [description.macs, description.otherFlops, description.transcendentals]
      let isMoving = formulas.allSatisfy(\.isEmpty)
      #expect(!description.source.isEmpty, "\(description.name)")
      #expect(formulas.allSatisfy { !$0.contains("  ") }, "\(description.name)")
      guard isMoving else { continue }
      // One that computes nothing has cases without arithmetic only.
      let cases = (OperatorCostTests.all + EveryOperator.all).filter { $0.name == description.name }
      #expect(cases.allSatisfy { $0.counts == [0, 0, 0] }, "\(description.name)")
    }
  }

  @Test("an operator whose result is open has no cost")
  func openOperators() {
    let error = #expect(throws: OperatorError.self) {
      try Trial("ImageDecoder", [Operand(.uint8, [100])])
    }
    #expect(error?.code == .unknownValue)
  }

  @Test("of channels in blocks those that fill the last one are left out again")
  func reordersOutput() throws {
    let result = try Trial(
      "ReorderOutput", [.float(1, 8, 4, 6)],
      ["channels": .integer(5), "channels_last": .integer(1)], domain: "com.microsoft.nchwc")
    #expect(result.shapes == [[1, 4, 6, 5]])
  }
}
