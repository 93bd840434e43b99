import ModelGraph

/// Which activations are alive: from the layer that makes one to the last that reads it.
///
/// No layer is assumed to work in place, and no two to be fused.
struct ActivationMemory {
  /// How many readings of each tensor are still to come; an output of the graph is never done.
  private var pendingReads: [Int]
  /// Bytes of each living storage.
  private var living: [Count?]
  /// How many tensors still name each storage (the storage itself and views of it).
  private var pendingByStorage: [Int]
  private var current = Count(0)
  /// The largest sum so far.
  private(set) var peak = 0
  /// The tensor that came to life when it was reached.
  private(set) var peakTensor: TensorID?
  private var overflowed = false

  /// Begins with how often each tensor will be read.
  init(_ graph: Graph) {
    pendingReads = Array(repeating: 0, count: graph.tensors.count)
    pendingByStorage = pendingReads
    living = Array(repeating: nil, count: graph.tensors.count)
    for layer in graph.layers {
      for id in layer.reads { pendingReads[id] += 1 }
    }
    for id in graph.outputs { pendingReads[id] += 1 }
  }

  /// The bytes that are alive now.
  var currentBytes: Count { overflowed ? Count(-1) : current }

  /// The largest sum, or an overflowed count.
  var peakBytes: Count { overflowed ? Count(-1) : Count(peak) }

  /// A tensor comes to life with storage of its own.
  mutating func allocate(_ id: TensorID, bytes: Count) {
    living[id] = bytes
    pendingByStorage[id] += pendingReads[id]
    current += bytes
    guard let sum = current.value else {
      overflowed = true
      return
    }
    if sum > peak { (peak, peakTensor) = (sum, id) }
  }

  /// A tensor that is a view keeps the storage of what it looks at alive.
  mutating func share(_ id: TensorID, storage: TensorID) {
    pendingByStorage[storage] += pendingReads[id]
  }

  /// A layer is done with its inputs, which stand in `storages`; what nobody will read is freed.
  mutating func release(_ storages: [TensorID], outputs: [TensorID?]) {
    for storage in storages { pendingByStorage[storage] -= 1 }
    for storage in storages { free(storage) }
    for case let output? in outputs { free(output) }
  }

  /// Frees a storage, unless something will read it, or it is none.
  private mutating func free(_ storage: TensorID) {
    guard pendingByStorage[storage] <= 0, let bytes = living[storage] else { return }
    living[storage] = nil
    current = current - bytes
  }
}
