import ModelGraph

/// What `ai.onnx.ml` does to features before a model and to labels after it.
struct FeaturePreparation: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .classical("ArrayFeatureExtractor", 1, bytes: "of the features only what is chosen"),
      .classical("Binarizer", 1, otherFlops: "n, y = 1 if x > threshold else 0"),
      .classical("CategoryMapper", 1),
      .classical("FeatureVectorizer", 1),
      .classical("Imputer", 1, otherFlops: "n, y = the imputed value if x is the replaced one"),
      .classical("LabelEncoder", 4),
      .classical(
        "Normalizer", 1,
        otherFlops: "2·n with MAX (largest, divide), 3·n with L1 (absolute, sum, divide), 3·n with "
          + "L2 (square, sum, divide)",
        transcendentals: "rows with L2 (a square root)"),
      .classical("OneHotEncoder", 1, otherFlops: "a comparison for each element written"),
      .classical("Scaler", 1, otherFlops: "2·n, y = (x − offset)·scale"),
      .classical("ZipMap", 1),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let (shape, type) = (input.shape, input.elementType)
    switch call.type {
    case "ArrayFeatureExtractor":
      let chosen = try call.input(1).elementCount.value ?? .max
      return [Operand(type, (shape.count > 1 ? Array(shape.dropLast()) : [1]) + [chosen])]
    case "OneHotEncoder":
      return [Operand(.float32, shape + [call.storedLength("cats_int64s", "cats_strings")])]
    case "FeatureVectorizer":
      var width = Count(0)
      for case let part? in call.inputs {
        width += Count(part.shape.count > 1 ? part.shape[1] : part.shape.first ?? 1)
      }
      let rows = shape.count > 1 ? shape[0] : 1
      return [Operand(.float32, [rows, width.value ?? .max])]
    case "LabelEncoder", "CategoryMapper": return [Operand(try labelType(call), shape)]
    case "Scaler", "Normalizer": return [Operand(.float32, shape)]
    default: return [Operand(type, shape)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = try call.input(0).elementCount
    let made = outputs.first?.elementCount ?? 0
    switch call.type {
    case "ArrayFeatureExtractor": return LayerCost(traffic: Traffic(elementsRead: [0: made]))
    case "Binarizer", "Imputer": return LayerCost(otherFlops: elements)
    case "OneHotEncoder": return LayerCost(otherFlops: made)
    case "Scaler": return LayerCost(otherFlops: 2 * elements)
    case "ZipMap": return .view
    case "Normalizer":
      let norm = try call.string("norm", default: "MAX")
      let rows = Count(try call.samples().rows)
      return LayerCost(
        otherFlops: (norm == "MAX" ? 2 : 3) * elements, transcendentals: norm == "L2" ? rows : 0)
    default: return LayerCost()
    }
  }

  /// What the labels are encoded as.
  private func labelType(_ call: OperatorCall) throws(OperatorError) -> ElementType {
    if call.type == "CategoryMapper" {
      return try call.input(0).elementType == .string ? .int64 : .string
    }
    if let tensor = call.attributeTensors["values_tensor"] { return tensor.elementType }
    if call.storedLength("values_int64s") > 0 { return .int64 }
    if call.storedLength("values_floats") > 0 { return .float32 }
    let isText = try call.input(0).elementType == .string
    return isText && call.storedLength("classes_strings") > 0 ? .int64 : .string
  }
}
