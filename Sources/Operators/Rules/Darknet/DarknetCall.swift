import ModelGraph

/// A tensor as Darknet's picture layers see it: a stack of channels for each sample.
struct DarknetPicture {
  var batch: Int
  var channels: Int
  var height: Int
  var width: Int

  /// Its shape.
  var shape: [Int] { [batch, channels, height, width] }
  /// All its elements.
  var elementCount: Count { shape.elementCount }
}

/// A tensor as Darknet's vector layers see it: rows of features.
struct DarknetRows {
  /// The dimensions before the features: samples, and time steps where the network has them.
  var leading: [Int]
  var features: Int

  /// How many rows.
  var count: Count { leading.elementCount }
}

extension OperatorCall {
  /// The operand at `index` as pictures; a vector is a picture of one element a channel, as in
  /// Darknet, where a connected layer makes an output of 1 x 1.
  func picture(_ index: Int = 0) throws(OperatorError) -> DarknetPicture {
    let shape = try input(index).shape
    switch shape.count {
    case 4:
      return DarknetPicture(
        batch: shape[0], channels: shape[1], height: shape[2], width: shape[3])
    case 2: return DarknetPicture(batch: shape[0], channels: shape[1], height: 1, width: 1)
    default:
      throw OperatorError(
        .shape, "[\(layer.operatorName.type)] needs a picture, and gets \(shape.shapeText)",
        remedy: "give [net] a width, a height and channels")
    }
  }

  /// The operand at `index` as rows of features; a picture is one row.
  func rows(_ index: Int = 0) throws(OperatorError) -> DarknetRows {
    let shape = try input(index).shape
    guard shape.count != 4, let last = shape.last else {
      let features = try whole(shape.dropFirst().elementCount, "features")
      return DarknetRows(leading: Array(shape.prefix(1)), features: features)
    }
    return DarknetRows(leading: shape.dropLast(), features: last)
  }

  /// The output of a layer that changes no shape.
  func sameShape() throws(OperatorError) -> [Operand] {
    let operand = try input(0)
    return [Operand(operand.elementType, operand.shape)]
  }

  /// An output of `shape`, with the element type of the first input.
  func output(_ shape: [Int]) throws(OperatorError) -> [Operand] {
    [Operand(try input(0).elementType, shape)]
  }

  /// The setting `name`, from 1 to 2³¹ − 1.
  func size(_ name: String, default fallback: Int = 1) throws(OperatorError) -> Int {
    try integer(name, default: fallback, in: 1...Self.largestSetting)
  }

  /// The setting `name`, from 0 to 2³¹ − 1.
  func length(_ name: String, default fallback: Int = 0) throws(OperatorError) -> Int {
    try integer(name, default: fallback, in: 0...Self.largestSetting)
  }

  /// Whether the setting `name` is there and not 0.
  func isSet(_ name: String) throws(OperatorError) -> Bool {
    try integer(name, default: 0) != 0
  }

  /// The activation function that the setting `name` names.
  func activation(
    _ name: String = "activation", default fallback: Activation
  ) throws(OperatorError) -> Activation {
    let wanted = try string(name, default: fallback.name)
    guard let activation = Activation.named(wanted) else {
      throw OperatorError(
        .attribute, "the activation \(wanted.prefix(40)) is not known",
        remedy: "use one of \(Activation.all.map(\.name).joined(separator: ", "))")
    }
    return activation
  }

  /// `total` over `parts`, which must divide it.
  func quotient(
    _ total: Int, _ parts: Int, _ what: String, by divisor: String
  ) throws(OperatorError) -> Int {
    guard parts > 0, total % parts == 0 else {
      throw OperatorError(
        .shape, "\(what) \(total) cannot be divided by \(divisor)=\(parts)",
        remedy: "choose a \(divisor) that divides \(total)")
    }
    return total / parts
  }

  /// The value of a count that becomes a dimension.
  func whole(_ count: Count, _ what: String) throws(OperatorError) -> Int {
    guard let value = count.value else {
      throw OperatorError(
        .overflow, "its \(what) pass 2^63", remedy: "check the sizes in the file")
    }
    return value
  }
}
