import ModelGraph
import Operators

/// What a section of a Darknet file is.
enum DarknetKinds {
  static func kind(of traced: TracedLayer) -> SeenLayer.Kind {
    switch traced.layer.operatorName.type {
    case "convolutional", "deconvolutional":
      let isNormalized = traced.layer.attributes["batch_normalize"] == .integer(1)
      return .convolution(
        SeenLayer.Convolution(
          hasBias: !isNormalized, normalization: isNormalized ? .within : .none,
          activation: activation(of: traced)))
    case "connected":
      return .linear(
        SeenLayer.Linear(
          hasBias: true, caller: .linear, features: traced.outputs.first?.shape.last ?? 0))
    case "maxpool": return .pooling(.max)
    case "avgpool": return .pooling(.adaptiveAverage)
    case "local_avgpool": return .pooling(.average)
    case "batchnorm": return .normalization(.batch)
    case "softmax": return .softmax(.none)
    case "upsample": return .resize
    case "activation": return .activation(activation(of: traced) ?? .other)
    case "rnn", "gru", "lstm", "crnn", "conv_lstm": return .recurrence
    default: return .other
    }
  }

  /// Darknet's default is `logistic`.
  private static func activation(of traced: TracedLayer) -> SeenLayer.Activation? {
    guard case .string(let name) = traced.layer.attributes["activation"] else { return .other }
    switch name {
    case "linear": return nil
    case "relu": return .relu
    case "relu6": return .relu6
    case "leaky": return .leakyRelu
    case "elu": return .elu
    case "swish": return .silu
    case "gelu": return .gelu
    default: return .other
    }
  }
}
