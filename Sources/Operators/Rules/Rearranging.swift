import ModelGraph

/// Operators that move elements within a tensor: blocks, reversed runs, triangles.
struct Rearranging: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("DepthToSpace", 28), .onnx("SpaceToDepth", 28), .onnx("ReverseSequence", 28),
      .onnx("Trilu", 14, bytes: "the whole input is read, though half of it is dropped"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 2)
    let shape =
      switch call.type {
      case "DepthToSpace": try spread(input.shape, call)
      case "SpaceToDepth": try gathered(input.shape, call)
      default: input.shape
      }
    return [Operand(input.elementType, shape)]
  }

  private func spread(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let block = try block(shape, call)
    let depth = block * block
    guard shape[1] % depth == 0 else { throw failure(shape, block, call) }
    return [shape[0], shape[1] / depth]
      + shape.dropFirst(2).map { (Count($0) * Count(block)).value ?? .max }
  }

  private func gathered(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let block = try block(shape, call)
    guard shape[2] % block == 0, shape[3] % block == 0 else {
      throw failure(shape, block, call)
    }
    let depth = Count(shape[1]) * Count(block) * Count(block)
    return [shape[0], depth.value ?? .max, shape[2] / block, shape[3] / block]
  }

  private func block(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> Int {
    guard shape.count == 4 else {
      throw call.shapeError("\(shape.shapeText), which is no batch of pictures,")
    }
    return try call.integer("blocksize", default: 1, in: 1...OperatorCall.largestSetting)
  }

  private func failure(_ shape: [Int], _ block: Int, _ call: OperatorCall) -> OperatorError {
    call.shapeError("\(shape.shapeText) does not divide into blocks of \(block)")
  }
}
