import ModelGraph

/// If, Loop, Scan and SequenceMap: the graphs within them are counted by the walk over the graph, layer by layer.
struct ControlFlow: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "If", 25, macs: "those of the branch that is taken, else of the dearer one",
        otherFlops: "as its MACs", transcendentals: "as its MACs", bytes: "those of its layers"),
      .onnx(
        "Loop", 25,
        macs: "those of the body, for each trip; the trips are its limit where that is "
          + "known, else --trip-count",
        otherFlops: "as its MACs", transcendentals: "as its MACs", bytes: "those of its layers"),
      .onnx(
        "Scan", 25, macs: "those of the body, for each element of the scanned axis",
        otherFlops: "as its MACs", transcendentals: "as its MACs", bytes: "those of its layers"),
      .onnx(
        "SequenceMap", 17, macs: "those of the body, for each tensor of the sequence",
        otherFlops: "as its MACs", transcendentals: "as its MACs", bytes: "those of its layers"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    throw OperatorError(.unknownValue, "\(call.type) has no graph within it")
  }
}
