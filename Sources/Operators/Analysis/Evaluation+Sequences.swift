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
    var sums: [LayerWork] = []
    for trip in 0..<count {
      let told = trip > 0 ? self.told : nil
      let made = try run(body, on: given, trip: trip)
      for place in made.indices { results[place].append(made[place]) }
      if let told { tellOnce(told) }
      try sums.add(Array(layers[start...]), times: 1)
      layers.truncate(to: start)
    }
    layers += sums
    flowNotes.append("\(layer.name) is counted with \(count) tensors")
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

  /// What has been told so far of what each trip of a loop repeats.
  var told: Told {
    Told(
      memory: memory, uncounted: uncounted.count, foldedLayers: foldedLayers,
      flowNotes: flowNotes.count)
  }

  /// What each trip repeats is told once.
  mutating func tellOnce(_ told: Told) {
    (memory, foldedLayers) = (told.memory, told.foldedLayers)
    uncounted.truncate(to: told.uncounted)
    flowNotes.truncate(to: told.flowNotes)
  }

  /// What is told once of a loop.
  struct Told {
    var memory: ActivationMemory
    var uncounted: Int
    var foldedLayers: Int
    var flowNotes: Int
  }
}
