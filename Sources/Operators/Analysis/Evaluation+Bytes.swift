import ModelGraph

extension Evaluation {
  /// Bytes that a layer moves, by what they are.
  struct MovedBytes {
    var weights = Count(0)
    var inputs = Count(0)
    var outputs = Count(0)
  }

  /// Every input read once (one that is given twice, once) and every output written once, except
  /// for what the rule says.
  func movedBytes(
    of layer: Layer, call: OperatorCall, outputs: [Operand], traffic: Traffic
  ) -> MovedBytes {
    var moved = MovedBytes()
    guard !traffic.isView else { return moved }
    let repeated = repeatedInputs(of: layer)
    for (place, id) in layer.inputs.enumerated() {
      guard let id, let known = known[id], !repeated.contains(place) else { continue }
      let elements = traffic.elementsRead[place] ?? known.operand.elementCount
      let bytes = elements.bytes(ofBits: storedType(known.operand.elementType).bits)
      let isStored = known.operand.isConstant && !growing.contains(id)
      if isStored && !traffic.gathered.contains(place) {
        moved.weights += bytes
      } else {
        moved.inputs += bytes
      }
    }
    for (place, output) in outputs.enumerated() {
      guard layer.outputs.indices.contains(place), layer.outputs[place] != nil else { continue }
      let elements = traffic.elementsWritten[place] ?? output.elementCount
      moved.outputs += elements.bytes(ofBits: storedType(output.elementType).bits)
    }
    return moved
  }

  /// The places of inputs that are given a second time.
  private func repeatedInputs(of layer: Layer) -> Set<Int> {
    // Most layers have one input, or two that differ.
    if layer.inputs.count < 2 || layer.inputs.count == 2 && layer.inputs[0] != layer.inputs[1] {
      return []
    }
    var seen: Set<TensorID> = []
    var repeated: Set<Int> = []
    for case (let place, let id?) in layer.inputs.enumerated() where !seen.insert(id).inserted {
      repeated.insert(place)
    }
    return repeated
  }

  /// The parameters that this layer is the first to use.
  mutating func claimParameters(
    of layer: Layer, cost: LayerCost, implied: [ImpliedWeight]
  ) throws(OperatorError) -> (all: Int, trainable: Int) {
    var all = Count(0)
    var trainable = Count(0)
    for (place, id) in layer.inputs.enumerated() {
      for origin in id.flatMap({ known[$0]?.origins }) ?? [] {
        guard !claimed[origin], let stored = known[origin] else { continue }
        claimed[origin] = true
        if origin == id, let packed = cost.packedElements[place] {
          packedElements.append((origin, packed))
          all += packed
        } else {
          all += stored.operand.elementCount
        }
        if cost.statisticsInputs.contains(place) {
          untrained[origin] = true
        } else if stored.operand.elementType.isFloatingPoint {
          trainable += stored.operand.elementCount
        }
      }
    }
    for weight in implied {
      all += weight.elements
      tally.impliedParameters.all += weight.elements
      guard weight.isTrainable else { continue }
      trainable += weight.elements
      tally.impliedParameters.trainable += weight.elements
    }
    return try (Self.whole(all, "parameters"), Self.whole(trainable, "parameters"))
  }

  /// Everything that was counted, with its sums.
  func result() throws(OperatorError) -> ModelWork {
    do throws(OperatorError) {
      let stored = storedParameters()
      let work = try ModelWork(
        name: graph.name, format: graph.format, batch: inputShapes.batch,
        layers: layers, uncounted: uncounted, foldedLayers: tally.foldedLayers,
        parameters: Self.whole(stored.all + tally.impliedParameters.all, "parameters"),
        trainableParameters: Self.whole(
          stored.trainable + tally.impliedParameters.trainable, "parameters"),
        weightBytes: Self.whole(stored.bytes + tally.impliedParameters.bytes, "weight bytes"),
        totals: Self.totals(of: layers),
        peakActivationBytes: Self.whole(
          memory.peakBytes * Count(inputShapes.factor), "activation bytes"),
        peakActivationLayer: peakLayer,
        peakActivationBytesInPlace: Self.whole(
          Count(memory.sums.peakInPlace) * Count(inputShapes.factor), "activation bytes"),
        notes: notes())
      return try options.training.map { optimizer throws(OperatorError) in
        try trained(work, by: optimizer, trainableBytes: stored.trainableBytes)
      } ?? work
    } catch {
      throw OperatorError(error.code, "model \(graph.name): \(error.what)", remedy: error.remedy)
    }
  }

  /// The layer that made the tensor with which the activations came to their peak; nil where that is
  /// an input.
  private var peakLayer: String? {
    guard let tensor = memory.sums.peakTensor else { return nil }
    return Self.layer(making: tensor, in: graph.layers)?.name
  }

  /// The layer that makes a tensor, in graphs within layers too.
  private static func layer(making tensor: TensorID, in layers: [Layer]) -> Layer? {
    for layer in layers {
      if layer.outputs.contains(tensor) { return layer }
      for subgraph in layer.subgraphs.values {
        if let inner = self.layer(making: tensor, in: subgraph.layers) { return inner }
      }
    }
    return nil
  }

  /// The stored tensors that are weights, each once.
  private func storedParameters() -> (
    all: Count, trainable: Count, bytes: Count, trainableBytes: Count
  ) {
    var sums = (all: Count(0), trainable: Count(0), bytes: Count(0), trainableBytes: Count(0))
    let packed = Dictionary(packedElements.map { ($0.id, $0.count) }) { first, _ in first }
    for (id, tensor) in graph.tensors.enumerated() where tensor.isParameter {
      guard let operand = known[id]?.operand else { continue }
      sums.all += packed[id] ?? operand.elementCount
      sums.bytes += bytes(of: operand)
      if operand.elementType.isFloatingPoint && !untrained[id] {
        sums.trainable += operand.elementCount
        sums.trainableBytes += bytes(of: operand)
      }
    }
    return sums
  }

  /// The sum over `layers`.
  static func totals(of layers: some Sequence<LayerWork>) throws(OperatorError) -> Work {
    var (macs, flops, transcendentals) = (Count(0), Count(0), Count(0))
    var (weights, inputs, outputs) = (Count(0), Count(0), Count(0))
    for layer in layers {
      macs += Count(layer.work.macs)
      flops += Count(layer.work.flops)
      transcendentals += Count(layer.work.transcendentals)
      weights += Count(layer.work.weightBytes)
      inputs += Count(layer.work.inputBytes)
      outputs += Count(layer.work.outputBytes)
    }
    return try Work(
      macs: whole(macs, "multiply–accumulates"), flops: whole(flops, "FLOPs"),
      transcendentals: whole(transcendentals, "transcendentals"),
      weightBytes: whole(weights, "weight bytes"), inputBytes: whole(inputs, "input bytes"),
      outputBytes: whole(outputs, "output bytes"))
  }

  private func notes() -> [String] {
    guard inputShapes.factor > 1 else { return flowNotes }
    let fixed = inputShapes.batch / inputShapes.factor
    return [
      "the graph fixes its batch at \(fixed): \(inputShapes.batch) samples are counted as "
        + "\(inputShapes.factor) times its own, through the same weights"
    ] + flowNotes
  }
}
