import ModelGraph

/// ImageDecoder: a picture of a size that stands in its compressed bytes.
struct PictureDecoding: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "ImageDecoder", 20,
        bytes: "not counted: the size of the picture is known only while the model runs")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    throw OperatorError(.unknownValue, "the size of the picture stands in its compressed bytes")
  }
}
