import ModelGraph

/// Which activations are alive: from the layer that makes one to the last that reads it.
///
/// No layer is assumed to work in place, and no two to be fused.
struct ActivationMemory {
  /// How many readings of each tensor are still to come; an output of the graph is never done.
  private var pendingReads: [Int]
  /// Bytes of each living storage.
  private var living: [TensorID: Count] = [:]
  /// How many tensors still name each storage (the storage itself and views of it).
  private var pendingByStorage: [TensorID: Int] = [:]
  private var current = Count(0)
  /// The largest sum so far.
  private(set) var peak = 0
  private var overflowed = false

  /// Begins with how often each tensor will be read.
  init(_ graph: Graph) {
    pendingReads = Array(repeating: 0, count: graph.tensors.count)
    for layer in graph.layers {
      for case let id? in layer.inputs { pendingReads[id] += 1 }
    }
    for id in graph.outputs { pendingReads[id] += 1 }
  }

  /// The largest sum, or an overflowed count.
  var peakBytes: Count { overflowed ? Count(-1) : Count(peak) }

  /// A tensor comes to life with storage of its own.
  mutating func allocate(_ id: TensorID, bytes: Count) {
    living[id] = bytes
    pendingByStorage[id, default: 0] += pendingReads[id]
    current += bytes
    guard let sum = current.value else {
      overflowed = true
      return
    }
    peak = max(peak, sum)
  }

  /// A tensor that is a view keeps the storage of what it looks at alive.
  mutating func share(_ id: TensorID, storage: TensorID) {
    pendingByStorage[storage, default: 0] += pendingReads[id]
  }

  /// A layer is done with its inputs, which stand in `storages`; what nobody will read is freed.
  mutating func release(_ storages: [TensorID], outputs: [TensorID?]) {
    for storage in storages { pendingByStorage[storage, default: 0] -= 1 }
    free(storage: storages)
    free(storage: outputs.compactMap { $0 })
  }

  private mutating func free(storage roots: [TensorID]) {
    for root in roots where pendingByStorage[root, default: 0] <= 0 {
      guard let bytes = living.removeValue(forKey: root) else { continue }
      current = current - bytes
    }
  }
}
