import ModelGraph

/// Which activations and which of their gradients are alive during a step of training.
///
/// An activation lives until the last layer that reads it, forward or backward; a gradient until the
/// layer that it belongs to has passed it on. Nothing is computed twice to save memory.
struct TrainingMemory {
  /// Readings that are still to come of each storage.
  private var pending: [TensorID: Int] = [:]
  private var living: [TensorID: Count] = [:]
  /// Bytes of each gradient, and the tensors that share one.
  private var gradients: [TensorID: Count] = [:]
  /// How many of a storage are kept, where a trip of a loop stands for many that each keep their own.
  private var copies: [TensorID: Count] = [:]
  private var current = Count(0)
  private var isOverflowed = false
  private var largest = 0
  /// The layer at which the largest sum stands.
  private(set) var peakLayer: String?
  /// The largest sum.
  var peakBytes: Count { isOverflowed ? Count(-1) : Count(largest) }

  init(
    _ tape: [TapeEntry], needed: Set<TensorID>, inputs: [(TensorID, Count)], outputs: [TensorID]
  ) {
    for (id, bytes) in inputs {
      living[id] = bytes
      grow(by: bytes, in: nil)
    }
    var storages: [TensorID: TensorID] = [:]
    for entry in tape {
      for output in entry.outputs { storages[output.id] = output.storage }
      for input in entry.inputs where input.kind == .activation {
        pending[input.storage, default: 0] += 1
      }
      for storage in entry.saved(whenNeeded: needed) { pending[storage, default: 0] += 1 }
    }
    keepCopies(of: tape, needed: needed)
    for id in outputs { pending[storages[id] ?? id, default: 0] += 1 }
  }

  /// What is made before a loop is kept once.
  private mutating func keepCopies(of tape: [TapeEntry], needed: Set<TensorID>) {
    guard tape.contains(where: { $0.runs != 1 }) else { return }
    let made = TapeEntry.madeInLoops(tape)
    for entry in tape where entry.runs != 1 {
      for storage in entry.saved(whenNeeded: needed) where made.contains(storage) {
        copies[storage] = entry.runs
      }
    }
  }

  /// Runs the layers in order and keeps what the gradients will read.
  mutating func runForward(_ tape: [TapeEntry]) {
    for entry in tape {
      for output in entry.outputs where output.storage == output.id {
        let bytes = output.bytes * (copies[output.id] ?? 1)
        living[output.id] = bytes
        grow(by: bytes, in: entry.layer.name)
      }
      for input in entry.inputs where input.kind == .activation { release(input.storage) }
      for output in entry.outputs { free(output.storage) }
    }
  }

  /// The gradient of `id` comes to life.
  mutating func makeGradient(of id: TensorID, bytes: Count, in layer: String) {
    guard gradients[id] == nil else { return }
    gradients[id] = bytes
    grow(by: bytes, in: layer)
  }

  /// The gradient of `id` becomes that of `other`.
  mutating func handOn(_ id: TensorID, to other: TensorID) {
    gradients[other] = gradients.removeValue(forKey: id)
  }

  /// A layer's gradients are computed: those that came in go, and what was kept for them.
  mutating func finish(_ entry: TapeEntry, needed: Set<TensorID>) {
    for storage in entry.saved(whenNeeded: needed) { release(storage) }
    for output in entry.outputs {
      guard let bytes = gradients.removeValue(forKey: output.id) else { continue }
      current = current - bytes
    }
  }

  private mutating func grow(by bytes: Count, in layer: String?) {
    current += bytes
    guard let sum = current.value else {
      isOverflowed = true
      return
    }
    if sum > largest { (largest, peakLayer) = (sum, layer) }
  }

  private mutating func release(_ storage: TensorID) {
    pending[storage, default: 0] -= 1
    free(storage)
  }

  private mutating func free(_ storage: TensorID) {
    guard pending[storage, default: 0] <= 0, let bytes = living.removeValue(forKey: storage) else {
      return
    }
    current = current - bytes
  }
}
