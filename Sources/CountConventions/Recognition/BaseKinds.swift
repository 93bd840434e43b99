import ModelGraph
import Operators

/// What a layer is by its operator alone.
enum BaseKinds {
  static func kind(at place: Int, _ links: Links) -> SeenLayer.Kind {
    let name = links.layers[place].layer.operatorName
    switch name.domain {
    case "": return standard(at: place, links)
    case "darknet": return DarknetKinds.kind(of: links.layers[place])
    case "com.microsoft" where name.type == "FusedConv":
      return .convolution(convolution(at: place, links))
    default: return contributed[name.type] ?? .other
    }
  }

  private static func standard(at place: Int, _ links: Links) -> SeenLayer.Kind {
    switch links.type(at: place) {
    case "Conv", "ConvTranspose", "QLinearConv", "ConvInteger":
      return .convolution(convolution(at: place, links))
    case "Gemm", "MatMul", "MatMulInteger", "QLinearMatMul": return product(at: place, links)
    case "AveragePool", "GlobalAveragePool", "MaxPool", "GlobalMaxPool":
      return .pooling(pooling(at: place, links))
    case "Clip":
      let bounds = [1, 2].map { links.operand($0, at: place)?.numbers?.first }
      return .activation(bounds == [0, 6] ? .relu6 : .other)
    case "InstanceNormalization":
      // GroupNorm is exported as an instance normalisation of reshaped groups.
      let isGrouped = links.producer(of: 0, at: place).map { links.isOperator("Reshape", at: $0) }
      return .normalization(isGrouped == true ? .group : .instance)
    case let type: return plain[type] ?? .other
    }
  }

  private static let plain: [String: SeenLayer.Kind] = [
    "DeformConv": .deformableConvolution, "Einsum": .einsum, "Attention": .attention,
    "BatchNormalization": .normalization(.batch), "LayerNormalization": .normalization(.layer),
    "GroupNormalization": .normalization(.group), "RMSNormalization": .normalization(.other),
    "LRN": .normalization(.other), "LpNormalization": .normalization(.other),
    "Relu": .activation(.relu), "LeakyRelu": .activation(.leakyRelu), "Elu": .activation(.elu),
    "PRelu": .activation(.prelu), "Gelu": .activation(.gelu), "Swish": .activation(.silu),
    "Sigmoid": .activation(.other), "HardSigmoid": .activation(.other),
    "HardSwish": .activation(.other), "Tanh": .activation(.other), "Softplus": .activation(.other),
    "Selu": .activation(.other), "Celu": .activation(.other), "Mish": .activation(.other),
    "Softmax": .softmax(.none), "LSTM": .recurrence, "GRU": .recurrence, "RNN": .recurrence,
    "Resize": .resize, "Upsample": .resize, "GridSample": .gridSample,
  ]

  /// The operators of ONNX Runtime that are fused from what tools count.
  private static let contributed: [String: SeenLayer.Kind] = [
    "Attention": .attention, "MultiHeadAttention": .attention, "GroupQueryAttention": .attention,
    "Gelu": .activation(.gelu), "FastGelu": .activation(.gelu), "QuickGelu": .activation(.silu),
    "SkipLayerNormalization": .normalization(.layer),
    "EmbedLayerNormalization": .normalization(.layer),
    "GroupNorm": .normalization(.group), "FusedGemm": fusedLinear, "MatMulNBits": fusedLinear,
  ]

  private static let fusedLinear = SeenLayer.Kind.linear(
    SeenLayer.Linear(hasBias: false, caller: .linear, features: 0))

  /// Folding a batch normalisation into a convolution makes new weights, to which PyTorch's exporter
  /// gives names of its own (`onnx::Conv_497`); weights of the program keep theirs
  /// (`features.0.weight`). Source: torch/csrc/jit/passes/onnx/eval_peephole.cpp, fuseConvBatchNorm.
  private static func convolution(at place: Int, _ links: Links) -> SeenLayer.Convolution {
    let isQuantized = links.isOperator("QLinearConv", at: place)
    let isFolded = links.tensorName(1, at: place).hasPrefix("onnx::Conv")
    return SeenLayer.Convolution(
      hasBias: links.tensor(isQuantized ? 8 : 2, at: place) != nil && !isFolded,
      normalization: isFolded ? .folded : .none, activation: nil)
  }

  private static func product(at place: Int, _ links: Links) -> SeenLayer.Kind {
    let traced = links.layers[place]
    let isGemm = links.isOperator("Gemm", at: place)
    let second = links.isOperator("QLinearMatMul", at: place) ? 3 : 1
    guard let weights = links.operand(second, at: place), weights.isConstant else {
      return .product(.none)
    }
    // nn.Linear stores its weights transposed; the function addmm takes them as they are.
    let isLinear = !isGemm || traced.layer.attributes["transB"] == .integer(1)
    return .linear(
      SeenLayer.Linear(
        hasBias: isGemm && links.tensor(2, at: place) != nil,
        caller: isLinear ? .linear : .addmm, features: traced.outputs.first?.shape.last ?? 0))
  }

  private static func pooling(at place: Int, _ links: Links) -> SeenLayer.Pooling {
    switch links.type(at: place) {
    case "MaxPool", "GlobalMaxPool": return .max
    case "GlobalAveragePool": return .adaptiveAverage
    default:
      // PyTorch's exporter writes an adaptive pooling as windows that tile the picture, and states
      // neither pads nor whether they count, as it does for AvgPool2d.
      let settings = links.layers[place].layer.attributes
      let tiles = settings["kernel_shape"] == settings["strides"]
      let isPlain = settings["pads"] == nil && settings["count_include_pad"] == nil
      return tiles && isPlain ? .adaptiveAverage : .average
    }
  }
}
