import ModelGraph

/// Gather, GatherElements and GatherND: elements fetched by index.
struct Gathering: OperatorRule {
  var operators: [OperatorDescription] {
    ["Gather", "GatherElements", "GatherND"].map {
      .onnx(
        $0, 13,
        bytes: "of the table only what is gathered (counted as input, for it follows the batch), "
          + "and the indices")
    }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let (data, indices) = try (call.input(0, rankAtLeast: 1), call.input(1))
    switch call.type {
    case "GatherElements":
      guard data.shape.count == indices.shape.count else {
        throw call.shapeError(
          "data \(data.shape.shapeText) and indices \(indices.shape.shapeText) differ in rank")
      }
      return [Operand(data.elementType, indices.shape)]
    case "GatherND": return [try gatheredND(data, indices, call)]
    default: return [try gathered(data, indices, call)]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    LayerCost(
      traffic: Traffic(elementsRead: [0: outputs.first?.elementCount ?? 0], gathered: [0]),
      kernel: try kernel(call, outputs: outputs))
  }

  /// Rows of what follows the axis that is indexed.
  private func kernel(
    _ call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> Kernel? {
    let data = try call.input(0, rankAtLeast: 1)
    guard call.type == "Gather", let elements = outputs.first?.elementCount.value else {
      return nil
    }
    let axis = try call.axis("axis", default: 0, rank: data.shape.count)
    let columns = data.shape[(axis + 1)...].elementCount.value ?? .max
    return .gather(
      Kernel.Gather(
        rows: elements / max(columns, 1), columns: columns, tableRows: data.shape[axis]))
  }

  private func gathered(
    _ data: Operand, _ indices: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> Operand {
    let axis = try call.axis("axis", default: 0, rank: data.shape.count)
    let shape = data.shape[..<axis] + indices.shape + data.shape[(axis + 1)...]
    return Operand(
      data.elementType, Array(shape),
      contents: contents(of: data, indices, axis: axis, shape: Array(shape)))
  }

  /// The values that are gathered, where the table and the indices are known.
  private func contents(
    of data: Operand, _ indices: Operand, axis: Int, shape: [Int]
  ) -> TensorContents? {
    guard let contents = data.contents, let chosen = indices.integers, shape.isSmall,
      data.shape.isSmall
    else { return nil }
    let size = data.shape[axis]
    let rows = chosen.map { $0 < 0 ? $0 + size : $0 }
    guard rows.allSatisfy((0..<size).contains) else { return nil }
    let inner = data.shape[(axis + 1)...].reduce(1, *)
    let outer = data.shape[..<axis].reduce(1, *)
    let places = (0..<outer).flatMap { block in
      rows.flatMap { row in
        let start = (block * size + row) * inner
        return start..<start + inner
      }
    }
    return Values.picked(places, of: contents)
  }

  /// Indices of k numbers address slices of the data's axes from `batch_dims` on.
  private func gatheredND(
    _ data: Operand, _ indices: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> Operand {
    let batch = try call.integer("batch_dims", default: 0)
    guard let depth = indices.shape.last, batch >= 0, batch < data.shape.count,
      batch < indices.shape.count, depth >= 1, depth <= data.shape.count - batch,
      data.shape.prefix(batch) == indices.shape.prefix(batch)
    else {
      throw call.shapeError(
        "indices \(indices.shape.shapeText) with batch_dims=\(batch) do not address "
          + data.shape.shapeText)
    }
    return Operand(
      data.elementType, indices.shape.dropLast() + data.shape.dropFirst(batch + depth))
  }
}
