import ModelGraph

/// What `ai.onnx.ml` does to features before a model and to labels after it.
struct FeaturePreparation: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .classical("ArrayFeatureExtractor", 1, bytes: "of the features only what is chosen"),
      .classical("Binarizer", 1, otherFlops: "n, y = 1 if x > threshold else 0"),
      .classical(
        "CastMap", 1,
        bytes:
          "the values of the map, and the tensor; with map_form=DENSE its length is known only "
          + "while the model runs"),
      .classical("CategoryMapper", 1),
      .classical("DictVectorizer", 1, bytes: "the values of the map, and the tensor"),
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
    case "DictVectorizer":
      return [Operand(type, [1, call.storedLength("int64_vocabulary", "string_vocabulary")])]
    case "CastMap": return [try castMap(call)]
    case "ZipMap":
      var map = Operand(type, shape)
      map.kind = .map
      return [map]
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

  /// The values of a map by key, as many as the layer says or, where it does not, as the map has.
  private func castMap(_ call: OperatorCall) throws(OperatorError) -> Operand {
    guard try call.string("map_form", default: "DENSE") == "SPARSE" else {
      throw OperatorError(
        .unknownValue, "how many values its map has is known only while the model runs")
    }
    let length = try call.integer("max_map", default: 1, in: 1...OperatorCall.largestSetting)
    let type: ElementType =
      switch try call.string("cast_to", default: "TO_FLOAT") {
      case "TO_INT64": .int64
      case "TO_STRING": .string
      default: .float32
      }
    return Operand(type, [1, length])
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
