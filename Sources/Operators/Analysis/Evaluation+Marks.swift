import ModelGraph

/// Going back: a branch of a condition is tried, and what it did is kept for the case that it is the dearer.
extension Evaluation {
  /// A state to which an evaluation can go back.
  struct Mark {
    fileprivate var known: Int
    fileprivate var producers: Int
    fileprivate var claimed: Int
    fileprivate var untrained: Int
    fileprivate var memory: ActivationMemory.Mark
    fileprivate var tally: Tally
    /// How many layers had been counted.
    var layers: Int
    fileprivate var trace: Int
    /// How many layers could not be counted.
    var uncountedLayers: Int
    fileprivate var tape: Int
    fileprivate var tapeNames: TapeNames.Mark
    fileprivate var flowNotes: Int
    fileprivate var packedElements: Int
  }

  /// What was done after a mark, and taken back.
  struct Undone {
    fileprivate var known: JournaledArray<Known?>.Changes
    fileprivate var producers: JournaledArray<Int?>.Changes
    fileprivate var claimed: JournaledArray<Bool>.Changes
    fileprivate var untrained: JournaledArray<Bool>.Changes
    fileprivate var memory: ActivationMemory.Undone
    fileprivate var tally: Tally
    /// The layers that were counted.
    var layers: [LayerWork]
    fileprivate var trace: [TracedLayer]
    fileprivate var uncounted: [UncountedLayer]
    fileprivate var tape: [TapeEntry]
    fileprivate var tapeNames: TapeNames.Undone
    fileprivate var flowNotes: [String]
    fileprivate var packedElements: [(id: TensorID, count: Count)]
  }

  /// Begins something that may be taken back; ``keep()`` or ``undo(to:)`` ends it.
  mutating func mark() -> Mark {
    Mark(
      known: known.mark(), producers: producerOfStorage.mark(), claimed: claimed.mark(),
      untrained: untrained.mark(), memory: memory.mark(), tally: tally, layers: layers.count,
      trace: trace?.count ?? 0, uncountedLayers: uncounted.count, tape: tape.count,
      tapeNames: tapeNames.mark(), flowNotes: flowNotes.count, packedElements: packedElements.count)
  }

  /// What was done since the last mark stays.
  mutating func keep() {
    known.keep()
    producerOfStorage.keep()
    claimed.keep()
    untrained.keep()
    memory.keep()
    tapeNames.keep()
  }

  /// Takes back what was done since `mark`, the last one.
  mutating func undo(to mark: Mark) -> Undone {
    let done = tally
    tally = mark.tally
    return Undone(
      known: known.undo(to: mark.known), producers: producerOfStorage.undo(to: mark.producers),
      claimed: claimed.undo(to: mark.claimed), untrained: untrained.undo(to: mark.untrained),
      memory: memory.undo(to: mark.memory), tally: done, layers: layers.removeTail(mark.layers),
      trace: trace?.removeTail(mark.trace) ?? [],
      uncounted: uncounted.removeTail(mark.uncountedLayers),
      tape: tape.removeTail(mark.tape), tapeNames: tapeNames.undo(to: mark.tapeNames),
      flowNotes: flowNotes.removeTail(mark.flowNotes),
      packedElements: packedElements.removeTail(mark.packedElements))
  }

  /// Does again what was taken back.
  mutating func redo(_ undone: Undone) {
    known.redo(undone.known)
    producerOfStorage.redo(undone.producers)
    claimed.redo(undone.claimed)
    untrained.redo(undone.untrained)
    memory.redo(undone.memory)
    tally = undone.tally
    layers += undone.layers
    trace? += undone.trace
    uncounted += undone.uncounted
    tape += undone.tape
    tapeNames.redo(undone.tapeNames)
    flowNotes += undone.flowNotes
    packedElements += undone.packedElements
  }
}

extension Array {
  /// Takes away what stands from `count` on, and gives it.
  fileprivate mutating func removeTail(_ count: Int) -> [Element] {
    let tail = Array(self[count...])
    removeLast(tail.count)
    return tail
  }
}
