/// Small networks of known layers, each of a sort and of several sizes, that a runtime is measured with.
///
/// A layer stands in a network with others like it, through weights of its own, so that its data come
/// to it as they do in a real network: activations from the layer before, weights from memory.
package enum GeneratedNetworks {
  /// A network as a file.
  package struct Network {
    /// The name of its file.
    package var name: String
    /// The file.
    package var bytes: [UInt8]
  }

  /// All of them, made one after the other: `body` is called with each.
  package static func make<Failure: Error>(_ body: (Network) throws(Failure) -> Void)
    throws(Failure)
  {
    for sizes in Convolution.all { try body(sizes.network) }
    for sizes in products { try body(product(sizes)) }
    for sizes in pictures { try body(elements(sizes)) }
    for sizes in rows { try body(rows(sizes)) }
    for sizes in attentions { try body(attention(sizes)) }
    for sizes in recurrences { try body(recurrence(sizes)) }
  }

  /// How many there are.
  package static var count: Int {
    Convolution.all.count + products.count + pictures.count + rows.count + attentions.count
      + recurrences.count
  }

  /// How often a layer stands in its network.
  static let repetitions = 3

  // MARK: - Products

  private static let products: [(m: Int, k: Int, n: Int)] = [
    (1, 512, 1000), (1, 1024, 1024), (1, 2048, 1000), (1, 3072, 3072), (1, 6144, 1536),
    (16, 256, 256), (32, 1024, 512), (64, 256, 2048), (64, 512, 512), (96, 640, 640),
    (128, 256, 1024), (128, 512, 512), (128, 768, 512), (128, 1024, 4096), (160, 1152, 2304),
    (192, 384, 1536), (192, 1536, 384), (224, 896, 896), (256, 512, 2048), (384, 1024, 1024),
    (512, 256, 256), (64, 896, 12_000),
  ]

  private static func product(_ sizes: (m: Int, k: Int, n: Int)) -> Network {
    var file = ONNXFile()
    var outputs: [String] = []
    for place in 0..<repetitions {
      let weights = file.store([sizes.k, sizes.n])
      file.add(
        "MatMul", name: "product_\(place)", inputs: ["x\(place)", weights],
        outputs: ["y\(place)"])
      outputs.append("y\(place)")
    }
    let inputs = (0..<repetitions).map { ("x\($0)", [1, sizes.m, sizes.k]) }
    return Network(
      name: "product-\(sizes.m)x\(sizes.k)x\(sizes.n)",
      bytes: file.bytes(inputs: inputs, outputs: outputs))
  }

  // MARK: - Elements, rows

  private static let pictures: [(channels: Int, side: Int)] = [
    (16, 112), (24, 56), (40, 28), (64, 112), (96, 14), (128, 56), (192, 28), (256, 14), (320, 7),
    (512, 28), (960, 7), (32, 208), (128, 104),
  ]

  private static func elements(_ sizes: (channels: Int, side: Int)) -> Network {
    var file = ONNXFile()
    let shape = [1, sizes.channels, sizes.side, sizes.side]
    let types = ["Relu", "Sigmoid", "HardSigmoid", "HardSwish", "LeakyRelu", "Tanh", "Erf"]
    var outputs: [String] = []
    for type in types {
      file.add(type, name: type.lowercased(), inputs: ["x"], outputs: ["y_\(type)"])
      outputs.append("y_\(type)")
    }
    let factors = file.store([1, sizes.channels, 1, 1])
    for (type, other) in [("Add", "z"), ("Mul", factors), ("Div", "z")] {
      file.add(type, name: "two_\(type)", inputs: ["x", other], outputs: ["y_two_\(type)"])
      outputs.append("y_two_\(type)")
    }
    file.add(
      "Concat", name: "concat", inputs: ["x", "z"], outputs: ["y_concat"], [("axis", .integer(1))])
    file.add(
      "Transpose", name: "transpose", inputs: ["x"], outputs: ["y_transpose"],
      [("perm", .integers([0, 2, 3, 1]))])
    file.add("GlobalAveragePool", name: "mean", inputs: ["x"], outputs: ["y_mean"])
    outputs += ["y_concat", "y_transpose", "y_mean"]
    if sizes.side > 7 {
      file.add(
        "MaxPool", name: "pool", inputs: ["x"], outputs: ["y_pool"],
        [
          ("kernel_shape", .integers([3, 3])), ("strides", .integers([2, 2])),
          ("pads", .integers([1, 1, 1, 1])),
        ])
      outputs.append("y_pool")
    }
    return Network(
      name: "elements-\(sizes.channels)x\(sizes.side)",
      bytes: file.bytes(inputs: [("x", shape), ("z", shape)], outputs: outputs))
  }

  private static let rows: [(rows: Int, columns: Int)] = [
    (1, 1000), (64, 256), (128, 512), (160, 896), (256, 384), (384, 1536), (1536, 128), (2048, 192),
  ]

  private static func rows(_ sizes: (rows: Int, columns: Int)) -> Network {
    var file = ONNXFile()
    let shape = [1, sizes.rows, sizes.columns]
    let (scale, bias) = (file.store([sizes.columns]), file.store([sizes.columns]))
    let table = file.store([4000, sizes.columns])
    let words = file.store(integers: (0..<sizes.rows).map { $0 * 31 % 4000 })
    file.add("Softmax", name: "softmax", inputs: ["x"], outputs: ["y0"], [("axis", .integer(-1))])
    file.add(
      "LayerNormalization", name: "norm", inputs: ["x", scale, bias], outputs: ["y1"],
      [("axis", .integer(-1))])
    file.add("Add", name: "bias", inputs: ["x", bias], outputs: ["y2"])
    file.add("ReduceMean", name: "mean", inputs: ["x"], outputs: ["y3"], [("axes", .integers([2]))])
    file.add("Relu", name: "index", inputs: ["x"], outputs: ["y4"])
    file.add("Gather", name: "gather", inputs: [table, words], outputs: ["y5"])
    file.add("Add", name: "use", inputs: ["x", "y5"], outputs: ["y6"])
    return Network(
      name: "rows-\(sizes.rows)x\(sizes.columns)",
      bytes: file.bytes(
        inputs: [("x", shape)], outputs: ["y0", "y1", "y2", "y3", "y4", "y6"]))
  }

  // MARK: - Attention, recurrences

  private static let attentions: [(heads: Int, places: Int, depth: Int)] = [
    (8, 64, 64), (8, 96, 48), (10, 160, 64), (16, 128, 32), (6, 256, 64), (8, 320, 40),
  ]

  /// Scores, softmax and values as the exporters write them.
  private static func attention(_ sizes: (heads: Int, places: Int, depth: Int)) -> Network {
    var file = ONNXFile()
    let query = [1, sizes.heads, sizes.places, sizes.depth]
    let key = [1, sizes.heads, sizes.depth, sizes.places]
    file.add("MatMul", name: "scores", inputs: ["q", "k"], outputs: ["s"])
    file.add("Softmax", name: "softmax", inputs: ["s"], outputs: ["p"], [("axis", .integer(-1))])
    file.add("MatMul", name: "values", inputs: ["p", "v"], outputs: ["y"])
    file.add(
      "Transpose", name: "join", inputs: ["y"], outputs: ["z"],
      [("perm", .integers([0, 2, 1, 3]))])
    return Network(
      name: "attention-\(sizes.heads)x\(sizes.places)x\(sizes.depth)",
      bytes: file.bytes(inputs: [("q", query), ("k", key), ("v", query)], outputs: ["z"]))
  }

  private static let recurrences: [(steps: Int, inputs: Int, hidden: Int)] = [
    (16, 128, 128), (24, 256, 384), (32, 64, 256), (48, 384, 640), (20, 512, 768),
  ]

  private static func recurrence(_ sizes: (steps: Int, inputs: Int, hidden: Int)) -> Network {
    var file = ONNXFile()
    let weights = file.store([1, 4 * sizes.hidden, sizes.inputs])
    let recurrent = file.store([1, 4 * sizes.hidden, sizes.hidden])
    let bias = file.store([1, 8 * sizes.hidden])
    file.add(
      "LSTM", name: "lstm", inputs: ["x", weights, recurrent, bias], outputs: ["y"],
      [("hidden_size", .integer(sizes.hidden))])
    return Network(
      name: "recurrence-\(sizes.steps)x\(sizes.inputs)x\(sizes.hidden)",
      bytes: file.bytes(inputs: [("x", [sizes.steps, 1, sizes.inputs])], outputs: ["y"]))
  }
}
