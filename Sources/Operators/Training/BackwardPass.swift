import ModelGraph

/// The gradients of a network, layer after layer from its outputs to its inputs.
///
/// A tensor needs a gradient where it was computed with a weight that is trained; what is given by
/// the user needs none, so that a first layer has only the gradient of its weights.
///
/// Source: Goodfellow, Bengio, Courville, Deep learning, 2016, algorithm 6.4.
struct BackwardPass {
  let tape: [TapeEntry]
  /// The activations that need a gradient.
  private(set) var needed: Set<TensorID> = []
  /// Those whose gradient exists.
  private var made: Set<TensorID>
  /// The weights whose gradient exists.
  private var madeWeights: Set<TensorID> = []
  /// The gradients, in the order in which they are computed.
  private(set) var layers: [LayerWork] = []
  /// What loops make.
  private let madeInLoops: Set<TensorID>
  /// The gradients of layers in loops, which are one layer for all trips.
  private var places: [String: Int] = [:]
  /// Operators that are counted as their forward pass.
  private(set) var fallbacks: Set<OperatorName> = []
  private(set) var memory: TrainingMemory

  init(_ tape: [TapeEntry], inputs: [(TensorID, Count)], outputs: [TensorID])
    throws(OperatorError)
  {
    self.tape = tape
    madeInLoops = tape.contains { $0.runs != 1 } ? TapeEntry.madeInLoops(tape) : []
    var needed: Set<TensorID> = []
    for entry in tape where entry.rule.kind != .none {
      let isReached = entry.inputs.contains { $0.kind == .activation && needed.contains($0.id) }
      guard isReached || entry.hasTrainedWeights else { continue }
      for output in entry.outputs where output.isFloatingPoint { needed.insert(output.id) }
    }
    self.needed = needed
    made = needed.intersection(outputs)
    memory = TrainingMemory(tape, needed: needed, inputs: inputs, outputs: outputs)
    memory.runForward(tape)
    for entry in tape {
      for output in entry.outputs where made.contains(output.id) {
        memory.makeGradient(of: output.id, bytes: output.bytes, in: entry.layer.name)
      }
    }
    for entry in tape.reversed() { try visit(entry) }
  }

  private mutating func visit(_ entry: TapeEntry) throws(OperatorError) {
    defer { memory.finish(entry, needed: needed) }
    let gradients = entry.outputs.filter { made.contains($0.id) }
    guard !gradients.isEmpty, entry.rule.kind != .none else { return }
    if entry.isStack { return unstack(entry) }
    if !BackwardRule.isKnown(entry.layer.operatorName, hasMacs: entry.layer.work.macs > 0),
      !entry.isView
    {
      fallbacks.insert(entry.layer.operatorName)
    }
    var wanted = entry.inputs.filter {
      $0.kind == .activation && $0.isFloatingPoint && needed.contains($0.id)
    }
    var cost = GradientCost(entry, gradients: gradients, wanted: wanted)
    if !wanted.isEmpty || cost.needsRecurrence {
      if cost.isHandedOn, let place = wanted.firstIndex(where: { !made.contains($0.id) }) {
        made.insert(wanted[place].id)
        memory.handOn(gradients[0].id, to: wanted.remove(at: place).id)
      }
      var work = cost.ofInputs(wanted).repeated(entry.runs)
      for input in wanted {
        let isFirst = made.insert(input.id).inserted
        if isFirst {
          memory.makeGradient(
            of: input.id, bytes: Count(input.parts) * input.bytes, in: entry.layer.name)
        }
        // What a loop makes is made anew for each trip, and so is its gradient.
        let shares = madeInLoops.contains(input.id) ? 1 : entry.runs
        work.accumulate(input, times: isFirst ? shares - 1 : shares)
      }
      try append(work, of: entry, "InputGradient")
    }
    guard entry.hasTrainedWeights else { return }
    var work = cost.ofWeights().repeated(entry.runs)
    for weight in entry.trained {
      let isFirst = madeWeights.insert(weight.id).inserted
      work.accumulate(weight, times: isFirst ? entry.runs - 1 : entry.runs)
    }
    try append(work, of: entry, "WeightGradient")
  }

  /// The gradient of what the trips of a loop made, seen as one tensor, is those of its parts.
  private mutating func unstack(_ entry: TapeEntry) {
    for input in entry.inputs where needed.contains(input.id) { made.insert(input.id) }
    if let whole = entry.outputs.first, let first = entry.inputs.first {
      memory.handOn(whole.id, to: first.id)
    }
  }

  /// Adds a layer, unless it does nothing.
  private mutating func append(
    _ amounts: GradientCost.Amounts, of entry: TapeEntry, _ suffix: String
  ) throws(OperatorError) {
    let work = try amounts.work()
    guard work.flops > 0 || work.bytes > 0 else { return }
    let name = entry.layer.operatorName
    let title = "\(entry.layer.name).\(suffix)"
    if entry.isInLoop {
      if let place = places[title] {
        layers[place].work = try layers[place].work.adding(work)
        layers[place].runs = (Count(layers[place].runs) + entry.runs).value ?? .max
        return
      }
      places[title] = layers.count
    }
    layers.append(
      LayerWork(
        index: tape.count + layers.count, name: title,
        operatorName: OperatorName("\(name.type)\(suffix)", domain: name.domain),
        outputShapes: [], computeType: entry.layer.computeType, work: work, parameters: 0,
        trainableParameters: 0, notes: []))
    layers[layers.count - 1].runs = entry.runs.value ?? .max
  }
}
