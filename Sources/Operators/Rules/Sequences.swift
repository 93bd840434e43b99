import ModelGraph

/// Sequences of tensors: a list of what is in them, whose tensors are handed on and not moved.
///
/// How long a sequence is must be known, which it is where it was built layer by layer.
struct Sequences: OperatorRule {
  var operators: [OperatorDescription] {
    let handed = "nothing: the tensors are handed on"
    return [
      .onnx("ConcatFromSequence", 11, bytes: "each tensor of the sequence once, and the result"),
      .onnx("SequenceAt", 11, bytes: handed),
      .onnx("SequenceConstruct", 11, bytes: handed),
      .onnx("SequenceEmpty", 11, bytes: handed),
      .onnx("SequenceErase", 11, bytes: handed),
      .onnx("SequenceInsert", 11, bytes: handed),
      .onnx("SequenceLength", 11, bytes: handed),
      .onnx("SplitToSequence", 24, bytes: "the tensor once, and its parts"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    switch call.type {
    case "SequenceConstruct":
      var tensors: [Operand] = []
      for place in call.inputs.indices { tensors.append(try call.input(place)) }
      return [Operand(sequence: tensors, of: try call.input(0).elementType)]
    case "SequenceEmpty":
      return [Operand(sequence: [], of: try call.elementType("dtype", default: .float32))]
    case "SplitToSequence": return [try split(call)]
    case "SequenceLength":
      return [Operand(.int64, [], contents: .integers([try tensors(call).count]))]
    case "SequenceAt": return [try element(call)]
    case "SequenceInsert": return [try inserted(call)]
    case "SequenceErase": return [try erased(call)]
    default: return [try joined(call)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    switch call.type {
    case "ConcatFromSequence":
      return LayerCost(traffic: Traffic(elementsRead: [0: outputs.first?.elementCount ?? 0]))
    case "SplitToSequence":
      let elements = try call.input(0).elementCount
      return LayerCost(traffic: Traffic(elementsWritten: [0: elements]))
    default: return .view
    }
  }

  private func tensors(_ call: OperatorCall) throws(OperatorError) -> [Operand] {
    guard let tensors = try call.input(0).tensors else {
      throw OperatorError(
        .unknownValue, "what is in its sequence is known only while the model runs")
    }
    return tensors
  }

  /// A place in a sequence, counted from the front; `end` where the layer has none.
  private func place(
    _ call: OperatorCall, _ index: Int, end: Int, last: Int
  ) throws(OperatorError) -> Int {
    guard call.optionalInput(index) != nil else { return end }
    guard let stated = try call.integers(ofInput: index).first else { return end }
    let place = stated < 0 ? stated + end : stated
    guard stated >= -end, (0...max(last, 0)).contains(place), last >= 0 else {
      throw call.shapeError("place \(stated) of a sequence of \(end)")
    }
    return place
  }

  /// One tensor; where its place is open, any of them, if all have one shape.
  private func element(_ call: OperatorCall) throws(OperatorError) -> Operand {
    let tensors = try tensors(call)
    if try call.input(1).integers == nil, let first = tensors.first,
      tensors.allSatisfy({ $0.shape == first.shape })
    {
      return Operand(first.elementType, first.shape)
    }
    return tensors[try place(call, 1, end: tensors.count, last: tensors.count - 1)]
  }

  private func inserted(_ call: OperatorCall) throws(OperatorError) -> Operand {
    var tensors = try tensors(call)
    let added = try call.input(1)
    tensors.insert(added, at: try place(call, 2, end: tensors.count, last: tensors.count))
    return Operand(sequence: tensors, of: added.elementType)
  }

  private func erased(_ call: OperatorCall) throws(OperatorError) -> Operand {
    var tensors = try tensors(call)
    guard !tensors.isEmpty else { throw call.shapeError("nothing to erase") }
    let last = tensors.count - 1
    let isStated = call.optionalInput(1) != nil
    tensors.remove(at: isStated ? try place(call, 1, end: tensors.count, last: last) : last)
    return Operand(sequence: tensors, of: try call.input(0).elementType)
  }

  /// As Concat, or with an axis of its own for the sequence.
  private func joined(_ call: OperatorCall) throws(OperatorError) -> Operand {
    var tensors = try tensors(call)
    guard let first = tensors.first else { throw call.shapeError("an empty sequence") }
    if try call.integer("new_axis", default: 0) != 0 {
      let axis = try call.axis("axis", default: 0, rank: first.shape.count + 1)
      for place in tensors.indices {
        guard tensors[place].shape == first.shape else {
          throw call.shapeError("tensors of different shapes")
        }
        tensors[place].contents = nil
        tensors[place].shape.insert(1, at: axis)
      }
    }
    let plain = call.standing(for: "Concat", inputs: tensors)
    return try Joining().outputs(of: plain).first ?? first
  }

  /// Parts of stated lengths, of one length, or of 1, whose axis may be left out then.
  private func split(_ call: OperatorCall) throws(OperatorError) -> Operand {
    let input = try call.input(0, rankAtLeast: 1)
    let axis = try call.axis("axis", default: 0, rank: input.shape.count)
    let length = input.shape[axis]
    var parts: [Int]
    if let split = call.optionalInput(1) {
      parts = try call.integers(ofInput: 1)
      if split.shape.isEmpty, let size = parts.first, size > 0 {
        guard length / size < TensorContents.largestCount else {
          throw call.shapeError("\(length) in parts of \(size)")
        }
        parts = Array(repeating: size, count: length / size)
        if length % size != 0 { parts.append(length % size) }
      }
    } else {
      guard (0...TensorContents.largestCount).contains(length) else {
        throw call.shapeError("\(length) parts")
      }
      parts = Array(repeating: 1, count: length)
    }
    let total = parts.reduce(Count(0)) { $0 + Count($1) }
    guard total.value == length else { throw call.shapeError("\(parts) of \(length)") }
    let drops = call.optionalInput(1) == nil && call.isDropping
    let tensors = parts.map { part -> Operand in
      var shape = input.shape
      shape[axis] = part
      if drops { shape.remove(at: axis) }
      return Operand(input.elementType, shape)
    }
    return Operand(sequence: tensors, of: input.elementType)
  }
}

extension OperatorCall {
  /// Whether parts of 1 lose their axis.
  fileprivate var isDropping: Bool {
    if case .integer(0) = layer.attributes["keepdims"] { true } else { false }
  }
}
