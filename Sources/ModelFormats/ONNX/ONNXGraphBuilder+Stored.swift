import ModelGraph

/// What the file stores, as tensors of the graph.
extension ONNXGraphBuilder {
  /// A tensor that the file stores; its bytes, where the file says how many there are, must be as
  /// many as its type and dimensions ask for.
  func stored(
    _ tensor: ONNXTensor, name: String, isInitializer: Bool
  ) throws(FormatError) -> Tensor {
    guard let type = tensor.elementType else {
      throw failure(
        .value, "the tensor \(name.quoted) has the unknown data type \(tensor.dataType)")
    }
    let shape = try shape(tensor.dimensions, of: name)
    let elements = tensor.dimensions.elementCount
    guard let count = elements.value, let bytes = elements.bytes(ofBits: type.bits).value else {
      throw failure(.value, "the tensor \(name.quoted) has more elements than can exist")
    }
    try checkBytes(of: tensor, name: name, needed: bytes)
    do throws(WireReader.Malformed) {
      return Tensor(
        name: name, role: .stored, elementType: type, shape: shape,
        contents: try tensor.contents(elementCount: count),
        isParameter: isInitializer && Self.isParameterType(type))
    } catch {
      throw failure(.value, "the tensor \(name.quoted) is malformed: \(error.what)")
    }
  }

  /// A sparse tensor: of the dense one's shape, with the type of the values.
  func stored(
    _ sparse: ONNXSparseTensor, _ values: ONNXTensor, name: String, isInitializer: Bool
  ) throws(FormatError) -> Tensor {
    var tensor = try stored(values, name: name, isInitializer: isInitializer)
    tensor.shape = try shape(sparse.dimensions, of: name)
    tensor.contents = nil
    if let indices = sparse.indices {
      _ = try stored(indices, name: name, isInitializer: false)
      try check(places: indices.dimensions, of: values.dimensions, in: sparse.dimensions, name)
    }
    return tensor
  }

  /// The places of a sparse tensor's values: for each one its place in the flattened tensor, or one for
  /// each axis.
  private func check(
    places: [Int], of values: [Int], in dense: [Int], _ name: String
  ) throws(FormatError) {
    guard places.first == values.first else {
      throw failure(.value, "the sparse tensor \(name.quoted) has not as many places as values")
    }
    guard places.count == 1 || places.count == 2 && places[1] == dense.count else {
      throw failure(
        .value,
        "the sparse tensor \(name.quoted) of \(dense.count.counted("dimension")) has places "
          + "of the dimensions \(places)")
    }
    if let elements = dense.elementCount.value, let count = values.first, count > elements {
      throw failure(
        .value, "the sparse tensor \(name.quoted) has \(count) values for \(elements) elements")
    }
  }

  /// The tensor of a Constant's setting, or nil where that is none that is read.
  func constant(_ attribute: ONNXAttribute, name: String) throws(FormatError) -> Tensor? {
    if let tensor = attribute.tensor {
      return try stored(tensor, name: name, isInitializer: false)
    }
    if let sparse = attribute.sparseTensor, let values = sparse.values {
      return try stored(sparse, values, name: name, isInitializer: false)
    }
    return Tensor(constant: attribute.plainValue, name: name)
  }

  /// Whether an initialiser of `type` is a weight: real or complex numbers, or integers of eight
  /// bits or fewer, which are quantised ones. Wider integers and truth values are indices, shapes
  /// and masks, but for those that a quantised layer has as weights or bias.
  private static func isParameterType(_ type: ElementType) -> Bool {
    switch type {
    case .bool, .string: false
    case .complex64, .complex128: true
    default: type.isFloatingPoint || type.bits <= 8
    }
  }

  private func checkBytes(
    of tensor: ONNXTensor, name: String, needed: Int
  ) throws(FormatError) {
    if tensor.isExternal { return try checkExternal(tensor, name: name, needed: needed) }
    guard let stored = tensor.storedBytes, stored != needed else { return }
    throw failure(.value, "the tensor \(name.quoted) has \(stored) bytes and needs \(needed)")
  }

  /// Values in another file, which must be in the model's folder or below it. The file is not opened,
  /// and need not be there: where it is and no length is stated, its size is looked at.
  private func checkExternal(
    _ tensor: ONNXTensor, name: String, needed: Int
  ) throws(FormatError) {
    let location = tensor.externalLocation
    guard let path = Self.pathInFolder(location) else {
      throw failure(
        .value,
        "the tensor \(name.quoted) lies in \(location.quoted), which is not in the model's folder")
    }
    let length: Int
    if let stated = tensor.externalLength {
      length = stated
    } else {
      let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      guard !path.isEmpty, let size = ModelFile.size(path: folder + path) else { return }
      length = size - min(max(tensor.externalOffset, 0), size)
    }
    guard length < needed else { return }
    throw failure(
      .value, "the tensor \(name.quoted) has \(length) bytes in its file and needs \(needed)")
  }

  /// A path from a folder on without `.` and `..`; nil for one that leaves the folder on its way, or
  /// is the folder.
  private static func pathInFolder(_ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    var steps: [Substring] = []
    for step in path.split(separator: "/") where step != "." {
      if step != ".." {
        steps.append(step)
      } else if steps.popLast() == nil {
        return nil
      }
    }
    return steps.isEmpty && !path.isEmpty ? nil : steps.joined(separator: "/")
  }

  // MARK: sizes

  /// A dimension beyond these is of no tensor: they leave room for sums.
  static let possibleSizes = 0...(1 << 48)

  /// Refuses a dimension that cannot be.
  func check(_ size: Int, of owner: @autoclosure () -> String) throws(FormatError) {
    guard Self.possibleSizes.contains(size) else {
      throw failure(.value, "\(owner()) has a dimension of \(size)")
    }
  }

  private func shape(_ sizes: [Int], of name: String) throws(FormatError) -> [Dimension] {
    for size in sizes { try check(size, of: "the tensor \(name.quoted)") }
    return sizes.map(Dimension.fixed)
  }
}
