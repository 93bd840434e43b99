import ModelGraph

/// The sizes of a graph's inputs: open ones get names, and what the file leaves out is taken from the
/// layers that read them.
struct NCNNInputSizes {
  private let layers: [Layer]
  private var maker: [TensorID: Int] = [:]

  /// Settles the shape of every input of `graph`; one that nothing tells stays without.
  static func settle(in graph: inout Graph) {
    let known = NCNNInputSizes(graph.layers)
    for id in graph.inputs {
      if let shape = graph.tensors[id].shape {
        graph.tensors[id].shape = openPicture(shape, defaults: &graph.symbolDefaults)
      } else if let shape = known.shape(of: id) {
        graph.tensors[id].shape = [.symbol("batch")] + shape
        if shape.contains(.symbol("past")) { graph.symbolDefaults["past"] = 0 }
      }
    }
  }

  /// A picture's height and width are open, with the file's as defaults: one size for all pictures.
  private static func openPicture(
    _ shape: [Dimension], defaults: inout [String: Int]
  ) -> [Dimension] {
    guard shape.count == 4, case .fixed(let height) = shape[2], case .fixed(let width) = shape[3],
      defaults["height", default: height] == height, defaults["width", default: width] == width
    else { return shape }
    defaults["height"] = height
    defaults["width"] = width
    return [shape[0], shape[1], .symbol("height"), .symbol("width")]
  }

  private init(_ layers: [Layer]) {
    self.layers = layers
    for (place, layer) in layers.enumerated() {
      for case let id? in layer.outputs { maker[id] = place }
    }
  }

  /// The shape, less the batch, that the first layer which tells one asks for.
  private func shape(of input: TensorID) -> [Dimension]? {
    for layer in layers {
      for (place, id) in layer.inputs.enumerated() where id == input {
        if let shape = shape(asked: layer, at: place) { return shape }
      }
    }
    return nil
  }

  private func shape(asked layer: Layer, at place: Int) -> [Dimension]? {
    let sequence = Dimension.symbol("seq")
    switch (layer.operatorName.type, place) {
    case ("Convolution", 0), ("ConvolutionDepthWise", 0):
      return channels(of: layer).map { [.fixed($0), .symbol("height"), .symbol("width")] }
    case ("RMSNorm", _), ("LayerNorm", _):
      return layer.size("affine_size").map { [sequence, .fixed($0)] }
    case ("Gemm", 0): return layer.size("constantK").map { [sequence, .fixed($0)] }
    case ("InnerProduct", _):
      guard let weights = layer.size("weight_data_size"), let made = layer.size("num_output")
      else { return nil }
      return [.fixed(weights / made)]
    case ("Embed", _): return [sequence]
    case ("RotaryEmbed", 1...2):
      return heads(of: layer.inputs[0], depth: 0).depth.map { [sequence, .fixed($0 / 2)] }
    case ("SDPA", 3): return [sequence, sequence]
    case ("SDPA", 4...5):
      let heads = heads(of: layer.inputs[place - 3], depth: 0)
      guard let count = heads.count, let depth = heads.depth else { return nil }
      return [.fixed(count), .symbol("past"), .fixed(depth)]
    default: return nil
    }
  }

  /// weight_data_size / (num_output · Πk / groups).
  private func channels(of layer: Layer) -> Int? {
    guard let weights = layer.size("weight_data_size"), let made = layer.size("num_output"),
      let width = layer.size("kernel_w")
    else { return nil }
    let height = layer.size("kernel_h") ?? width
    let groups = layer.size("group") ?? 1
    guard let filters = (Count(made) * Count(width) * Count(height)).value,
      let channels = (Count(weights).divided(by: filters) * Count(groups)).value, channels > 0
    else { return nil }
    return channels
  }

  /// How many heads of how many channels a tensor has, as far as the layers before it tell.
  private struct Heads {
    var count: Int?
    var depth: Int?
  }

  /// Layers further back than this tell nothing of a tensor's heads.
  private static let furthest = 12

  private func heads(of tensor: TensorID?, isTurned: Bool = false, depth: Int) -> Heads {
    guard depth < Self.furthest, let tensor, let place = maker[tensor] else { return Heads() }
    let layer = layers[place]
    let next = { (input: Int, isTurned: Bool) in
      self.heads(
        of: layer.inputs.indices.contains(input) ? layer.inputs[input] : nil, isTurned: isTurned,
        depth: depth + 1)
    }
    switch layer.operatorName.type {
    case "Reshape":
      return Heads(count: layer.size(isTurned ? "h" : "c"), depth: layer.size("w"))
    case "Permute": return next(0, !isTurned)
    case "RMSNorm", "RotaryEmbed", "ExpandDims": return next(0, isTurned)
    case "Tile":
      var heads = next(0, isTurned)
      if case .integers(let repeats) = layer.attributes["repeats"] {
        heads.count = (repeats.elementCount * Count(heads.count ?? 1)).value
      }
      return heads
    case "Slice":
      var heads = next(0, isTurned)
      let part = layer.outputs.firstIndex(of: tensor) ?? 0
      if case .integers(let slices) = layer.attributes["slices"], slices.indices.contains(part) {
        heads.depth = slices[part]
      }
      return heads
    case "Concat":
      let parts = layer.inputs.indices.map { next($0, isTurned) }
      let depths = parts.compactMap(\.depth)
      return Heads(
        count: parts.first?.count,
        depth: depths.count == parts.count ? depths.reduce(Count(0), { $0 + Count($1) }).value : nil
      )
    default: return Heads()
    }
  }
}

extension Layer {
  /// The setting `name`, where it is a size.
  fileprivate func size(_ name: String) -> Int? {
    guard case .integer(let size) = attributes[name], (1...Int(Int32.max)).contains(size) else {
      return nil
    }
    return size
  }
}
