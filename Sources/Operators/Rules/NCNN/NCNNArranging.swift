import ModelGraph

/// What only looks at a tensor in another way, or moves its elements to other places.
struct NCNNArranging: NCNNRule, OperatorRule {
  /// What each moves.
  var operators: [OperatorDescription] {
    Self.views.sorted().map { .ncnn($0, bytes: "nothing: a view") }
      + Self.moves.map { .ncnn($0) }
      + [.ncnn("Dropout", "1 an element where its scale is not 1", bytes: "else nothing: a view")]
  }

  private static let views: Set<String> = [
    "DeepCopy", "ExpandDims", "Flatten", "Noop", "Packing", "Reshape", "Squeeze",
  ]

  private static let moves = [
    "Concat", "CopyTo", "Diag", "Flip", "Fold", "Permute", "PixelShuffle", "Reorg",
    "ShuffleChannel", "Tile", "Unfold",
  ]

  /// The new shape.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let shape = try call.input(0, rankAtLeast: 1).shape
    switch call.type {
    case "Concat": return try concatenated(call)
    case "Dropout":
      let isView = try call.number("scale", default: 1) == 1
      return try NCNNForm(
        call, shape, cost: isView ? .view : LayerCost(otherFlops: shape.elementCount))
    case "CopyTo", "Flip", "ShuffleChannel": return try NCNNForm(call, shape)
    case "Permute": return try NCNNForm(call, NCNNPermutation.permuted(shape, call))
    case "PixelShuffle", "Reorg": return try NCNNForm(call, shuffled(shape, call))
    case "Tile": return try NCNNForm(call, tiled(shape, call))
    case "Fold", "Unfold": return try NCNNForm(call, unfolded(shape, call))
    case "Diag": return try NCNNForm(call, diagonal(shape, call))
    default: return try NCNNForm(call, viewed(shape, call), cost: .view)
    }
  }

  private func concatenated(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let rank = try call.input(0).shape.count
    let axis = try call.ncnnAxis(call.integer("axis", default: 0), rank: rank)
    return try NCNNForm(as: "Concat", of: call, call.inputs, ["axis": .integer(axis)])
  }

  private func viewed(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    switch call.type {
    case "Flatten":
      [shape[0], try call.whole(shape.dropFirst().elementCount, "features")]
    case "Reshape": try NCNNReshape.reshaped(shape, call)
    case "ExpandDims": try expanded(shape, call)
    case "Squeeze": try squeezed(shape, call)
    default: shape
    }
  }

  /// The axes, else those of the settings `prefix_w` and so on.
  private func axes(
    _ prefix: String, rank: Int, _ call: OperatorCall
  ) throws(OperatorError) -> [Int] {
    if let axes = try call.integers("axes") {
      return try call.axes(axes, rank: rank).map { $0 + 1 }.sorted()
    }
    let names = rank == 4 ? ["c", "d", "h", "w"] : ["c", "h", "w"]
    var axes: [Int] = []
    for (place, name) in names.suffix(rank).enumerated() where try call.isSet("\(prefix)_\(name)") {
      axes.append(place + 1)
    }
    return axes
  }

  private func expanded(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let count = try call.integers("axes")?.count ?? 1
    var shape = shape
    for axis in try axes("expand", rank: min(shape.count - 1 + count, 4), call) {
      guard axis <= shape.count else { throw call.shapeError("axis \(axis)") }
      shape.insert(1, at: axis)
    }
    return shape
  }

  private func squeezed(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let axes = try axes("squeeze", rank: shape.count - 1, call)
    let kept = shape.indices.filter { !(axes.contains($0) && shape[$0] == 1) }
    return kept.count > 1 ? kept.map { shape[$0] } : [shape[0], 1]
  }

  private func shuffled(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    guard shape.count == 4 else { throw call.shapeError(shape.shapeText) }
    let name = call.type == "Reorg" ? "stride" : "upscale_factor"
    let side = try call.integer(name, default: 1, in: 1...1 << 15)
    if call.type == "Reorg" {
      let channels = try call.whole(Count(shape[1]) * Count(side * side), "channels")
      return [shape[0], channels, shape[2] / side, shape[3] / side]
    }
    let channels = try call.quotient(shape[1], side * side, "the channels", by: "the square")
    return [
      shape[0], channels, try call.whole(Count(shape[2]) * Count(side), "rows"),
      try call.whole(Count(shape[3]) * Count(side), "columns"),
    ]
  }

  private func tiled(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    var repeats = try call.integers("repeats", in: 0...OperatorCall.largestSetting) ?? []
    var shape = shape
    guard !shape.isEmpty else { throw call.shapeError("tiles of a scalar") }
    if repeats.isEmpty {
      let axis = try call.ncnnAxis(call.integer("axis", default: 0), rank: shape.count)
      repeats = Array(repeating: 1, count: max(shape.count - 1, 0))
      guard repeats.indices.contains(axis - 1) else {
        throw call.shapeError("tiles of \(shape.shapeText)")
      }
      repeats[axis - 1] = try call.ncnnSize("tiles", default: 1)
    }
    while repeats.count < shape.count - 1 { repeats.insert(1, at: 0) }
    while repeats.count > shape.count - 1 { shape.insert(1, at: 1) }
    for (place, count) in repeats.enumerated() {
      shape[place + 1] = try call.whole(Count(shape[place + 1]) * Count(count), "sizes")
    }
    return shape
  }

  /// [N, C·Πk, places], and back.
  private func unfolded(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let window = try NCNNWindow(call, axes: 2)
    if call.type == "Fold" {
      guard shape.count == 3, let size = window.kernel.elementCount.value else {
        throw call.shapeError(shape.shapeText)
      }
      let channels = try call.quotient(shape[1], size, "the rows", by: "the window")
      let width = try call.ncnnSize("output_w")
      return [shape[0], channels, try call.ncnnSize("output_h", default: width), width]
    }
    guard shape.count == 4 else { throw call.shapeError(shape.shapeText) }
    let places = try window.places(over: Array(shape.suffix(2)), call)
    return [
      shape[0], try call.whole(Count(shape[1]) * window.kernel.elementCount, "rows"),
      try call.whole(places.elementCount, "places"),
    ]
  }

  private func diagonal(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let limit = OperatorCall.largestSetting
    let offset = abs(try call.integer("diagonal", default: 0, in: -limit...limit))
    if shape.count == 2 {
      let side = try call.whole(Count(shape[1]) + Count(offset), "side")
      return [shape[0], side, side]
    }
    guard shape.count == 3 else { throw call.shapeError(shape.shapeText) }
    return [shape[0], max(min(shape[1], shape[2]) - offset, 0)]
  }
}

