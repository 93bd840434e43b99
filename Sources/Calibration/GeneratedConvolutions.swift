extension GeneratedNetworks {
  /// Convolutions of one size, one after the other where they fit.
  struct Convolution {
    var channels: Int
    var filters: Int
    var side: Int
    var kernel: Int
    var stride = 1
    var groups = 1

    /// Sizes as networks have them, and not those of any one network: first layers, 3 x 3 and 1 x 1
    /// from wide to deep, strided, depthwise and grouped.
    static let all: [Convolution] = [
      Convolution(channels: 3, filters: 24, side: 192, kernel: 3, stride: 2),
      Convolution(channels: 3, filters: 48, side: 160, kernel: 7, stride: 2),
      Convolution(channels: 3, filters: 48, side: 160, kernel: 3),
      Convolution(channels: 3, filters: 512, side: 192, kernel: 16, stride: 16),
      Convolution(channels: 32, filters: 32, side: 96, kernel: 3),
      Convolution(channels: 48, filters: 48, side: 64, kernel: 3),
      Convolution(channels: 48, filters: 96, side: 112, kernel: 3),
      Convolution(channels: 96, filters: 96, side: 40, kernel: 3),
      Convolution(channels: 96, filters: 192, side: 48, kernel: 3),
      Convolution(channels: 160, filters: 160, side: 24, kernel: 3),
      Convolution(channels: 192, filters: 192, side: 32, kernel: 3),
      Convolution(channels: 320, filters: 320, side: 12, kernel: 3),
      Convolution(channels: 384, filters: 384, side: 16, kernel: 3),
      Convolution(channels: 448, filters: 448, side: 8, kernel: 3),
      Convolution(channels: 64, filters: 96, side: 64, kernel: 3, stride: 2),
      Convolution(channels: 160, filters: 320, side: 32, kernel: 3, stride: 2),
      Convolution(channels: 24, filters: 96, side: 64, kernel: 1),
      Convolution(channels: 96, filters: 24, side: 64, kernel: 1),
      Convolution(channels: 48, filters: 192, side: 48, kernel: 1),
      Convolution(channels: 192, filters: 48, side: 48, kernel: 1),
      Convolution(channels: 96, filters: 384, side: 32, kernel: 1),
      Convolution(channels: 384, filters: 96, side: 32, kernel: 1),
      Convolution(channels: 160, filters: 640, side: 16, kernel: 1),
      Convolution(channels: 640, filters: 160, side: 16, kernel: 1),
      Convolution(channels: 384, filters: 768, side: 8, kernel: 1),
      Convolution(channels: 768, filters: 192, side: 8, kernel: 1),
      Convolution(channels: 128, filters: 256, side: 40, kernel: 1, stride: 2),
      Convolution(channels: 480, filters: 24, side: 1, kernel: 1),
      Convolution(channels: 24, filters: 480, side: 1, kernel: 1),
      Convolution(channels: 640, filters: 160, side: 1, kernel: 1),
      Convolution(channels: 48, filters: 48, side: 96, kernel: 3, groups: 48),
      Convolution(channels: 80, filters: 80, side: 96, kernel: 3, stride: 2, groups: 80),
      Convolution(channels: 128, filters: 128, side: 48, kernel: 3, groups: 128),
      Convolution(channels: 224, filters: 224, side: 32, kernel: 5, groups: 224),
      Convolution(channels: 320, filters: 320, side: 16, kernel: 3, groups: 320),
      Convolution(channels: 320, filters: 320, side: 24, kernel: 5, stride: 2, groups: 320),
      Convolution(channels: 640, filters: 640, side: 8, kernel: 5, groups: 640),
      Convolution(channels: 128, filters: 128, side: 32, kernel: 3, groups: 8),
    ]

    /// As a file.
    var network: Network {
      var file = ONNXFile()
      let isChain = channels == filters && stride == 1
      var outputs: [String] = []
      for place in 0..<GeneratedNetworks.repetitions {
        let weights = file.store([filters, channels / groups, kernel, kernel])
        let bias = file.store([filters])
        let input = isChain && place > 0 ? "y\(place - 1)" : "x"
        let pad = kernel == stride ? 0 : kernel / 2
        file.add(
          "Conv", name: "conv_\(place)", inputs: [input, weights, bias], outputs: ["y\(place)"],
          [
            ("kernel_shape", .integers([kernel, kernel])), ("group", .integer(groups)),
            ("strides", .integers([stride, stride])),
            ("pads", .integers([pad, pad, pad, pad])),
          ])
        if !isChain || place == GeneratedNetworks.repetitions - 1 { outputs.append("y\(place)") }
      }
      let shape = groups > 1 ? "-\(groups)" : ""
      return Network(
        name: "conv-\(channels)x\(filters)x\(side)-\(kernel)s\(stride)\(shape)",
        bytes: file.bytes(inputs: [("x", [1, channels, side, side])], outputs: outputs))
    }
  }
}
