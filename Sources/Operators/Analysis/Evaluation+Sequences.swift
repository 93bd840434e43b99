import ModelGraph

extension Evaluation {
  /// The body of a SequenceMap, for each tensor of its first sequence: of the other inputs sequences go
  /// in tensor by tensor too, and tensors as they are.
  mutating func visitSequenceMap(_ layer: Layer) throws(OperatorError) {
    let body = try Self.body(of: layer)
    let given = layer.inputs.map { $0.flatMap { known[$0] } }
    let count = try trips(of: body, over: given)
    var results: [[Operand]] = Array(repeating: [], count: body.outputs.count)
    let start = layers.count
    var sums = TripSums(base: start, trips: count)
    for trip in 0..<count {
      let made = try run(body, on: given, trip: trip)
      for place in made.indices { results[place].append(made[place]) }
      try sums.add(layers[start...], times: 1)
      layers.removeLast(layers.count - start)
    }
    layers += sums.layers
    flowNotes.append("\(layer.name) is counted with \(count.counted("tensor"))")
    for (place, id) in layer.outputs.enumerated() where place < results.count {
      guard let id else { continue }
      handOut(results[place], to: id, of: body.outputs[place])
    }
    finish(body)
  }

  /// How many tensors the first sequence has, and so must the others.
  private func trips(of body: Subgraph, over given: [Known?]) throws(OperatorError) -> Int {
    guard let count = given.first??.operand.tensors?.count,
      given.allSatisfy({ $0?.operand.kind != .sequence || $0?.operand.tensors?.count == count })
    else {
      throw OperatorError(
        .unknownValue, "what is in its sequence is known only while the model runs")
    }
    guard given.count == body.inputs.count else {
      throw OperatorError(.shape, "\(given.count) inputs for \(body.inputs.count) of the body")
    }
    guard count * max(body.layers.count, 1) + walkedLayers <= Self.mostWalkedLayers else {
      throw OperatorError(
        .unknownValue, "its sequence of \(count) tensors is too long to be walked")
    }
    return count
  }

  /// One trip, and what it makes.
  private mutating func run(
    _ body: Subgraph, on given: [Known?], trip: Int
  ) throws(OperatorError) -> [Operand] {
    let told = beginTrip(trip)
    defer { endTrip(told) }
    for (id, value) in zip(body.inputs, given) {
      guard var value else { continue }
      if let tensors = value.operand.tensors { value.operand = tensors[trip] }
      bind(id, to: value)
      memory.share(id, storage: value.storage)
    }
    for layer in body.layers { try visit(layer) }
    walkedLayers += body.layers.count
    var made: [Operand] = []
    for id in body.outputs {
      guard let result = known[id]?.operand else {
        throw OperatorError(.unknownValue, "what its body makes is not known")
      }
      made.append(result)
    }
    return made
  }

  /// The results of all trips are a sequence; of none, its type is what the body's output states.
  private mutating func handOut(_ tensors: [Operand], to id: TensorID, of inner: TensorID) {
    let type = tensors.first?.elementType ?? graph.tensors[inner].elementType ?? .float32
    let sequence = Operand(sequence: tensors, of: type)
    known[id] = Known(operand: sequence, storage: id, origins: [])
    memory.allocate(id, bytes: bytes(of: sequence))
  }

  /// What had been told when a trip of a loop began; nil for the first trip, which tells it.
  mutating func beginTrip(_ trip: Int) -> Told? {
    guard trip > 0 else { return nil }
    return Told(
      memory: memory.mark(), uncounted: uncounted.count, foldedLayers: tally.foldedLayers,
      flowNotes: flowNotes.count)
  }

  /// What each trip repeats is told once: what it asks of memory at most, and each layer that it cannot
  /// count.
  mutating func endTrip(_ told: Told?) {
    guard let told else { return }
    let undone = memory.undo(to: told.memory)
    memory.raisePeak(to: undone)
    tally.foldedLayers = told.foldedLayers
    if uncounted.count > told.uncounted {
      let names = Set(uncounted[..<told.uncounted].map(\.name))
      let others = uncounted[told.uncounted...].filter { !names.contains($0.name) }
      uncounted.replaceSubrange(told.uncounted..., with: others)
    }
    flowNotes.removeLast(flowNotes.count - told.flowNotes)
  }

  /// What is told once of a loop.
  struct Told {
    var memory: ActivationMemory.Mark
    var uncounted: Int
    var foldedLayers: Int
    var flowNotes: Int
  }
}
