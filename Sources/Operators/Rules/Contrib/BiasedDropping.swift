import ModelGraph

/// BiasSoftmax, BiasDropout and the dropouts whose masks are bits: what the optimiser makes of a sum and
/// what follows it.
struct BiasedDropping: OperatorRule {
  var operators: [OperatorDescription] {
    let dropped = "3·n where training_mode is known to be set: compare, drop, scale"
    let paper = "Srivastava et al., Dropout, JMLR 15, 2014"
    return [
      .contrib(
        "BiasSoftmax", otherFlops: "n for the bias, 4·n as Softmax", transcendentals: "n",
        paper: "Milakov, Gimelshein, Online normalizer calculation for softmax, arXiv:1805.02867, "
          + "equation 2"),
      .contrib(
        "BitmaskDropout", otherFlops: dropped,
        bytes: "none at inference: the output shares the input's storage", paper: paper),
    ]
      + ["BiasDropout", "BitmaskBiasDropout"].map {
        .contrib(
          $0, otherFlops: "n for the bias, n where there is a residual, \(dropped)", paper: paper)
      }
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let output = Operand(input.elementType, input.shape)
    // The bias of a BiasSoftmax may leave out axes within the shape.
    if hasBias(call), call.type != "BiasSoftmax" {
      let bias = try call.input(1)
      guard try Broadcast.shape([input.shape, bias.shape]) == input.shape else {
        throw call.shapeError("\(bias.shape.shapeText) added to \(input.shape.shapeText)")
      }
    }
    switch call.type {
    case "BiasSoftmax":
      _ = try columns(of: input.shape, call)
      return [output]
    case "BiasDropout": return [output, Operand(.bool, input.shape)]
    default:
      // 32 elements a word.
      let words = (input.elementCount + 31).divided(by: 32)
      return [output, Operand(.uint32, [words.value ?? .max])]
    }
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let elements = outputs.first?.elementCount ?? 0
    if call.type == "BiasSoftmax" {
      let columns = try columns(of: call.input(0).shape, call)
      let rows = columns > 0 ? elements.divided(by: columns) : 0
      return LayerCost(
        otherFlops: 5 * elements, transcendentals: elements,
        kernel: .rows(Kernel.Rows(.softmax, rows: rows.value ?? .max, columns: columns)))
    }
    let mode = call.optionalInput(hasBias(call) ? 4 : 2)
    let dropped: Count = mode?.integers?.first ?? 0 != 0 ? 3 : 0
    guard hasBias(call) else {
      return dropped == 0 ? .view : LayerCost(otherFlops: dropped * elements)
    }
    let residual: Count = call.optionalInput(2) == nil ? 0 : 1
    return LayerCost(otherFlops: (1 + residual + dropped) * elements)
  }

  private func hasBias(_ call: OperatorCall) -> Bool { call.type != "BitmaskDropout" }

  /// How many elements are normalised together: those from the axis on.
  private func columns(of shape: [Int], _ call: OperatorCall) throws(OperatorError) -> Int {
    let axis = try call.axis("axis", default: 1, rank: shape.count)
    return shape.dropFirst(axis).elementCount.value ?? .max
  }
}