/// The orders of dimensions that Permute numbers.
enum NCNNPermutation {
  /// By rank less the batch: the new width, height and so on, as letters of the old ones.
  ///
  /// Source: Tencent/ncnn, `src/layer/permute.h`.
  private static let orders: [Int: [String]] = [
    2: ["wh", "hw"],
    3: ["whc", "hwc", "wch", "cwh", "hcw", "chw"],
    4: [
      "whdc", "hwdc", "wdhc", "dwhc", "hdwc", "dhwc", "whcd", "hwcd", "wchd", "cwhd", "hcwd",
      "chwd", "wdch", "dwch", "wcdh", "cwdh", "dcwh", "cdwh", "hdcw", "dhcw", "hcdw", "chdw",
      "dchw", "cdhw",
    ],
  ]

  /// The shape in its new order.
  static func permuted(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    let rank = shape.count - 1
    let number = try call.integer("order_type", default: 0)
    guard rank > 1, let orders = orders[rank] else { return shape }
    guard orders.indices.contains(number) else {
      throw OperatorError(.attribute, "order_type=\(number) of \(rank) dimensions is not known")
    }
    let letters = rank == 2 ? "wh" : rank == 3 ? "whc" : "whdc"
    let sizes = Dictionary(uniqueKeysWithValues: zip(letters, shape.dropFirst().reversed()))
    return [shape[0]] + orders[number].reversed().compactMap { sizes[$0] }
  }
}

/// The shape that a Reshape states.
enum NCNNReshape {
  /// −1 is what is left, 0 is as it was; what is not given (−233) is no dimension.
  static func reshaped(_ shape: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    guard call.layer.attributes["shape_expr"] == nil else {
      throw OperatorError(
        .unknownValue, "the shape is an expression of other shapes (shape_expr), which is not read")
    }
    let names = ["w", "h", "d", "c"].filter { call.layer.attributes[$0] != nil }
    let old = Dictionary(
      uniqueKeysWithValues: zip(
        shape.count == 5 ? ["w", "h", "d", "c"] : ["w", "h", "c"], shape.dropFirst().reversed()))
    var stated: [Int] = []
    for name in names {
      let size = try call.integer(name, default: -233)
      guard size != -233 else { continue }
      stated.append(size == 0 ? old[name] ?? 0 : size)
    }
    let fixed = stated.filter { $0 != -1 }.elementCount
    let all = shape.dropFirst().elementCount
    guard let all = all.value, let fixed = fixed.value, stated.count(where: { $0 == -1 }) <= 1,
      stated.contains(-1) ? fixed > 0 && all % fixed == 0 : fixed == all
    else { throw call.shapeError("\(shape.shapeText) as \(stated.reversed().map { $0 })") }
    return [shape[0]] + stated.reversed().map { $0 == -1 ? all / fixed : $0 }
  }
}
