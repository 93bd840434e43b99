import Operators

/// The shapes of a row that gives them as text: `dim=64x1024x128 dim=128 axi=0`.
struct RowDimensions {
  /// The tensors' dimensions.
  var shapes: [[Int]] = []
  /// The axis, where one is named.
  var axis: Int?

  /// Reads the text.
  ///
  /// - Throws: ``LatencyError`` for a part that is neither.
  init(_ text: String) throws(LatencyError) {
    for part in text.split(separator: " ") {
      if part.hasPrefix("dim=") {
        var shape: [Int] = []
        for size in part.dropFirst(4).split(separator: "x") {
          guard let size = Int(size), size > 0, size <= 1 << 40 else { throw Self.unreadable(part) }
          shape.append(size)
        }
        shapes.append(shape)
      } else if part.hasPrefix("axi="), let number = Int(part.dropFirst(4)) {
        axis = number
      } else {
        throw Self.unreadable(part)
      }
    }
  }

  private static func unreadable(_ part: Substring) -> LatencyError {
    LatencyError(
      .row, "\"\(part.prefix(40))\" in dims is no shape", remedy: "write dim=64x128 or axi=1")
  }

  /// The shape at `place`, of at least `rank` dimensions.
  func shape(_ place: Int, rank: Int = 1) throws(LatencyError) -> [Int] {
    guard shapes.indices.contains(place), shapes[place].count >= rank else {
      throw LatencyError(
        .row, "dims lacks a shape of \(rank) dimensions at place \(place)",
        remedy: "give the shapes of all operands")
    }
    return shapes[place]
  }

  /// The elements of the shape at `place`.
  func elements(_ place: Int) throws(LatencyError) -> Int {
    var product = 1
    for size in try shape(place) { product = try OperatorRow.times(product, size) }
    return product
  }
}

extension OperatorRow {
  /// The operator of a row that gives shapes, channels last.
  init(name: String, dimensions: RowDimensions, format: NumberFormat) throws(LatencyError) {
    let first = try dimensions.shape(0)
    let elements = try dimensions.elements(0)
    switch name {
    case "argmax", "sum", "sumall", "sort", "softmax", "layernorm":
      let last = first.count - 1
      let axis = dimensions.axis.map { $0 < 0 ? first.count + $0 : $0 } ?? last
      let columns = name == "sumall" ? elements : first[min(max(axis, 0), last)]
      let operation: Kernel.Rows.Operation =
        name == "softmax" ? .softmax : name == "layernorm" ? .normalization : .reduction
      self.init(
        kernel: .rows(Kernel.Rows(operation, rows: elements / columns, columns: columns)),
        format: format)
    case "linear", "matmul":
      let second = try dimensions.shape(1, rank: 2)
      let (k, n) = (second[second.count - 2], second[second.count - 1])
      let rows = first.count > 1 && second.count > 2 ? first[first.count - 2] : elements / max(k, 1)
      let batch = max(elements / max(try Self.times(rows, k), 1), 1)
      self.init(
        kernel: .product(Kernel.Product(batch: batch, m: max(rows, 1), n: n, k: k)),
        format: format)
    case "conv1d", "conv2d": try self.init(convolution: dimensions, format: format)
    case "gather":
      let rows = try dimensions.elements(1)
      self.init(
        kernel: .gather(
          Kernel.Gather(rows: rows, columns: first[first.count - 1], tableRows: first[0])),
        format: format)
    case "scatter", "scattermax", "scattersum":
      self.init(kernel: .movement, format: format)
      moved = (Double(elements), Double(elements))
    case "concat":
      self.init(kernel: .movement, format: format)
      let all = Double(elements) + Double(try dimensions.elements(1))
      moved = (all, all)
    case "scaleddotproductattention":
      let (query, key) = (
        try dimensions.shape(0, rank: 4), try dimensions.shape(1, rank: 4)
      )
      self.init(
        kernel: .attention(
          Kernel.Attention(
            batch: query[0], heads: query[1], sharedHeads: key[1], queries: query[2], keys: key[2],
            depth: query[3], valueDepth: query[3], isCausal: false)), format: format)
    default:
      guard let function = OperatorNames.functions[name] else { throw Self.unknown(name) }
      self.init(function, elements: elements, format: format)
    }
  }

  private init(convolution dimensions: RowDimensions, format: NumberFormat) throws(LatencyError) {
    let picture = try dimensions.shape(0, rank: 3)
    let filter = try dimensions.shape(1, rank: picture.count)
    let isFlat = picture.count == 3
    let (height, width) = isFlat ? (1, picture[1]) : (picture[1], picture[2])
    let (taps, across) = isFlat ? (1, filter[1]) : (filter[1], filter[2])
    guard height >= taps, width >= across else {
      throw LatencyError(.row, "the filter is larger than the picture", remedy: "check the sizes")
    }
    self.init(
      kernel: .convolution(
        Kernel.Convolution(
          batch: picture[0], channels: picture[picture.count - 1], height: height, width: width,
          filters: filter[0], kernelHeight: taps, kernelWidth: across,
          outputHeight: height - taps + 1, outputWidth: width - across + 1)), format: format)
  }
}
