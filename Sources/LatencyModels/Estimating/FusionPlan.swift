import ModelGraph
import Operators

/// What a runtime fuses of a network: which layer runs within the kernel of which.
struct FusionPlan {
  /// The layer whose kernel a layer runs in, by place; nil for one that has a kernel of its own.
  var host: [Int?]
  /// The kernel that a layer becomes by what is fused into it, by place.
  var kernel: [Int: Kernel] = [:]

  private let layers: [LayerWork]
  /// How often the results of a layer are read, and by which layer last.
  private var consumers: [(count: Int, last: Int)]

  /// A plan for layers in the order in which they run.
  init(_ layers: [LayerWork], fusion: Set<Fusion>) {
    self.layers = layers
    host = Array(repeating: nil, count: layers.count)
    consumers = Array(repeating: (0, 0), count: layers.count)
    guard !fusion.isEmpty else { return }
    for place in layers.indices {
      for producer in layers[place].producers where layers.indices.contains(producer) {
        consumers[producer] = (consumers[producer].count + 1, place)
      }
    }
    if fusion.contains(.attention) { fuseAttention() }
    for place in layers.indices where host[place] == nil {
      guard let producer = onlyProducer(of: place) else { continue }
      if Self.allows(fusion, layers[place].kernel, behind: layers[producer].kernel) {
        host[place] = host[producer] ?? producer
      }
    }
  }

  /// The layer that makes what a layer reads, where no other reads it; of several the last, for the
  /// kernel that runs last can take the results of the others.
  private func onlyProducer(of place: Int) -> Int? {
    guard let last = layers[place].producers.last, layers.indices.contains(last), last < place,
      consumers[last].count == 1
    else { return nil }
    return last
  }

  private static func allows(
    _ fusion: Set<Fusion>, _ kernel: Kernel, behind producer: Kernel
  ) -> Bool {
    switch (producer, kernel) {
    case (.product, .elementwise), (.convolution, .elementwise): fusion.contains(.activation)
    case (.elementwise, .elementwise): fusion.contains(.elementwise)
    case (.elementwise, .rows): fusion.contains(.rows)
    case (.rows, .elementwise): fusion.contains(.rows)
    default: false
    }
  }

  /// A softmax between two batches of products is an attention; it runs where the second product does.
  private mutating func fuseAttention() {
    for place in layers.indices {
      guard case .rows(let rows) = layers[place].kernel, rows.operation == .softmax,
        let (scores, between) = scores(behind: place), consumers[place].count == 1,
        case let values = consumers[place].last,
        case .product(let weighted) = layers[values].kernel,
        case .product(let scored) = layers[scores].kernel, scored.batch == weighted.batch,
        scored.m == weighted.m, scored.n == weighted.k
      else { continue }
      kernel[values] = .attention(
        Kernel.Attention(
          batch: scored.batch, heads: 1, sharedHeads: 1, queries: scored.m, keys: scored.n,
          depth: scored.k, valueDepth: weighted.n, isCausal: false))
      for fused in [place, scores] + between { host[fused] = values }
    }
  }

  /// The product whose results a softmax reads, and the functions of elements between them.
  private func scores(behind softmax: Int) -> (product: Int, between: [Int])? {
    var between: [Int] = []
    var place = softmax
    for _ in 0..<4 {
      guard let producer = onlyProducer(of: place) else { return nil }
      switch layers[producer].kernel {
      case .product: return (producer, between)
      case .elementwise: between.append(producer)
      default: return nil
      }
      place = producer
    }
    return nil
  }
}
