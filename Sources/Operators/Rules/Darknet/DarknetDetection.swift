import ModelGraph

/// `[yolo]`, `[gaussian_yolo]` and `[region]`: raw boxes, of which some entries are activated.
///
/// What the layer itself does is counted; making boxes of the entries above a threshold follows the
/// picture and is not part of the network.
struct DarknetBoxes: OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("yolo", domain: "darknet"),
        otherFlops:
          "2·(3 + classes) a box (logistic of x, y, objectness, classes); scale_x_y other "
          + "than 1: + 4; with new_coords only those",
        transcendentals: "3 + classes a box; with new_coords none",
        source: "yolo_layer.c of pjreddie/darknet and AlexeyAB/darknet (scale_x_y, new_coords)"),
      OperatorDescription(
        OperatorName("gaussian_yolo", domain: "darknet"),
        otherFlops: "2·(7 + classes) a box (logistic of all but the mean width and height); "
          + "scale_x_y other than 1: + 4",
        transcendentals: "7 + classes a box",
        source: "AlexeyAB/darknet, gaussian_yolo_layer.c"),
      OperatorDescription(
        OperatorName("region", domain: "darknet"),
        otherFlops: "2 a logistic of x, y, objectness (not with background) and, without softmax, "
          + "each class; with softmax 4 a class",
        transcendentals: "1 for each of these",
        source: "pjreddie/darknet, region_layer.c"),
    ]
  }

  /// The shape of the input, which must hold the entries of every box.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let entries = try entries(call)
    let channels = Count(try boxes(call)) * entries
    guard Count(try call.picture().channels) == channels else {
      throw OperatorError(
        .shape,
        "its input has \(try call.picture().channels) channels, and its boxes need "
          + "\(channels.value.map(String.init) ?? "more than 2^63")",
        remedy: "make filters= of the layer before equal to boxes · (entries + classes)")
    }
    return try call.sameShape()
  }

  /// The logistic functions and the softmax.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let picture = try call.picture()
    let boxes =
      [picture.batch, picture.height, picture.width].elementCount
      * Count(try self.boxes(call))
    let perBox = try logistics(call)
    let softmax = try softmaxEntries(call)
    let moved: Count = try call.number("scale_x_y", default: 1) != 1 ? 4 : 0
    return LayerCost(
      otherFlops: boxes * (Activation.logistic.flops(of: perBox) + 4 * softmax + moved),
      transcendentals: boxes * (perBox + softmax))
  }

  /// The boxes of a place: those of the mask, or all.
  private func boxes(_ call: OperatorCall) throws(OperatorError) -> Int {
    if let mask = try call.integers("mask", in: 0...OperatorCall.largestSetting) {
      return mask.count
    }
    return try call.size("num")
  }

  private func classes(_ call: OperatorCall) throws(OperatorError) -> Count {
    Count(try call.length("classes", default: 20))
  }

  /// The entries of a box: coordinates, objectness, classes.
  private func entries(_ call: OperatorCall) throws(OperatorError) -> Count {
    let classes = try classes(call)
    switch call.layer.operatorName.type {
    case "region": return Count(try call.length("coords", default: 4)) + 1 + classes
    case "gaussian_yolo": return 9 + classes
    default: return 5 + classes
    }
  }

  /// The entries of a box to which the logistic function is applied.
  private func logistics(_ call: OperatorCall) throws(OperatorError) -> Count {
    let classes = try classes(call)
    switch call.layer.operatorName.type {
    case "region":
      let objectness: Count = try call.isSet("background") ? 0 : 1
      return 2 + objectness + (try isSoftmax(call) ? 0 : classes)
    case "gaussian_yolo": return 7 + classes
    default: return try call.isSet("new_coords") ? 0 : 3 + classes
    }
  }

  /// The entries of a box that a softmax makes a distribution of.
  private func softmaxEntries(_ call: OperatorCall) throws(OperatorError) -> Count {
    guard call.layer.operatorName.type == "region", try isSoftmax(call) else { return 0 }
    return try classes(call) + (try call.isSet("background") ? 1 : 0)
  }

  private func isSoftmax(_ call: OperatorCall) throws(OperatorError) -> Bool {
    try call.isSet("softmax") || call.layer.attributes["tree"] != nil
  }
}

/// `[detection]`: the boxes of YOLO's first version, already rows of numbers.
struct DarknetDetection: OperatorRule {
  /// The formula.
  var operators: [OperatorDescription] {
    [
      OperatorDescription(
        OperatorName("detection", domain: "darknet"),
        otherFlops: "with softmax 4·classes a place, else none",
        transcendentals: "with softmax classes a place, else none",
        bytes: "without softmax none, a view; else each input and output once",
        source: "pjreddie/darknet, detection_layer.c, as at inference")
    ]
  }

  /// The shape of the input, which must hold side² places.
  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let boxes = Count(try call.size("num")) * (1 + Count(try call.length("coords", default: 1)))
    let wanted = try places(call) * (boxes + Count(try call.length("classes", default: 1)))
    let features = try call.rows().features
    guard Count(features) == wanted else {
      throw OperatorError(
        .shape,
        "its input has \(features) features, and side²·((1 + coords)·num + classes) is "
          + "\(wanted.value.map(String.init) ?? "more than 2^63")",
        remedy: "make output= of the layer before equal to it")
    }
    return try call.sameShape()
  }

  /// The softmax over the classes of each place.
  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    guard try call.isSet("softmax") else { return .view }
    let entries =
      try call.rows().count * places(call)
      * Count(try call.length("classes", default: 1))
    return LayerCost(otherFlops: 4 * entries, transcendentals: entries)
  }

  private func places(_ call: OperatorCall) throws(OperatorError) -> Count {
    let side = Count(try call.size("side", default: 7))
    return side * side
  }
}
