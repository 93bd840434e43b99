/// Why a tool's figure for a network is not its number of multiply–accumulates.
public enum CountReason: String, Sendable, CaseIterable, Codable {
  case twoPerMultiplyAccumulate
  case bias
  case normalization
  case foldedNormalization
  case activation
  case softmax
  case pooling
  case elementwise
  case reduction
  case resampling
  case shapeArithmetic
  case recurrentGates
  case transposedConvolution
  case binaryProducts
  case inputSize
  case fusedAttention
  case multiheadAttention
  case functionNotModule
  case recurrence
  case operatorNotKnown

  /// A few words, for the head of a row.
  public var title: String {
    switch self {
    case .twoPerMultiplyAccumulate: "two for each multiply–accumulate"
    case .bias: "bias additions"
    case .normalization: "normalisation"
    case .foldedNormalization: "batch normalisation folded by the exporter"
    case .activation: "activation functions"
    case .softmax: "softmax"
    case .pooling: "pooling"
    case .elementwise: "element-wise arithmetic"
    case .reduction: "reductions"
    case .resampling: "resizing and sampling"
    case .shapeArithmetic: "what is computed at loading"
    case .recurrentGates: "gates of recurrent layers"
    case .transposedConvolution: "transposed convolutions counted otherwise"
    case .binaryProducts: "binary products, many in one"
    case .inputSize: "scaled to another input size"
    case .fusedAttention: "fused attention not seen"
    case .multiheadAttention: "attention module not seen"
    case .functionNotModule: "functions that are no modules not seen"
    case .recurrence: "recurrent layers not seen"
    case .operatorNotKnown: "operators not known"
    }
  }

  /// One sentence that a reader of a paper's figure can use.
  public var explanation: String {
    switch self {
    case .twoPerMultiplyAccumulate:
      "The tool counts a multiplication and an addition where the others count one operation."
    case .bias: "The tool adds one for each element that a bias is added to."
    case .normalization: "The tool counts the arithmetic of normalisation layers."
    case .foldedNormalization:
      "The tool sees the network before its export, where these batch normalisations still stood "
        + "after their convolutions; the exporter's generated names of the weights tell which."
    case .activation: "The tool counts activation functions, each element by the tool's own price."
    case .softmax: "The tool counts softmax, each element by the tool's own price."
    case .pooling: "The tool counts pooling, by its inputs, its outputs or its windows."
    case .elementwise: "The tool counts additions, multiplications and comparisons of tensors."
    case .reduction: "The tool counts means, sums and other reductions."
    case .resampling: "The tool counts what is interpolated."
    case .shapeArithmetic:
      "The tool counts layers that depend on nothing the user gives; a runtime computes them once."
    case .recurrentGates:
      "The tool counts what a recurrent layer does beside its matrix products: gates, states, biases."
    case .transposedConvolution:
      "The tool multiplies by the positions of the output where a transposed convolution works at those "
        + "of its input."
    case .binaryProducts: "The tool takes 32 products of one bit as one."
    case .inputSize:
      "The tool's figure is for another input size, to which it scales by the area."
    case .fusedAttention:
      "The tool does not know the fused attention function, and so misses its two matrix products."
    case .multiheadAttention:
      "The tool looks at modules, and has no rule for the one that holds attention: its "
        + "projections and products are missing."
    case .functionNotModule:
      "The tool looks at modules: matrix products that are called as functions are missing."
    case .recurrence: "The tool does not know recurrent layers, and counts none of them."
    case .operatorNotKnown: "The tool has no rule for these operators, and takes them as free."
    }
  }
}
