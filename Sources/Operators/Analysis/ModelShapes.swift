public import ModelGraph

/// What is known of one value of a graph: an input, a stored tensor, or what a layer makes.
public struct ValueShape: Sendable {
  /// What a value is to the model.
  public enum Role: String, Sendable {
    /// Given by the user on each run.
    case input
    /// Stored with the model.
    case stored
    /// Made by a layer.
    case activation
    /// Made by a layer of what is known before the model runs.
    case constant
  }

  /// Its name.
  public var name: String
  /// What it is to the model.
  public var role: Role
  /// Whether the model gives it to the user.
  public var isOutput: Bool
  /// What kind of value it is.
  public var kind: Tensor.Kind
  /// The type of its elements; of a sequence, that of its tensors; nil where it is not known.
  public var elementType: ElementType?
  /// Its dimensions; nil where they are not known, and for what is no tensor.
  public var shape: [Int]?
  /// Whether the shape is an upper bound.
  public var isBound: Bool
  /// The shapes of the tensors of a sequence; nil where they are not known, and for what is none.
  public var shapesOfElements: [[Int]]?
  /// Its values, where they are known integers and few: a shape that the graph computes, for instance.
  public var integers: [Int]?
}

/// The type and the shape of every value of a graph.
public struct ModelShapes: Sendable {
  /// The model's name.
  public var name: String
  /// The format that it was read from.
  public var format: String
  /// The values: the inputs, then what the layers make, in order, then what the model stores.
  public var values: [ValueShape]
  /// The layers whose outputs are not known, and why.
  public var unknown: [UncountedLayer]

  /// Infers the type and the shape of every value of `graph`, as it is written: no layer is taken for
  /// another.
  ///
  /// - Throws: ``OperatorError`` where a shape cannot be or a size is open.
  public static func inferring(
    _ graph: Graph, options: AnalysisOptions = AnalysisOptions()
  ) throws(OperatorError) -> ModelShapes {
    try graph.checkPlaces()
    var evaluation = try Evaluation(graph, options: options)
    for layer in graph.layers { try evaluation.visit(layer) }
    let outputs = Set(graph.outputs)
    let made = graph.layers.flatMap { $0.outputs.compactMap { $0 } }
    var seen: Set<TensorID> = []
    let stored = graph.tensors.indices.filter { graph.tensors[$0].role == .stored }
    let order = (graph.inputs + made + graph.outputs + stored).filter { seen.insert($0).inserted }
    return ModelShapes(
      name: graph.name, format: graph.format,
      values: order.map { evaluation.value($0, isOutput: outputs.contains($0)) },
      unknown: evaluation.uncounted)
  }
}

extension Evaluation {
  /// Values with more elements than this are not told.
  private static let mostValues = 64

  fileprivate func value(_ id: TensorID, isOutput: Bool) -> ValueShape {
    let tensor = graph.tensors[id]
    let operand = known[id]?.operand
    let isWhole = operand?.tensors == nil && operand?.isAbsent != true
    let kind = operand?.kind ?? tensor.kind
    let integers = operand?.integers.flatMap { $0.count <= Self.mostValues ? $0 : nil }
    return ValueShape(
      name: tensor.name, role: role(of: tensor, isConstant: operand?.isConstant == true),
      isOutput: isOutput, kind: kind, elementType: operand?.elementType ?? tensor.elementType,
      shape: isWhole ? operand?.shape : nil, isBound: operand?.isBound ?? false,
      shapesOfElements: operand?.tensors?.map(\.shape), integers: integers)
  }

  private func role(of tensor: Tensor, isConstant: Bool) -> ValueShape.Role {
    switch tensor.role {
    case .input: .input
    case .stored: .stored
    case .activation: isConstant ? .constant : .activation
    }
  }
}
