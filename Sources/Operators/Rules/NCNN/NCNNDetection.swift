import ModelGraph

/// The anchors, boxes and regions of detectors.
///
/// How many boxes pass a threshold follows from the picture; what is made is bounded, and said so.
struct NCNNDetection: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn("PriorBox", "8 a prior: centre, half width and height, four bounds", bytes: "outputs"),
      .ncnn(
        "DetectionOutput", "13 a prior (its box), 1 a score (the threshold)",
        transcendentals: "2 a prior (exp); suppression is not counted"),
      .ncnn(
        "Yolov3DetectionOutput", "2·3 + 6 + classes a box (logistics, box, the largest class)",
        transcendentals: "5 a box; suppression is not counted"),
      .ncnn(
        "YoloDetectionOutput", "2·3 + 6 + 4·classes a box (logistics, box, softmax)",
        transcendentals: "5 + classes a box; suppression is not counted"),
      .ncnn("PSROIPooling", "n: each bin as its share of the whole picture"),
      .ncnn("ROIPooling", "as MaxRoiPool of ONNX", like: "MaxRoiPool"),
      .ncnn("ROIAlign", "as RoiAlign of ONNX", like: "RoiAlign"),
      .ncnn(
        "Proposal", "17 an anchor (box, bounds, threshold)",
        transcendentals: "2 an anchor; suppression is not counted"),
    ]
  }

  /// A picture's regions where the layer bounds none; ncnn's own default.
  private static let defaultKept = 100

  /// Anchors, boxes or pooled regions.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    switch call.type {
    case "PriorBox": try priors(call)
    case "DetectionOutput": try detections(call)
    case "Yolov3DetectionOutput", "YoloDetectionOutput": try boxes(call)
    case "Proposal": try proposals(call)
    default: try regions(call)
    }
  }

  private func count(_ name: String, _ call: OperatorCall) throws(OperatorError) -> Int {
    try call.numbers(name)?.count ?? (call.layer.attributes[name] == nil ? 0 : 1)
  }

  private func priors(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 4)
    let smallest = try count("min_sizes", call)
    let ratios = try count("aspect_ratios", call)
    let isFlipped = try call.integer("flip", default: 1) != 0
    let each =
      Count(smallest) * (1 + Count(isFlipped ? 2 * ratios : ratios))
      + Count(try count("max_sizes", call))
    let all = each * input.shape.suffix(2).elementCount
    let form = try NCNNForm(call, [input.shape[0], 2, call.whole(4 * all, "priors")])
    var cost = LayerCost(otherFlops: 8 * all * Count(input.shape[0]))
    cost.traffic.elementsRead = [0: 0, 1: 0]
    var made = form
    made.cost = cost
    return made
  }

  private func detections(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let (places, scores) = try (call.input(0), call.input(1))
    let kept = try call.ncnnSize("keep_top_k", default: Self.defaultKept)
    let boxes = places.elementCount.divided(by: 4)
    return try NCNNForm(
      call, [places.shape[0], kept, 6],
      cost: LayerCost(
        otherFlops: 13 * boxes + scores.elementCount, transcendentals: 2 * boxes,
        notes: ["suppression follows the picture and is not counted; the output is a bound"]))
  }

  private func boxes(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let classes = Count(try call.ncnnSize("num_class", default: 20))
    let anchors = Count(try call.ncnnSize("num_box", default: 5))
    var cells = Count(0)
    for place in call.inputs.indices {
      let input = try call.input(place, rankAtLeast: 4)
      guard Count(input.shape[1]) == anchors * (5 + classes) else {
        throw call.shapeError("\(input.shape[1]) channels for its boxes")
      }
      cells += input.shape.suffix(2).elementCount
    }
    let input = try call.input(0)
    let boxes = cells * anchors
    let isSoftmax = call.type == "YoloDetectionOutput"
    let all = boxes * Count(input.shape[0])
    return try NCNNForm(
      call, [input.shape[0], call.whole(boxes, "boxes"), 6],
      cost: LayerCost(
        otherFlops: all * (12 + (isSoftmax ? 4 * classes : classes)),
        transcendentals: all * (5 + (isSoftmax ? classes : 0)),
        notes: ["suppression follows the picture and is not counted; the output is a bound"]))
  }

  private func proposals(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let scores = try call.input(0, rankAtLeast: 4)
    let kept = try call.ncnnSize("after_nms_topN", default: 300)
    let anchors = scores.elementCount.divided(by: 2)
    var form = try NCNNForm(
      call, [scores.shape[0], kept, 4],
      cost: LayerCost(
        otherFlops: 17 * anchors, transcendentals: 2 * anchors,
        notes: ["suppression follows the picture and is not counted; the output is a bound"]))
    form.outputs.append(Operand(scores.elementType, [scores.shape[0], kept]))
    return form
  }

  private func regions(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0, rankAtLeast: 4)
    let (width, height) = try (
      call.ncnnSize("pooled_width", default: 7), call.ncnnSize("pooled_height", default: 7)
    )
    if call.type == "PSROIPooling" {
      let made = try call.ncnnSize("output_dim")
      return try NCNNForm(
        call, [input.shape[0], made, height, width],
        cost: LayerCost(otherFlops: input.elementCount))
    }
    let regions = call.ncnnWeight([input.shape[0], 4])
    let isAligned = call.type == "ROIAlign"
    return try NCNNForm(
      as: isAligned ? "RoiAlign" : "MaxRoiPool", of: call, [input, regions],
      [
        "pooled_shape": .integers([height, width]), "output_height": .integer(height),
        "output_width": .integer(width),
        "sampling_ratio": .integer(isAligned ? call.ncnnSize("sampling_ratio") : 0),
      ])
  }
}
