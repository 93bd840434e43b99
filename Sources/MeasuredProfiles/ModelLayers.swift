public import ModelGraph
public import Operators

/// The counted layers of a network as measurements are matched with them: their names, those of the
/// tensors that they make, and which reads from which.
public struct ModelLayers: Sendable {
  /// The counted layers, in order.
  public let work: [LayerWork]
  /// The tensors that each makes, by name.
  let outputNames: [[String]]
  /// For each layer the places of those that make what it reads.
  let producers: [[Int]]
  /// For each layer the places of those that read what it makes.
  let consumers: [[Int]]

  /// The layers of `model`, which was counted from `graph`.
  ///
  /// Layers are found by name, in order; a graph within a layer has no tensors here.
  public init(_ model: ModelWork, of graph: Graph) {
    work = model.layers
    var places: [String: [Int]] = [:]
    for (place, layer) in graph.layers.enumerated() {
      places[layer.name, default: []].append(place)
    }
    var taken: [String: Int] = [:]
    var found: [Layer?] = []
    for layer in model.layers {
      let turn = taken[layer.name, default: 0]
      taken[layer.name] = turn + 1
      let candidates = places[layer.name] ?? []
      found.append(candidates.indices.contains(turn) ? graph.layers[candidates[turn]] : nil)
    }
    outputNames = found.map { layer in
      (layer?.outputs ?? []).compactMap { id in
        id.flatMap { graph.tensors.indices.contains($0) ? graph.tensors[$0].name : nil }
      }
    }
    producers = model.layers.map(\.producers)
    var consumers = model.layers.map { _ in [Int]() }
    for (place, layer) in model.layers.enumerated() {
      for producer in layer.producers where consumers.indices.contains(producer) {
        consumers[producer].append(place)
      }
    }
    self.consumers = consumers
  }
}
