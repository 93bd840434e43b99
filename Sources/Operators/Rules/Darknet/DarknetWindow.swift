import ModelGraph

/// A window that slides over a picture: how far it reaches, and where it stands.
struct DarknetWindow {
  /// The elements of a side that it reads.
  var size: Int
  /// The steps down and across.
  var strideY: Int
  var strideX: Int
  /// The distance of neighbouring elements that it reads.
  var dilation = 1
  /// What is added to a side of the picture, both ends together.
  var padding: Count

  /// The elements that it reads.
  var area: Count { Count(size) * Count(size) }

  /// The window of a convolution: `padding` at each end, or half the size where `pad` is set.
  ///
  /// The padding is in units of the dilation, and a size of 1 has none
  /// (AlexeyAB/darknet, convolutional_layer.c: `im2col_cpu_ext` with `l.pad * l.dilation`).
  init(convolution call: OperatorCall, defaultSize: Int = 1) throws(OperatorError) {
    size = try call.size("size", default: defaultSize)
    let stride = try call.size("stride")
    strideY = try Self.stride("stride_y", else: stride, call)
    strideX = try Self.stride("stride_x", else: stride, call)
    dilation = size == 1 ? 1 : try call.size("dilation")
    let each = try call.isSet("pad") ? size / 2 : call.length("padding")
    padding = 2 * Count(each) * Count(dilation)
  }

  /// The window of a pooling: as large as its stride where it tells no size, and padded by its size
  /// less one, both ends together, where it tells no padding.
  init(pooling call: OperatorCall) throws(OperatorError) {
    let stride = try call.size("stride")
    strideY = try Self.stride("stride_y", else: stride, call)
    strideX = try Self.stride("stride_x", else: stride, call)
    size = try call.size("size", default: stride)
    padding = Count(try call.length("padding", default: size - 1))
  }

  /// A window given in numbers.
  init(size: Int, strideY: Int, strideX: Int, padding: Int) {
    self.size = size
    self.strideY = strideY
    self.strideX = strideX
    self.padding = Count(padding)
  }

  /// A stride of one direction; where it is less than 1 the common one counts, as in the fork.
  private static func stride(
    _ name: String, else common: Int, _ call: OperatorCall
  ) throws(OperatorError) -> Int {
    let stride = try call.integer(name, default: -1)
    return stride < 1 ? common : try call.size(name)
  }

  /// What `channels` channels become: a picture of the places where the window stands.
  func slide(
    over picture: DarknetPicture, channels: Int
  ) throws(OperatorError) -> DarknetPicture {
    DarknetPicture(
      batch: picture.batch, channels: channels,
      height: try places(on: picture.height, stride: strideY),
      width: try places(on: picture.width, stride: strideX))
  }

  /// (side + padding − (dilation · (size − 1) + 1)) / stride + 1, rounded down.
  private func places(on side: Int, stride: Int) throws(OperatorError) -> Int {
    let reach = Count(dilation) * Count(size - 1) + 1
    let steps = (Count(side) + padding - reach).divided(by: stride)
    guard let places = (steps + 1).value else {
      throw OperatorError(
        .shape, "a window of \(size) does not fit into an input of \(side)",
        remedy: "use a larger input, or a smaller size")
    }
    return places
  }
}
