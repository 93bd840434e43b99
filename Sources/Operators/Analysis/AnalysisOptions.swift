public import ModelGraph

/// What the user chooses of a model whose sizes or types are open.
public struct AnalysisOptions: Sendable {
  /// The number of samples that go through together; nil: one, or what the model fixes.
  public var batch: Int?
  /// Sizes by name: `["seq": 128]`.
  public var dimensions: [String: Int]
  /// The width and height of the pictures that go in, in elements.
  public var inputSize: (width: Int, height: Int)?
  /// What is given for inputs, by tensor: its type and shape hold, whatever the model states, and its
  /// values where shapes depend on them.
  public var inputs: [TensorID: InputValue]
  /// What every floating-point tensor is stored as and reckoned in; nil: what the model says.
  public var elementType: ElementType?
  /// How the weights are changed, where a step of training is counted; nil: inference.
  public var training: Optimizer?
  /// How often a loop goes round whose number of trips the model leaves open; nil: it is not counted.
  public var tripCount: Int?
  /// Whether layers between quantise–dequantise pairs count as written, in floating point, and not as
  /// the integer layers that they run as.
  public var keepsQuantizationPairs: Bool
  /// Whether an operator without a rule is an error.
  public var isStrict: Bool
  /// Rules that the user describes.
  public var operators: OwnOperators

  /// Options; what is left out is as the model has it.
  public init(
    batch: Int? = nil, dimensions: [String: Int] = [:],
    inputSize: (width: Int, height: Int)? = nil, inputs: [TensorID: InputValue] = [:],
    elementType: ElementType? = nil,
    training: Optimizer? = nil, tripCount: Int? = nil, keepsQuantizationPairs: Bool = false,
    isStrict: Bool = false, operators: OwnOperators = OwnOperators()
  ) {
    self.batch = batch
    self.dimensions = dimensions
    self.inputSize = inputSize
    self.inputs = inputs
    self.elementType = elementType
    self.training = training
    self.tripCount = tripCount
    self.keepsQuantizationPairs = keepsQuantizationPairs
    self.isStrict = isStrict
    self.operators = operators
  }
}
