public import ModelGraph

/// What Ridgeline knows of a family of operators: the shapes that they make and what they cost.
///
/// To add an operator, write a rule in `Rules/` and add it to ``OperatorTable``.
package protocol OperatorRule: Sendable {
  /// The operators that this rule covers, with the formula of each.
  var operators: [OperatorDescription] { get }

  /// Whether a runtime may write the first output over an input of the same size that nothing else will
  /// read: each element of it is made of the one at its place.
  var worksInPlace: Bool { get }

  /// The types, shapes and (where they can be known) values of the outputs, one for each output
  /// that the operator defines; the layer may ask for fewer.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand]

  /// The arithmetic of the layer and what it moves. `outputs` are those of ``outputs(of:)``.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost

  /// The weights that the operator implies, for formats that store none in the graph.
  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight]
}

extension OperatorRule {
  /// No.
  package var worksInPlace: Bool { false }

  /// No arithmetic; each tensor is moved once.
  package func cost(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> LayerCost {
    LayerCost()
  }

  /// None: the graph holds the weights.
  package func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    []
  }
}

/// What is counted for an operator, as people read it: a line of `ridgeline operators`.
public struct OperatorDescription: Sendable, Hashable {
  /// The operator.
  public var name: OperatorName
  /// The formula of its multiply–accumulates; empty where it has none.
  public var macs: String
  /// The formula of its other arithmetic; empty where it has none.
  public var otherFlops: String
  /// The formula of its transcendental evaluations; empty where it has none.
  public var transcendentals: String
  /// What it moves; empty where that is each input once and each output once.
  public var bytes: String
  /// Where the formula comes from: a standard, a paper and equation, or a derivation.
  public var source: String

  /// A description; what is left empty is zero or the default.
  public init(
    _ name: OperatorName, macs: String = "", otherFlops: String = "", transcendentals: String = "",
    bytes: String = "", source: String
  ) {
    self.name = name
    self.macs = macs
    self.otherFlops = otherFlops
    self.transcendentals = transcendentals
    self.bytes = bytes
    self.source = source
  }
}
