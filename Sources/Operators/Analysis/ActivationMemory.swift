import ModelGraph

/// Which activations are alive: from the layer that makes one to the last that reads it.
///
/// No two layers are assumed to be fused. Beside the peak where every output has storage of its own stands
/// the one where a layer that can writes its output over an input that nothing reads any more.
struct ActivationMemory {
  /// What is alive in all, now and at the peak.
  struct Sums {
    var current = Count(0)
    /// The largest sum so far.
    var peak = 0
    /// The largest sum so far where layers work in place.
    var peakInPlace = 0
    /// The tensor that came to life when the largest sum was reached.
    var peakTensor: TensorID?
    var overflowed = false
  }

  /// A state to which it can go back.
  struct Mark {
    fileprivate var living: Int
    fileprivate var pending: Int
    fileprivate var sums: Sums
  }

  /// What was done after a mark, and taken back.
  struct Undone {
    fileprivate var living: JournaledArray<Count?>.Changes
    fileprivate var pending: JournaledArray<Int>.Changes
    fileprivate var sums: Sums
  }

  /// How many readings of each tensor are still to come; an output of the graph is never done.
  private var pendingReads: [Int]
  /// Bytes of each living storage.
  private var living: JournaledArray<Count?>
  /// How many tensors still name each storage (the storage itself and views of it).
  private var pendingByStorage: JournaledArray<Int>
  private(set) var sums = Sums()
  /// What is given from outside: no layer may write over it.
  private let isInput: [Bool]

  /// Begins with how often each tensor will be read.
  init(_ graph: Graph) {
    var isInput = Array(repeating: false, count: graph.tensors.count)
    for id in graph.inputs { isInput[id] = true }
    self.isInput = isInput
    pendingReads = Array(repeating: 0, count: graph.tensors.count)
    pendingByStorage = JournaledArray(repeating: 0, count: graph.tensors.count)
    living = JournaledArray(repeating: nil, count: graph.tensors.count)
    for place in graph.layers.indices {
      graph.layers[place].forEachRead { pendingReads[$0] += 1 }
    }
    for id in graph.outputs { pendingReads[id] += 1 }
  }

  /// The bytes that are alive now.
  var currentBytes: Count { sums.overflowed ? Count(-1) : sums.current }

  /// The largest sum, or an overflowed count.
  var peakBytes: Count { sums.overflowed ? Count(-1) : Count(sums.peak) }

  /// Whether one of the `storages` that a layer reads, one for each reading, is of this size and read by
  /// nothing else.
  func canReuse(_ storages: [TensorID], bytes: Count) -> Bool {
    storages.contains { storage in
      guard living[storage] == bytes, !isInput[storage] else { return false }
      return pendingByStorage[storage] == storages.count { $0 == storage }
    }
  }

  /// A tensor comes to life with storage of its own; in place it takes over one of the same size.
  mutating func allocate(_ id: TensorID, bytes: Count, isInPlace: Bool = false) {
    living[id] = bytes
    pendingByStorage[id] += pendingReads[id]
    sums.current += bytes
    guard let sum = sums.current.value else {
      sums.overflowed = true
      return
    }
    if sum > sums.peak { (sums.peak, sums.peakTensor) = (sum, id) }
    sums.peakInPlace = max(sums.peakInPlace, isInPlace ? sum - (bytes.value ?? 0) : sum)
  }

  /// A tensor that is a view keeps the storage of what it looks at alive.
  mutating func share(_ id: TensorID, storage: TensorID) {
    pendingByStorage[storage] += pendingReads[id]
  }

  /// A living storage is of another size from here on: what goes from trip to trip of a loop may grow.
  mutating func resize(_ storage: TensorID, to bytes: Count) {
    guard let old = living[storage], old != bytes else { return }
    living[storage] = bytes
    sums.current = sums.current - old + bytes
    guard let sum = sums.current.value else {
      sums.overflowed = true
      return
    }
    if sum > sums.peak { (sums.peak, sums.peakTensor) = (sum, storage) }
    sums.peakInPlace = max(sums.peakInPlace, sum)
  }

  /// What was taken back still asked for its memory.
  mutating func raisePeak(to undone: Undone) {
    if undone.sums.peak > sums.peak {
      (sums.peak, sums.peakTensor) = (undone.sums.peak, undone.sums.peakTensor)
    }
    sums.peakInPlace = max(sums.peakInPlace, undone.sums.peakInPlace)
    sums.overflowed = sums.overflowed || undone.sums.overflowed
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
    sums.current = sums.current - bytes
  }

  // MARK: going back

  /// Begins something that may be taken back; ``keep()`` or ``undo(to:)`` ends it.
  mutating func mark() -> Mark {
    Mark(living: living.mark(), pending: pendingByStorage.mark(), sums: sums)
  }

  /// What was done since the last mark stays.
  mutating func keep() {
    living.keep()
    pendingByStorage.keep()
  }

  /// Takes back what was done since `mark`, the last one.
  mutating func undo(to mark: Mark) -> Undone {
    let done = sums
    sums = mark.sums
    return Undone(
      living: living.undo(to: mark.living), pending: pendingByStorage.undo(to: mark.pending),
      sums: done)
  }

  /// Does again what was taken back.
  mutating func redo(_ undone: Undone) {
    living.redo(undone.living)
    pendingByStorage.redo(undone.pending)
    sums = undone.sums
  }
}
