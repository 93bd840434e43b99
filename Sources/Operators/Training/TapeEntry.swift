import ModelGraph

/// A layer of the forward pass as the backward pass needs it. Counts of activations are those of all
/// samples.
struct TapeEntry {
  /// A tensor that the layer reads.
  struct Input {
    enum Kind { case activation, trained, constant }
    var place: Int
    var id: TensorID
    var storage: TensorID
    var elements: Count
    var bytes: Count
    var kind: Kind
    var isFloatingPoint: Bool
    /// How many such parts the tensor has, of which a trip of a scan reads one.
    var parts = 1
  }

  /// A tensor that the layer makes.
  struct Output {
    var id: TensorID
    var storage: TensorID
    var elements: Count
    var bytes: Count
    var isFloatingPoint: Bool
  }

  var layer: LayerWork
  var inputs: [Input]
  var outputs: [Output]
  var isView: Bool
  /// Multiply–accumulates on the layer's own states.
  var recurrentMacs: Count
  /// Weights that the operator implies, and their bytes.
  var impliedWeights: Count
  var impliedBytes: Count
  /// How often the layer runs so, one run after another; in a loop it may stand on the tape for each trip.
  var runs = Count(1)
  var isInLoop = false
  /// Whether it is no layer, but what the trips of a loop made, seen as one tensor.
  var isStack = false

  /// The rule of its gradients.
  var rule: BackwardRule {
    BackwardRule.rule(for: layer.operatorName, hasMacs: layer.work.macs > 0)
  }

  /// What it reads that training changes.
  var trained: [Input] { inputs.filter { $0.kind == .trained } }

  /// Whether training changes anything of it.
  var hasTrainedWeights: Bool { impliedWeights.value != 0 || !trained.isEmpty }

  /// What layers in loops make, anew for each trip.
  static func madeInLoops(_ tape: [TapeEntry]) -> Set<TensorID> {
    Set(tape.filter(\.isInLoop).flatMap(\.outputs).map(\.id))
  }

  /// The storages that its gradients read, given the tensors that need a gradient.
  func saved(whenNeeded needed: Set<TensorID>) -> [TensorID] {
    guard outputs.contains(where: { needed.contains($0.id) }) else { return [] }
    switch rule.saved {
    case .nothing: return []
    case .output: return outputs.prefix(1).map(\.storage)
    case .inputs:
      let activations = inputs.filter { $0.kind == .activation }
      // The input of a contraction with weights that stay as they are is not read again.
      if case .contraction = rule.kind, !hasTrainedWeights, activations.count < 2 { return [] }
      return activations.map(\.storage)
    }
  }
}

extension Evaluation {
  /// Notes a layer that was counted, once its outputs are known.
  mutating func record(
    _ layer: Layer, cost: LayerCost, implied: [ImpliedWeight], work: LayerWork
  ) {
    guard options.training != nil else { return }
    let factor = Count(inputShapes.factor)
    let inputs = layer.inputs.enumerated().compactMap { place, id -> TapeEntry.Input? in
      guard let id, let known = known[id] else { return nil }
      let type = storedType(known.operand.elementType)
      let isActivation = !known.operand.isConstant || growing.contains(id)
      let isTrained =
        !known.origins.isEmpty && type.isFloatingPoint && !cost.statisticsInputs.contains(place)
      let all = known.operand.elementCount
      let elements = isActivation ? all * factor : cost.traffic.elementsRead[place] ?? all
      return TapeEntry.Input(
        place: place, id: tapeNames.id(id), storage: tapeNames.storage(known.storage),
        elements: elements, bytes: elements.bytes(ofBits: type.bits),
        kind: isActivation ? .activation : isTrained ? .trained : .constant,
        isFloatingPoint: type.isFloatingPoint, parts: tapeNames.parts[id] ?? 1)
    }
    var outputs: [TapeEntry.Output] = []
    for case let id? in layer.outputs {
      guard let known = known[id] else { continue }
      tapeNames.make(id, ownsStorage: known.storage == id)
      let type = storedType(known.operand.elementType)
      let elements = known.operand.elementCount * factor
      outputs.append(
        TapeEntry.Output(
          id: tapeNames.id(id), storage: tapeNames.storage(known.storage), elements: elements,
          bytes: elements.bytes(ofBits: type.bits), isFloatingPoint: type.isFloatingPoint))
    }
    let trained = implied.filter(\.isTrainable).reduce(Count(0)) { $0 + $1.elements }
    tape.append(
      TapeEntry(
        layer: work, inputs: inputs, outputs: outputs, isView: cost.traffic.isView,
        recurrentMacs: cost.recurrentMacs * factor, impliedWeights: trained,
        impliedBytes: trained.bytes(ofBits: storedType(.float32).bits), runs: tapeNames.runs,
        isInLoop: tapeNames.depth > 0))
  }
}
