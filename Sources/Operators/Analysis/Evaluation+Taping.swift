import ModelGraph

/// The trips of a loop on the tape of the forward pass.
extension Evaluation {
  /// One trip, whose layers the tape has apart from those of other trips.
  mutating func tapedTrip(_ walk: inout LoopWalk, runs: Count = 1) throws(OperatorError) {
    guard options.training != nil else { return try runOnce(&walk) }
    let all = tapeNames.runs
    let own = runs * Count(walk.repetitions)
    tapeNames.depth += 1
    tapeNames.runs = all * own
    defer {
      tapeNames.depth -= 1
      tapeNames.runs = all
    }
    try runOnce(&walk)
    let results = walk.body.outputs.dropFirst(walk.resultPlaces + walk.states.count)
    if walk.tapeResults.isEmpty { walk.tapeResults = results.map { _ in [] } }
    for (place, id) in results.enumerated() {
      guard let made = known[id], made.operand.isConstant == false else { continue }
      let elements = own * made.operand.elementCount
      let type = storedType(made.operand.elementType)
      walk.tapeResults[place].append(
        TapeEntry.Input(
          place: 0, id: tapeNames.id(id), storage: tapeNames.storage(made.storage),
          elements: elements, bytes: elements.bytes(ofBits: type.bits), kind: .activation,
          isFloatingPoint: type.isFloatingPoint))
    }
  }

  /// The trips after the first, of which each counts as it: they read what it made, so that the tape has
  /// them apart.
  mutating func tapeOtherTrips(_ walk: inout LoopWalk) throws(OperatorError) {
    guard options.training != nil, walk.trips > 1 else { return }
    let start = layers.count
    try tapedTrip(&walk, runs: Count(walk.trips - 1))
    layers.removeLast(layers.count - start)
  }

  /// What all trips made as one of a layer's results.
  mutating func stack(
    _ place: Int, of walk: LoopWalk, as outer: TensorID, in layer: Layer
  ) {
    guard options.training != nil, walk.tapeResults.indices.contains(place),
      let whole = known[outer]?.operand
    else { return }
    tapeNames.make(outer, ownsStorage: true)
    let type = storedType(whole.elementType)
    let elements = whole.elementCount * Count(inputShapes.factor)
    let output = TapeEntry.Output(
      id: tapeNames.id(outer), storage: tapeNames.storage(outer), elements: elements,
      bytes: elements.bytes(ofBits: type.bits), isFloatingPoint: type.isFloatingPoint)
    let work = LayerWork(
      index: 0, name: layer.name, operatorName: layer.operatorName, outputShapes: [],
      computeType: type, work: .none, parameters: 0, trainableParameters: 0, notes: [])
    tape.append(
      TapeEntry(
        layer: work, inputs: walk.tapeResults[place], outputs: [output], isView: true,
        recurrentMacs: 0, impliedWeights: 0, impliedBytes: 0, isStack: true))
  }
}
