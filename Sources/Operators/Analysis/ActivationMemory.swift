import ModelGraph

/// Which activations are alive: from the layer that makes one to the last that reads it.
///
/// No two layers are assumed to be fused. Beside the peak where every output has storage of its own stands
/// the one where a layer that can writes its output over an input that nothing reads any more.
struct ActivationMemory {
  /// How many readings of each tensor are still to come; an output of the graph is never done.
  private var pendingReads: [Int]
  /// Bytes of each living storage.
  private var living: ChunkedArray<Count?>
  /// How many tensors still name each storage (the storage itself and views of it).
  private var pendingByStorage: ChunkedArray<Int>
  private var current = Count(0)
  /// The largest sum so far.
  private(set) var peak = 0
  /// The largest sum so far where layers work in place.
  private(set) var peakInPlace = 0
  /// What is given from outside: no layer may write over it.
  private let inputs: Set<TensorID>
  /// The tensor that came to life when it was reached.
  private(set) var peakTensor: TensorID?
  private var overflowed = false

  /// Begins with how often each tensor will be read.
  init(_ graph: Graph) {
    inputs = Set(graph.inputs)
    pendingReads = Array(repeating: 0, count: graph.tensors.count)
    pendingByStorage = ChunkedArray(repeating: 0, count: graph.tensors.count)
    living = ChunkedArray(repeating: nil, count: graph.tensors.count)
    for layer in graph.layers {
      for id in layer.reads { pendingReads[id] += 1 }
    }
    for id in graph.outputs { pendingReads[id] += 1 }
  }

  /// The bytes that are alive now.
  var currentBytes: Count { overflowed ? Count(-1) : current }

  /// The largest sum, or an overflowed count.
  var peakBytes: Count { overflowed ? Count(-1) : Count(peak) }

  /// Whether one of the `storages` that a layer reads, one for each reading, is of this size and read by
  /// nothing else.
  func canReuse(_ storages: [TensorID], bytes: Count) -> Bool {
    storages.contains { storage in
      guard living[storage] == bytes, !inputs.contains(storage) else { return false }
      return pendingByStorage[storage] == storages.count { $0 == storage }
    }
  }

  /// A tensor comes to life with storage of its own; in place it takes over one of the same size.
  mutating func allocate(_ id: TensorID, bytes: Count, isInPlace: Bool = false) {
    living[id] = bytes
    pendingByStorage[id] += pendingReads[id]
    current += bytes
    guard let sum = current.value else {
      overflowed = true
      return
    }
    if sum > peak { (peak, peakTensor) = (sum, id) }
    peakInPlace = max(peakInPlace, isInPlace ? sum - (bytes.value ?? 0) : sum)
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
