import ModelGraph

/// NonMaxSuppression: of boxes that overlap, the ones with the best scores. Where boxes and scores are
/// known it is done; else as many are counted as can be kept at most.
struct BoxSuppression: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx(
        "NonMaxSuppression", 11,
        otherFlops: "13·N·C·K·S: the overlap of each of S boxes with each of K that are kept (8 "
          + "comparisons and differences of the intersection, its area, the union of 2, a quotient, "
          + "a comparison), an upper bound",
        bytes: "as many elements are written as there can be at most")
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let sizes = try Sizes(call)
    guard let found = try Suppression(call, limit: sizes.limit)?.selected() else {
      var bound = Operand(.int64, [sizes.selected.value ?? .max, 3])
      bound.isBound = true
      return [bound]
    }
    return [Operand(.int64, [found.count / 3, 3], contents: .integers(found))]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try Sizes(call)
    return LayerCost(
      otherFlops: 13 * sizes.selected * Count(sizes.boxes),
      notes: outputs.first?.isBound == true ? [LayerCost.boundNote] : [])
  }

  /// How many boxes there are, and are kept at most.
  private struct Sizes {
    var boxes: Int
    /// Boxes that are kept at most, of one class of one sample.
    var limit: Int
    /// Those of all classes of all samples.
    var selected: Count

    init(_ call: OperatorCall) throws(OperatorError) {
      let (all, scores) = try (call.input(0), call.input(1))
      guard all.shape.count == 3, scores.shape.count == 3, scores.shape[2] == all.shape[1] else {
        throw call.shapeError(
          "boxes \(all.shape.shapeText) with scores \(scores.shape.shapeText)")
      }
      boxes = all.shape[1]
      let stated =
        call.optionalInput(2) == nil ? 0 : call.optionalInput(2)?.integers?.first ?? boxes
      limit = min(max(stated, 0), boxes)
      selected = Count(scores.shape[0]) * Count(scores.shape[1]) * Count(limit)
    }
  }
}

extension LayerCost {
  /// What a layer's note says whose output has as many elements as there can be at most.
  static let boundNote = "how many are kept is known only while the model runs: counted as at most"
}

/// Boxes and scores whose values are known.
private struct Suppression {
  private let boxes: [Double]
  private let scores: [Double]
  private let shape: [Int]
  private let limit: Int
  private let overlap: Double
  private let least: Double?
  private let isCentred: Bool

  /// Nil where a value is not known.
  init?(_ call: OperatorCall, limit: Int) throws(OperatorError) {
    let (all, points) = try (call.input(0), call.input(1))
    guard let boxes = all.numbers, let scores = points.numbers, all.shape.last == 4,
      call.optionalInput(2).map({ $0.integers != nil }) ?? true,
      call.optionalInput(3).map({ $0.numbers != nil }) ?? true,
      call.optionalInput(4).map({ $0.numbers != nil }) ?? true
    else { return nil }
    (self.boxes, self.scores, self.limit) = (boxes, scores, limit)
    shape = points.shape
    overlap = call.optionalInput(3)?.numbers?.first ?? 0
    least = call.optionalInput(4)?.numbers?.first
    isCentred = try call.integer("center_point_box", default: 0) != 0
  }

  /// Sample, class and box of each that is kept.
  func selected() -> [Int] {
    var found: [Int] = []
    for sample in 0..<shape[0] {
      let corners = (0..<shape[2]).map { corner(sample * shape[2] + $0) }
      for kind in 0..<shape[1] {
        let start = (sample * shape[1] + kind) * shape[2]
        let order = (0..<shape[2]).filter { box in least.map { scores[start + box] > $0 } ?? true }
          .sorted { (scores[start + $1], $0) < (scores[start + $0], $1) }
        var kept: [Int] = []
        for box in order where kept.count < limit {
          if kept.allSatisfy({ shared(corners[$0], corners[box]) <= overlap }) { kept.append(box) }
        }
        found += kept.flatMap { [sample, kind, $0] }
      }
    }
    return found
  }

  /// The lower and upper corner of a box.
  private func corner(_ box: Int) -> [Double] {
    let values = Array(boxes[4 * box..<4 * box + 4])
    if isCentred {
      let (x, y, width, height) = (values[0], values[1], values[2] / 2, values[3] / 2)
      return [x - width, y - height, x + width, y + height]
    }
    return [
      min(values[0], values[2]), min(values[1], values[3]), max(values[0], values[2]),
      max(values[1], values[3]),
    ]
  }

  /// The area of two boxes' intersection over that of their union.
  private func shared(_ left: [Double], _ right: [Double]) -> Double {
    func area(_ box: [Double]) -> Double {
      max(box[2] - box[0], 0) * max(box[3] - box[1], 0)
    }
    let inner = area([
      max(left[0], right[0]), max(left[1], right[1]), min(left[2], right[2]),
      min(left[3], right[3]),
    ])
    let union = area(left) + area(right) - inner
    return union > 0 ? inner / union : 0
  }
}
