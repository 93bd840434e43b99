/// A network as its file describes it: layers over tensors, with no hardware and no counts.
///
/// A graph is what every reader makes and what the target `Operators` reads. Its layers stand in an order in
/// which each comes after the ones that it reads from.
public struct Graph: Sendable {
  /// The model's name: what the file says, else the file's name.
  public var name: String
  /// The name of the format that it was read from.
  public var format: String
  /// The version of each domain's operators: `["": 17]`.
  public var operatorSets: [String: Int]
  /// The sizes that symbols take where the user names none: a Darknet file's width and height.
  public var symbolDefaults: [String: Int]
  /// Every tensor; layers name them by place.
  public var tensors: [Tensor]
  /// The layers, in an order of execution.
  public var layers: [Layer]
  /// What the user gives on each run.
  public var inputs: [TensorID]
  /// What the user gets.
  public var outputs: [TensorID]

  /// A graph; readers fill it.
  public init(
    name: String, format: String, operatorSets: [String: Int] = [:],
    symbolDefaults: [String: Int] = [:], tensors: [Tensor] = [],
    layers: [Layer] = [], inputs: [TensorID] = [], outputs: [TensorID] = []
  ) {
    self.name = name
    self.format = format
    self.operatorSets = operatorSets
    self.symbolDefaults = symbolDefaults
    self.tensors = tensors
    self.layers = layers
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The symbols of the inputs' shapes, in the order in which they appear, each once; of an expression
  /// such as `past + 1` those that it is made of.
  public var symbols: [String] {
    var seen: [String] = []
    for input in inputs where tensors.indices.contains(input) {
      for case .symbol(let name) in tensors[input].shape ?? [] {
        for part in SizeExpression(name)?.symbols ?? [name] where !seen.contains(part) {
          seen.append(part)
        }
      }
    }
    return seen
  }

  /// The inputs that are one integer, whose value `--dim NAME=N` gives too: a length, a number of trips.
  public var namedNumbers: [String] {
    inputs.filter(tensors.indices.contains).map { tensors[$0] }.filter(\.isNumber).map(\.name)
  }
}

extension Tensor {
  /// Whether it is a single integer.
  public var isNumber: Bool {
    guard kind == .tensor, elementType?.isInteger == true, elementType != .bool,
      let shape, shape.allSatisfy({ $0 == .fixed(1) })
    else { return false }
    return true
  }
}
