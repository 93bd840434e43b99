import ModelGraph

/// An order in which each layer comes after those that it reads from.
enum LayerOrder {
  /// The graph with its layers in order: as they are where that already holds (ONNX asks for it),
  /// else the earliest possible for each, ties as in the file.
  static func sorted(_ graph: Graph, file: String) throws(FormatError) -> Graph {
    var maker: [TensorID: Int] = [:]
    for (place, layer) in graph.layers.enumerated() {
      for case let id? in layer.outputs { maker[id] = place }
    }
    let needs = graph.layers.map { Set($0.inputs.compactMap { $0 }.compactMap { maker[$0] }) }
    if zip(graph.layers.indices, needs).allSatisfy({ place, needed in
      needed.allSatisfy { $0 < place }
    }) {
      return graph
    }
    let order = try order(of: needs, layers: graph.layers, file: file)
    var sorted = graph
    sorted.layers = order.map { graph.layers[$0] }
    return sorted
  }

  /// Kahn's algorithm, "Topological sorting of large networks", CACM 5(11), 1962.
  private static func order(
    of needs: [Set<Int>], layers: [Layer], file: String
  ) throws(FormatError) -> [Int] {
    var open = needs.map(\.count)
    var readers: [[Int]] = Array(repeating: [], count: needs.count)
    for (place, needed) in needs.enumerated() {
      for maker in needed { readers[maker].append(place) }
    }
    var order = open.indices.filter { open[$0] == 0 }
    var next = 0
    while next < order.count {
      for reader in readers[order[next]].sorted() {
        open[reader] -= 1
        if open[reader] == 0 { order.append(reader) }
      }
      next += 1
    }
    guard order.count == layers.count else {
      let stuck = layers.indices.filter { open[$0] > 0 }.prefix(3).map { layers[$0].name.quoted }
      throw FormatError(
        .reference, "the graph has a cycle through \(stuck.joined(separator: ", "))",
        location: file, remedy: "export the model again")
    }
    return order
  }
}
