import ModelGraph

extension OperatorDescription {
  /// The description of an operator of ONNX's domain `ai.onnx.ml`.
  static func classical(
    _ type: String, _ version: Int, macs: String = "", otherFlops: String = "",
    transcendentals: String = "", bytes: String = ""
  ) -> OperatorDescription {
    OperatorDescription(
      OperatorName(type, domain: "ai.onnx.ml"), macs: macs, otherFlops: otherFlops,
      transcendentals: transcendentals, bytes: bytes,
      source: "ONNX operator specification, ai.onnx.ml.\(type)-\(version)")
  }
}

extension OperatorCall {
  /// Samples and features of the first input: a vector is one sample.
  func samples() throws(OperatorError) -> (rows: Int, features: Int) {
    let shape = try input(0, rankAtLeast: 1).shape
    return shape.count == 1 ? (1, shape[0]) : (shape[0], shape[shape.count - 1])
  }

  /// How many numbers or texts the first of the settings `names` holds that is there.
  func storedLength(_ names: String...) -> Int {
    for name in names {
      switch layer.attributes[name] {
      case .integers(let values) where !values.isEmpty: return values.count
      case .floats(let values) where !values.isEmpty: return values.count
      case .strings(let values) where !values.isEmpty: return values.count
      case .tensor: return attributeTensors[name]?.elementCount.value ?? 0
      default: continue
      }
    }
    return 0
  }

  /// The classes' labels: their number, and their type.
  func labels() -> (count: Int, type: ElementType) {
    let numbers = storedLength("classlabels_ints", "classlabels_int64s")
    return numbers > 0 ? (numbers, .int64) : (storedLength("classlabels_strings"), .string)
  }

  /// What the setting `post_transform` makes of `elements` scores in `rows` rows.
  func scoreTransform(_ elements: Count) throws(OperatorError) -> LayerCost {
    var transform = ""
    if case .integer(let number)? = layer.attributes["post_transform"] {
      // TreeEnsemble-5 numbers them.
      let names = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"]
      transform = names.indices.contains(number) ? names[number] : ""
    } else {
      transform = try string("post_transform", default: "NONE")
    }
    switch transform {
    case "LOGISTIC": return LayerCost(otherFlops: 2 * elements, transcendentals: elements)
    case "SOFTMAX", "SOFTMAX_ZERO":
      return LayerCost(otherFlops: 4 * elements, transcendentals: elements)
    case "PROBIT": return LayerCost(otherFlops: 2 * elements, transcendentals: elements)
    default: return LayerCost()
    }
  }
}
