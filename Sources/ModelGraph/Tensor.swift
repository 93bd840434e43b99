/// The place of a tensor in ``Graph/tensors``.
public typealias TensorID = Int

/// One dimension of a shape as a file states it.
public enum Dimension: Sendable, Hashable {
  /// A known size, zero or more.
  case fixed(Int)
  /// A size that the user gives by name (`--dim NAME=N`).
  case symbol(String)
  /// A size that the file leaves open without a name.
  case unknown
}

/// A value that flows between layers, or is stored with the model.
public struct Tensor: Sendable {
  /// What a tensor is to the model.
  public enum Role: Sendable {
    /// Given by the user on each run.
    case input
    /// Stored with the model: weights, and constants of the graph.
    case stored
    /// Made by a layer.
    case activation
  }

  /// What kind of value it is. Every layer's result is a tensor until its operator says otherwise.
  public enum Kind: String, Sendable {
    /// Elements in rows.
    case tensor
    /// A tensor of which a file holds the elements that are not zero.
    case sparseTensor
    /// Tensors one after another.
    case sequence
    /// A tensor that may not be there.
    case optional
    /// A sequence that may not be there.
    case optionalSequence
    /// Values by key, or a sequence of such.
    case map
  }

  /// The name in the file, unique in a graph.
  public var name: String
  /// What the tensor is to the model.
  public var role: Role
  /// What kind of value it is, where the file states it.
  public var kind: Kind
  /// The element type, where the file states it.
  public var elementType: ElementType?
  /// The shape, where the file states it.
  public var shape: [Dimension]?
  /// The values of a small stored tensor that shapes may depend on.
  public var contents: TensorContents?
  /// Whether a stored tensor is counted as parameters of the model: a weight initialiser, rather
  /// than a constant written into the graph.
  public var isParameter: Bool

  /// A tensor as a reader found it.
  public init(
    name: String, role: Role, kind: Kind = .tensor, elementType: ElementType? = nil,
    shape: [Dimension]? = nil, contents: TensorContents? = nil, isParameter: Bool = false
  ) {
    self.name = name
    self.role = role
    self.kind = kind
    self.elementType = elementType
    self.shape = shape
    self.contents = contents
    self.isParameter = isParameter
  }
}

/// The values of a small tensor, flattened in row-major order.
public enum TensorContents: Sendable, Hashable {
  /// Integers and truth values (0 and 1).
  case integers([Int])
  /// Floating-point values: the scales of a Resize, for instance.
  case floats([Double])
  /// Texts, of which an operator may make more or fewer.
  case strings([String])

  /// A tensor with more elements than this is data, not a shape: its values are not kept.
  public static let largestCount = 4096
}
