import ModelGraph

/// `[route]`: other layers' outputs, their channels one after another.
struct DarknetRoute: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("route", domain: "darknet"),
        bytes: "one layer without groups: none, a view; else what is taken of each layer (with "
          + "groups that part of its channels) once in and once out",
        source: "route_layer.c of pjreddie/darknet and AlexeyAB/darknet (groups, group_id)")
    ]
  }

  /// [N, sum of the channels / groups, H, W], or rows of as many features.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    var shape = try call.input(0).shape
    let groups = try call.size("groups")
    _ = try call.integer("group_id", default: 0, in: 0...(groups - 1))
    let axis = shape.count == 4 ? 1 : shape.count - 1
    guard shape.indices.contains(axis) else { throw mismatch(shape, shape) }
    var channels = Count(0)
    for index in call.inputs.indices {
      let other = try call.input(index).shape
      guard isJoinable(other, shape, axis: axis) else { throw mismatch(other, shape) }
      channels += Count(try call.quotient(other[axis], groups, "the channels", by: "groups"))
    }
    shape[axis] = try call.whole(channels, "channels")
    return try call.output(shape)
  }

  /// No arithmetic.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let groups = try call.size("groups")
    guard call.inputs.count > 1 || groups > 1 else { return .view }
    var cost = LayerCost()
    for index in call.inputs.indices {
      cost.traffic.elementsRead[index] = try call.input(index).elementCount.divided(by: groups)
    }
    return cost
  }

  private func isJoinable(_ left: [Int], _ right: [Int], axis: Int) -> Bool {
    left.count == right.count
      && left.indices.allSatisfy { $0 == axis || left[$0] == right[$0] }
  }

  private func mismatch(_ left: [Int], _ right: [Int]) -> OperatorError {
    OperatorError(
      .shape, "\(left.shapeText) cannot be joined to \(right.shapeText)",
      remedy: "let layers name layers of the same width and height")
  }
}
