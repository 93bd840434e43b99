import Glibc
public import ModelGraph

/// The inputs of one run that are stored beside a model, as ONNX's test data lay them out: a folder of
/// `input_0.pb`, `input_1.pb` and so on, in the order of the model's inputs.
public enum ModelInputs {
  /// Reads the files of `folder` for the inputs of `graph`; an input without a file is not given. Where
  /// there is no such folder, the one of that name beside the model is meant.
  ///
  /// A value is the input's that it names, else that of its place. Of large tensors only the shape
  /// is kept.
  ///
  /// - Throws: ``FormatError`` where the folder holds none of them, or one is malformed.
  public static func read(
    folder named: String, besideModel model: String, for graph: Graph
  ) throws(FormatError) -> [TensorID: InputValue] {
    let beside = model.lastIndex(of: "/").map { "\(model[...$0])\(named)" } ?? named
    let folder = access(named, F_OK) == 0 || named.hasPrefix("/") ? named : beside
    var values: [TensorID: InputValue] = [:]
    for (place, id) in graph.inputs.enumerated() {
      let path = "\(folder)/input_\(place).pb"
      guard access(path, F_OK) == 0 else { continue }
      let stored = try read(path: path, for: graph.tensors[id])
      let named = graph.inputs.first { graph.tensors[$0].name == stored.name }
      values[named ?? id] = stored.value
    }
    guard !values.isEmpty || graph.inputs.isEmpty else {
      throw FormatError(
        .file, "holds no input_0.pb", location: folder,
        remedy: "give a folder of input_0.pb, input_1.pb and so on, one TensorProto each")
    }
    return values
  }

  private static func read(
    path: String, for input: Tensor
  ) throws(FormatError) -> ONNXInputFile {
    let file = try ModelFile(path: path)
    return try file.withBytes { (span: RawSpan) throws(FormatError) -> ONNXInputFile in
      try span.withUnsafeBytes { (bytes) throws(FormatError) -> ONNXInputFile in
        do throws(WireReader.Malformed) {
          return try ONNXInputFile(bytes, kind: input.kind, elementType: input.elementType)
        } catch {
          throw FormatError(
            .syntax, "is no value for the input \(input.name.quoted): \(error.what)",
            location: path, remedy: "store a TensorProto, SequenceProto or OptionalProto there")
        }
      }
    }
  }
}
