import ModelGraph

/// GatherBlockQuantized: rows of a table of a few bits, with a scale for each block of them.
struct BlockQuantizedGathering: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .contrib(
        "GatherBlockQuantized",
        otherFlops: "2·n: convert, scale; n more where there are zero points",
        bytes: "of the table, its scales and its zero points only what is gathered (counted as "
          + "input, for it follows the batch), and the indices")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (data, indices) = try (call.input(0, rankAtLeast: 1), call.input(1))
    let axis = try call.axis("gather_axis", default: 0, rank: data.shape.count)
    var table = data.shape
    let packing = try packing(call)
    table[table.count - 1] = (Count(table[table.count - 1]) * Count(packing)).value ?? .max
    let shape = table[..<axis] + indices.shape + table[(axis + 1)...]
    return [Operand(try call.input(2).elementType, Array(shape))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let made = outputs.first?.elementCount ?? 0
    let packing = try packing(call)
    let block = try call.integer("block_size", default: 128, in: 1...OperatorCall.largestSetting)
    let read = made.divided(by: packing)
    var traffic = Traffic(
      elementsRead: [0: read, 2: made.divided(by: block)], gathered: [0, 2, 3])
    if let points = call.optionalInput(3) {
      let perByte = points.elementType == .uint8 ? packing : 1
      traffic.elementsRead[3] = made.divided(by: block).divided(by: perByte)
    }
    let table = try call.input(0).elementCount
    return LayerCost(
      otherFlops: (call.optionalInput(3) == nil ? 2 : 3) * made, traffic: traffic,
      packedElements: packing > 1 ? [0: Count(packing) * table] : [:])
  }

  /// How many numbers an element of the table holds: bytes may hold several.
  private func packing(_ call: OperatorCall) throws(OperatorError) -> Int {
    guard try call.input(0).elementType == .uint8 else { return 1 }
    return max(8 / (try call.integer("bits", default: 4, in: 2...8)), 1)
  }
}
