import ModelGraph

/// RNN, GRU and LSTM over a whole sequence.
///
/// T steps of N samples through D directions, I inputs and H hidden units, G gates.
struct Recurrence: OperatorRule {
  var operators: [OperatorDescription] { Cell.all.map(\.description) }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let sizes = try Sizes(call)
    let type = try call.input(0).elementType
    let state = [sizes.directions, sizes.batch, sizes.hidden]
    let isBatchFirst = try Sizes.isBatchFirst(call)
    let sequence =
      isBatchFirst
      ? [sizes.batch, sizes.steps, sizes.directions, sizes.hidden] : [sizes.steps] + state
    let last = isBatchFirst ? [sizes.batch, sizes.directions, sizes.hidden] : state
    let outputs = [Operand(type, sequence), Operand(type, last)]
    return call.type == "LSTM" ? outputs + [Operand(type, last)] : outputs
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try Sizes(call)
    let units = sizes.units
    let contraction = Count(sizes.cell.gates) * (Count(sizes.inputs) + Count(sizes.hidden))
    let unit = try sizes.cell.unitCost(call, directions: sizes.directions)
    var cost = LayerCost(
      macs: units * contraction, otherFlops: sizes.unitsOfOneDirection * Count(unit.flops),
      transcendentals: sizes.unitsOfOneDirection * Count(unit.transcendentals))
    cost.kernel = .recurrence(
      Kernel.Recurrence(
        steps: sizes.steps, batch: sizes.batch, inputs: sizes.inputs, hidden: sizes.hidden,
        gates: sizes.cell.gates, directions: sizes.directions))
    cost.recurrentMacs = units * Count(sizes.cell.gates) * Count(sizes.hidden)
    if call.optionalInput(4) != nil {
      cost.notes.append("sequence_lens may be shorter: every step is counted (an upper bound)")
    }
    return cost
  }
}

extension Recurrence {
  /// The sizes of a recurrent layer, as its operands state them.
  struct Sizes {
    var cell: Cell
    var steps: Int
    var batch: Int
    var directions: Int
    var inputs: Int
    var hidden: Int

    /// The elements of the hidden state, at every step of every sample.
    var units: Count { Count(directions) * unitsOfOneDirection }

    /// Those of one direction.
    var unitsOfOneDirection: Count { Count(steps) * Count(batch) * Count(hidden) }

    init(_ call: OperatorCall) throws(OperatorError) {
      let (input, weights, recurrent) = try (call.input(0), call.input(1), call.input(2))
      guard let cell = Cell.byName[call.type] else {
        throw OperatorError(.unsupported, "no cell \(call.type)")
      }
      self.cell = cell
      let direction = try call.string("direction", default: "forward")
      directions = direction == "bidirectional" ? 2 : 1
      let hidden = recurrent.shape.last ?? 0
      let expected = (Count(hidden) * Count(cell.gates)).value ?? -1
      guard input.shape.count == 3, let inputs = input.shape.last,
        weights.shape == [directions, expected, inputs],
        recurrent.shape == [directions, expected, hidden],
        try call.integer("hidden_size", default: hidden) == hidden
      else {
        throw call.shapeError(
          "\(input.shape.shapeText) through weights of \(weights.shape.shapeText) and "
            + "\(recurrent.shape.shapeText), \(direction)")
      }
      self.inputs = inputs
      self.hidden = hidden
      let isBatchFirst = try Self.isBatchFirst(call)
      steps = input.shape[isBatchFirst ? 1 : 0]
      batch = input.shape[isBatchFirst ? 0 : 1]
    }

    /// Whether the batch is the first axis (`layout` = 1) and not the steps.
    static func isBatchFirst(_ call: OperatorCall) throws(OperatorError) -> Bool {
      try call.integer("layout", default: 0) == 1
    }
  }
}
