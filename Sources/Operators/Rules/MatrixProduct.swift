import ModelGraph

/// MatMul and its integer forms, with numpy's rules for vectors and batches.
struct MatrixProduct: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "B·M·N·K, B being the product of the broadcast leading axes"
    return [
      .onnx("MatMul", 13, macs: macs, paper: "numpy.matmul"),
      .onnx(
        "MatMulInteger", 10, macs: macs,
        otherFlops: "the elements of A and of B, where a zero point is subtracted from them"),
      .onnx(
        "QLinearMatMul", 21, macs: macs,
        otherFlops: "5·B·M·N (scale, round, add the zero point, two bounds), "
          + "and the zero points of a and b"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let factors = try Factors(call)
    let type: ElementType =
      switch call.type {
      case "MatMulInteger": .int32
      case "QLinearMatMul": call.optionalInput(7)?.elementType ?? factors.left.elementType
      default: factors.left.elementType
      }
    return [Operand(type, factors.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let factors = try Factors(call)
    let made = outputs.first?.elementCount ?? 0
    let other: Count =
      switch call.type {
      case "MatMulInteger": factors.zeroPointFlops(call, 2, 3)
      case "QLinearMatMul": factors.zeroPointFlops(call, 2, 5) + 5 * made
      default: 0
      }
    return LayerCost(
      macs: made * Count(factors.depth), otherFlops: other,
      computeType: factors.left.elementType, kernel: .product(factors.kernel))
  }

  /// Two factors that go together.
  private struct Factors {
    var left: Operand
    var right: Operand
    /// The shape of the product.
    var shape: [Int]
    /// The length of the sums, K.
    var depth: Int

    /// A vector on the left is a row and one on the right a column, and their axis is left out again.
    init(_ call: OperatorCall) throws(OperatorError) {
      left = try call.input(0, rankAtLeast: 1)
      right = try call.input(call.type == "QLinearMatMul" ? 3 : 1, rankAtLeast: 1)
      let rows = left.shape.count == 1 ? [1] + left.shape : left.shape
      let columns = right.shape.count == 1 ? right.shape + [1] : right.shape
      depth = rows[rows.count - 1]
      guard depth == columns[columns.count - 2] else {
        throw call.shapeError(
          "\(left.shape.shapeText) times \(right.shape.shapeText): the inner dimensions differ")
      }
      shape = try Broadcast.shape([Array(rows.dropLast(2)), Array(columns.dropLast(2))])
      if left.shape.count > 1 { shape.append(rows[rows.count - 2]) }
      if right.shape.count > 1 { shape.append(columns[columns.count - 1]) }
    }

    /// The sizes; rows of a batch that meet one right factor are rows of one product.
    var kernel: Kernel.Product {
      let columns = right.shape.count == 1 ? 1 : right.shape[right.shape.count - 1]
      let rows = left.shape.count == 1 ? 1 : left.shape[left.shape.count - 2]
      let products = shape.elementCount.value ?? .max
      let each = (Count(max(rows, 1)) * Count(max(columns, 1))).value ?? .max
      let batch = products / max(each, 1)
      return right.shape.count <= 2
        ? Kernel.Product(m: products / max(columns, 1), n: columns, k: depth)
        : Kernel.Product(batch: batch, m: rows, n: columns, k: depth)
    }

    /// A subtraction for each element of an operand whose zero point is given.
    func zeroPointFlops(_ call: OperatorCall, _ forLeft: Int, _ forRight: Int) -> Count {
      (call.optionalInput(forLeft) == nil ? 0 : left.elementCount)
        + (call.optionalInput(forRight) == nil ? 0 : right.elementCount)
    }
  }
}
