import ModelGraph

extension Evaluation {
  /// A layer whose outputs are known.
  struct Visit {
    let layer: Layer
    let call: OperatorCall
    let resolved: Resolved
    let rule: any OperatorRule
    let outputs: [Operand]
    /// The storages of what it reads, one for each reading.
    let storages: [TensorID]
  }

  /// Enters a layer whose outputs are known: folds it, or counts it.
  mutating func settle(_ visit: Visit) throws(OperatorError) {
    let (layer, call, outputs) = (visit.layer, visit.call, visit.outputs)
    let isFolded = layer.inputs.allSatisfy { id in
      guard let id else { return true }
      return known[id]?.operand.isConstant ?? true
    }
    // What Shape makes of an activation is known before the model runs too, with no origins.
    let isKnown = !outputs.isEmpty && outputs.allSatisfy { $0.contents != nil }
    let isMadeEachRun =
      !growing.isEmpty && layer.outputs.contains { $0.map(growing.contains) ?? false }
    if (isFolded && !isMadeEachRun || isKnown) && !visit.resolved.isRandom {
      if !isFolded, call.inputs.contains(where: { $0?.isConstant == false && $0?.contents == nil })
      {
        hasValuesOfShapes = true
      }
      if trace != nil {
        let cost = try visit.rule.cost(of: call, outputs: outputs)
        keep(layer, call: call, outputs: outputs, cost: cost, isFolded: true)
      }
      return fold(visit, origins: isFolded ? origins(of: layer) : [])
    }
    try count(visit)
  }

  /// The parameters that a layer's inputs were computed from, each once.
  private func origins(of layer: Layer) -> [TensorID] {
    var all: [TensorID] = []
    for case let id? in layer.inputs { all += known[id]?.origins ?? [] }
    return all.count > 1 ? Array(Set(all)) : all
  }

  /// The layer is computed at loading; its outputs count as stored.
  private mutating func fold(_ visit: Visit, origins: [TensorID]) {
    tally.foldedLayers += 1
    memory.release(visit.storages, outputs: visit.layer.outputs)
    for (id, output) in zip(visit.layer.outputs, visit.outputs) {
      guard let id else { continue }
      var constant = output
      constant.isConstant = true
      known[id] = Known(operand: constant, storage: id, origins: origins)
    }
  }

  private mutating func count(_ visit: Visit) throws(OperatorError) {
    let (layer, call, outputs) = (visit.layer, visit.call, visit.outputs)
    let cost = try visit.rule.cost(of: call, outputs: outputs)
    keep(layer, call: call, outputs: outputs, cost: cost, isFolded: false)
    let implied = try visit.rule.impliedWeights(of: call, outputs: outputs)
    let parameters = try claimParameters(
      of: layer, cost: cost, implied: implied)
    let work = try work(of: visit, cost: cost, implied: implied)
    let isInPlace = !cost.traffic.isView && canRunInPlace(visit)
    let living = makeOutputs(of: visit, isView: cost.traffic.isView, isInPlace: isInPlace)
    let counted = LayerWork(
      index: layers.count, name: layer.name, operatorName: layer.operatorName,
      outputShapes: outputs.prefix(max(layer.outputs.count, 1)).map { scaled($0.shape) },
      isInPlace: isInPlace,
      isUpperBound: outputs.contains(where: \.isBound)
        || call.inputs.contains { $0?.isBound == true },
      computeType: cost.computeType.map(storedType) ?? computeType(of: call, outputs: outputs),
      work: work, parameters: parameters.all, trainableParameters: parameters.trainable,
      notes: cost.notes, kernel: cost.kernel?.repeated(inputShapes.factor),
      producers: producers(of: visit.storages), livingBytes: living,
      describedBy: visit.resolved.origin)
    if !cost.traffic.isView {
      for case let id? in layer.outputs { producerOfStorage[id] = counted.index }
    }
    record(layer, cost: cost, implied: implied, work: counted)
    layers.append(counted)
  }

