import ModelGraph

/// An order in which each layer comes after those that it reads from.
///
/// The layers are taken in the order of the file, and what one needs that stands further down is
/// pulled up right before it: a layer moves only where it must. It is the depth-first topological
/// sort of Cormen, Leiserson, Rivest and Stein, "Introduction to Algorithms", section 20.4, with a
/// path of its own instead of recursion, since a hostile graph is as deep as it is long.
struct LayerOrder {
  private enum Mark { case unseen, onPath, placed }

  private let layers: [Layer]
  private let file: String
  /// The place of the layer that makes each tensor.
  private let maker: [TensorID: Int]
  /// For each layer the places of those that make what it reads.
  private var needs: [[Int]] = []
  private var marks: [Mark]
  /// The layers that wait for one another, each with the number of its needs that are settled.
  private var path: [(place: Int, settled: Int)] = []
  private var order: [Int] = []

  /// The layers in order; as they are where that already holds, as ONNX asks for.
  static func sorted(_ layers: [Layer], file: String) throws(FormatError) -> [Layer] {
    var sort = LayerOrder(layers, file: file)
    guard !sort.isInOrder else { return layers }
    sort.needs = layers.map { layer in layer.reads.compactMap { sort.maker[$0] } }
    for place in layers.indices { try sort.place(place) }
    return sort.order.map { layers[$0] }
  }

  private init(_ layers: [Layer], file: String) {
    self.layers = layers
    self.file = file
    var maker: [TensorID: Int] = [:]
    maker.reserveCapacity(layers.count)
    for (place, layer) in layers.enumerated() {
      for case let id? in layer.outputs { maker[id] = place }
    }
    self.maker = maker
    marks = Array(repeating: .unseen, count: layers.count)
  }

  private var isInOrder: Bool {
    for (place, layer) in layers.enumerated() {
      var isAfter = true
      layer.forEachRead { if maker[$0] ?? -1 >= place { isAfter = false } }
      guard isAfter else { return false }
    }
    return true
  }

  /// Puts a layer into the order, after everything that it needs.
  private mutating func place(_ root: Int) throws(FormatError) {
    if marks[root] == .unseen { enter(root) }
    while let (place, settled) = path.last {
      guard settled < needs[place].count else {
        marks[place] = .placed
        order.append(place)
        path.removeLast()
        continue
      }
      path[path.count - 1].settled += 1
      let needed = needs[place][settled]
      switch marks[needed] {
      case .unseen: enter(needed)
      case .onPath: throw cycle(through: needed)
      case .placed: break
      }
    }
  }

  private mutating func enter(_ place: Int) {
    marks[place] = .onPath
    path.append((place, 0))
  }

  private func cycle(through first: Int) -> FormatError {
    let cycle = path.map(\.place).drop { $0 != first }
    let names = cycle.prefix(3).map { layers[$0].name.quoted }.joined(separator: ", ")
    let rest = cycle.count > 3 ? " and \(cycle.count - 3) more" : ""
    return FormatError(
      .reference, "the graph has a cycle through \(names)\(rest)", location: file,
      remedy: "export the model again")
  }
}
