import ModelGraph

extension Evaluation {
  /// A step of training: the forward pass that `work` is, the gradients, and the optimiser's step.
  func trained(
    _ work: ModelWork, by optimizer: Optimizer, trainableBytes: Count
  ) throws(OperatorError) -> ModelWork {
    let factor = Count(inputShapes.factor)
    let inputs = graph.inputs.compactMap { id in
      known[id].map { (id, bytes(of: $0.operand) * factor) }
    }
    let backward = try BackwardPass(tape, inputs: inputs, outputs: graph.outputs.map(tapeNames.id))
    let implied = tape.reduce(Count(0)) { $0 + $1.impliedBytes }
    let gradientBytes = trainableBytes + implied
    let step = try step(
      of: optimizer, weights: Count(work.trainableParameters), bytes: gradientBytes)
    var whole = work
    whole.layers += backward.layers
    if work.trainableParameters > 0 {
      whole.layers.append(
        LayerWork(
          index: whole.layers.count, name: "optimizer",
          operatorName: OperatorName(optimizer.rawValue, domain: "optimizer"), outputShapes: [],
          computeType: storedType(.float32), work: step, parameters: 0, trainableParameters: 0,
          notes: []))
    }
    for place in whole.layers.indices {
      whole.layers[place].index = place
      whole.layers[place].livingBytes = nil
    }
    whole.totals = try Self.totals(of: whole.layers)
    whole.peakActivationBytes = try Self.whole(backward.memory.peakBytes, "activation bytes")
    whole.peakActivationLayer = backward.memory.peakLayer
    whole.peakActivationBytesInPlace = whole.peakActivationBytes
    for place in whole.layers.indices { whole.layers[place].isInPlace = false }
    whole.training = TrainingWork(
      optimizer: optimizer, gradientBytes: try Self.whole(gradientBytes, "gradient bytes"),
      optimizerStateBytes: try Self.whole(
        Count(optimizer.statesPerWeight) * gradientBytes, "optimiser state bytes"),
      forward: work.totals, backward: try Self.totals(of: backward.layers), step: step)
    whole.notes += Self.notes(on: backward, tape: tape)
    return whole
  }

  /// Every weight, its gradient and its states are read, every weight and its states written.
  private func step(
    of optimizer: Optimizer, weights: Count, bytes: Count
  ) throws(OperatorError) -> Work {
    let states = Count(optimizer.statesPerWeight) * bytes
    return try Work(
      macs: 0, flops: Self.whole(Count(optimizer.flopsPerWeight) * weights, "FLOPs"),
      transcendentals: Self.whole(
        Count(optimizer.transcendentalsPerWeight) * weights, "transcendentals"),
      weightBytes: Self.whole(bytes, "weight bytes"),
      inputBytes: Self.whole(bytes + states, "gradient bytes"),
      outputBytes: Self.whole(bytes + states, "weight bytes"))
  }

  private static func notes(on backward: BackwardPass, tape: [TapeEntry]) -> [String] {
    var notes = [
      "training begins with the gradients of the model's outputs: the loss is not part of it"
    ]
    if tape.contains(where: { $0.layer.operatorName == OperatorName("BatchNormalization") }) {
      notes.append("the forward pass of batch normalisation is counted as at inference")
    }
    if !backward.fallbacks.isEmpty {
      let names = backward.fallbacks.sorted().map(\.description).joined(separator: ", ")
      notes.append("the gradients of these count as their forward pass once more: \(names)")
    }
    return notes
  }
}