  /// What a layer does, for all samples.
  private mutating func work(
    of visit: Visit, cost: LayerCost, implied: [ImpliedWeight]
  ) throws(OperatorError) -> Work {
    var bytes = movedBytes(
      of: visit.layer, call: visit.call, outputs: visit.outputs, traffic: cost.traffic)
    for weight in implied {
      let bits = storedType(weight.elementType).bits
      bytes.weights += (weight.elementsRead ?? weight.elements).bytes(ofBits: bits)
      tally.impliedParameters.bytes += weight.elements.bytes(ofBits: bits)
    }
    let factor = Count(inputShapes.factor)
    return try Work(
      macs: Self.whole(cost.macs * factor, "multiply–accumulates"),
      flops: Self.whole(cost.flops * factor, "FLOPs"),
      transcendentals: Self.whole(cost.transcendentals * factor, "transcendentals"),
      weightBytes: Self.whole(bytes.weights, "weight bytes"),
      inputBytes: Self.whole(bytes.inputs * factor, "input bytes"),
      outputBytes: Self.whole(bytes.outputs * factor, "output bytes"))
  }

  /// The layers that made what stands in `storages`, by index, each once: a view is what it looks at.
  private func producers(of storages: [TensorID]) -> [Int] {
    let all = storages.compactMap { producerOfStorage[$0] }
    // Most layers have one or two; one that joins very many must not look through all for each.
    return all.count < 2 || all.count == 2 && all[0] < all[1] ? all : Set(all).sorted()
  }

  /// The type of a layer's arithmetic: that of its first floating-point operand, else of its output.
  private func computeType(of call: OperatorCall, outputs: [Operand]) -> ElementType {
    for case let operand? in call.inputs where operand.elementType.isFloatingPoint {
      return storedType(operand.elementType)
    }
    let floating = outputs.first { $0.elementType.isFloatingPoint } ?? outputs.first
    return storedType(floating?.elementType ?? .float32)
  }

  /// Whether the first output may be written over an input that nothing reads after this layer.
  private func canRunInPlace(_ visit: Visit) -> Bool {
    guard visit.rule.worksInPlace, let output = visit.outputs.first,
      visit.layer.outputs.first.flatMap({ $0 }) != nil
    else { return false }
    return memory.canReuse(visit.storages, bytes: bytes(of: output))
  }

  /// Enters what a layer makes; gives the bytes that are alive while it runs.
  private mutating func makeOutputs(of visit: Visit, isView: Bool, isInPlace: Bool) -> Int? {
    let layer = visit.layer
    let source = layer.inputs.first.flatMap { $0 }.flatMap { known[$0]?.storage }
    for place in layer.outputs.indices where place < visit.outputs.count {
      guard let id = layer.outputs[place] else { continue }
      var made = visit.outputs[place]
      made.isConstant = false
      if isView, place == 0, let source {
        known[id] = Known(operand: made, storage: source, origins: [])
        memory.share(id, storage: source)
      } else {
        let bytes = bytes(of: made)
        known[id] = Known(operand: made, storage: id, origins: [])
        memory.allocate(id, bytes: bytes, isInPlace: isInPlace && place == 0)
      }
    }
    let living = memory.currentBytes * Count(inputShapes.factor)
    memory.release(visit.storages, outputs: layer.outputs)
    return living.value
  }

  /// The shape at the user's batch, where the graph fixes a smaller one: the first dimension that is
  /// the fixed batch grows, else the leading one.
  private func scaled(_ shape: [Int]) -> [Int] {
    guard inputShapes.factor > 1, !shape.isEmpty else { return shape }
    let fixedBatch = inputShapes.batch / inputShapes.factor
    var grown = shape
    let axis = shape.firstIndex(of: fixedBatch) ?? 0
    grown[axis] = (Count(shape[axis]) * Count(inputShapes.factor)).value ?? shape[axis]
    return grown
  }

  static func whole(_ count: Count, _ what: String) throws(OperatorError) -> Int {
    guard let value = count.value else {
      throw OperatorError(
        .overflow, "its \(what) pass 2^63", remedy: "check the sizes in the file")
    }
    return value
  }
}

extension Layer {
  /// What makes something else on each run, though it depends on nothing that the user gives.
  static let randomOperators: Set<OperatorName> = [
    OperatorName("RandomNormal"), OperatorName("RandomNormalLike"), OperatorName("RandomUniform"),
    OperatorName("RandomUniformLike"), OperatorName("Bernoulli"), OperatorName("Multinomial"),
  ]
}
