/// The name of an operator: its type within a domain.
public struct OperatorName: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The domain: `""` for ONNX's default one, `darknet` for Darknet's sections.
  public var domain: String
  /// The type within the domain: `Conv`, `convolutional`.
  public var type: String

  /// The operator `type` of `domain`.
  public init(_ type: String, domain: String = "") {
    self.domain = domain
    self.type = type
  }

  /// `Conv`, or `com.microsoft.FusedConv` outside the default domain.
  public var description: String {
    domain.isEmpty ? type : "\(domain).\(type)"
  }

  /// Orders by domain, then by type.
  public static func < (left: OperatorName, right: OperatorName) -> Bool {
    (left.domain, left.type) < (right.domain, right.type)
  }
}

/// A setting of a layer, as its file states it.
public enum AttributeValue: Sendable, Hashable {
  case integer(Int)
  case float(Double)
  case string(String)
  case integers([Int])
  case floats([Double])
  case strings([String])
  /// A tensor written into the attribute: its stored form is ``Graph/tensors`` at this place.
  case tensor(TensorID)
  /// Something that this program does not read (a type, a list of tensors); named for messages.
  case other(String)
}

/// One operator of a graph, applied to tensors.
public struct Layer: Sendable {
  /// The layer's name, or one made from its place.
  public var name: String
  /// What it computes.
  public var operatorName: OperatorName
  /// Its settings.
  public var attributes: [String: AttributeValue]
  /// The graphs among its settings, by the setting's name: the branches of an If, the body of a Loop.
  public var subgraphs: [String: Subgraph]
  /// What it reads; nil where an optional input is left out.
  public var inputs: [TensorID?]
  /// What it makes; nil where an optional output is not asked for.
  public var outputs: [TensorID?]
  /// Where it stands in its file, for messages: `line 12`, `node 3`.
  public var location: String

  /// A layer as a reader found it.
  public init(
    name: String, operatorName: OperatorName, attributes: [String: AttributeValue] = [:],
    subgraphs: [String: Subgraph] = [:], inputs: [TensorID?], outputs: [TensorID?],
    location: String
  ) {
    self.name = name
    self.operatorName = operatorName
    self.attributes = attributes
    self.subgraphs = subgraphs
    self.inputs = inputs
    self.outputs = outputs
    self.location = location
  }
}
