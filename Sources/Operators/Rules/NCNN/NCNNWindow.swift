import ModelGraph

/// The window of a convolution as ncnn writes it: width first, and the other sides like it where they
/// are not given.
struct NCNNWindow {
  /// Its size along each axis, outermost first.
  var kernel: [Int]
  private var strides: [Int]
  private var dilations: [Int]
  private var pads: [Int]
  private var automaticPads: String

  /// The window over `axes` axes.
  init(_ call: OperatorCall, axes: Int) throws(OperatorError) {
    kernel = try Self.sizes("kernel", call, axes: axes, default: 0)
    strides = try Self.sizes("stride", call, axes: axes, default: 1)
    dilations = try Self.sizes("dilation", call, axes: axes, default: 1)
    let left = try call.integer("pad_left", default: 0)
    automaticPads = left == -233 ? "SAME_UPPER" : left == -234 ? "SAME_LOWER" : "NOTSET"
    guard automaticPads == "NOTSET" else {
      pads = Array(repeating: 0, count: 2 * axes)
      return
    }
    let first = try call.ncnnSize("pad_left")
    let top = try call.ncnnSize("pad_top", default: first)
    let front = try call.ncnnSize("pad_front", default: first)
    let last = [
      try call.ncnnSize("pad_behind", default: front),
      try call.ncnnSize("pad_bottom", default: top),
      try call.ncnnSize("pad_right", default: first),
    ]
    pads = Array([front, top, first].suffix(axes) + last.suffix(axes))
  }

  private static func sizes(
    _ name: String, _ call: OperatorCall, axes: Int, default fallback: Int
  ) throws(OperatorError) -> [Int] {
    let range = 1...OperatorCall.largestSetting
    let width = try call.integer("\(name)_w", default: fallback, in: range)
    var sizes: [Int] = []
    for axis in ["d", "h"].suffix(axes - 1) {
      sizes.append(try call.integer("\(name)_\(axis)", default: width, in: range))
    }
    return sizes + [width]
  }

  /// The window as ONNX writes it.
  func attributes(groups: Int = 1) -> [String: AttributeValue] {
    [
      "kernel_shape": .integers(kernel), "strides": .integers(strides),
      "dilations": .integers(dilations), "pads": .integers(pads), "group": .integer(groups),
      "auto_pad": .string(automaticPads),
    ]
  }

  /// The places that the window takes along each axis of `picture`.
  func places(over picture: [Int], _ call: OperatorCall) throws(OperatorError) -> [Int] {
    var layer = call.layer
    layer.attributes = attributes()
    let plain = OperatorCall(layer: layer, operatorSet: 0, inputs: call.inputs)
    return try SlidingWindow(of: plain, axes: kernel.count).places(over: picture, in: plain)
  }
}
