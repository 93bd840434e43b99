import ModelGraph

extension Evaluation {
  /// The body, for each element of the scanned axis; before version 9 for each sample too.
  mutating func visitScan(_ layer: Layer) throws(OperatorError) {
    let body = try Self.body(of: layer)
    let isBatched = (graph.operatorSets[""] ?? 0) == 8
    let call = OperatorCall(layer: layer, operatorSet: 0, inputs: [])
    let given = layer.inputs.dropFirst(isBatched ? 1 : 0).map { $0.flatMap { known[$0] } }
    let scanned = try call.integer("num_scan_inputs", default: 1, in: 1...max(given.count, 1))
    guard given.count == body.inputs.count, given.count >= scanned else {
      throw OperatorError(.shape, "\(given.count) inputs for \(body.inputs.count) of the body")
    }
    let axes = try call.integers("scan_input_axes") ?? []
    var (trips, samples) = (0, 1)
    let states = given.count - scanned
    for (place, input) in given.enumerated() where place >= states {
      guard var slice = input else { continue }
      let rank = slice.operand.shape.count
      let chosen = axes.indices.contains(place - states) ? axes[place - states] : 0
      let axis = isBatched ? 1 : try call.axis(chosen, rank: rank)
      guard rank > axis else { throw OperatorError(.shape, "a scan over a scalar") }
      trips = slice.operand.shape.remove(at: axis)
      if isBatched { samples = slice.operand.shape.removeFirst() }
      slice.operand.contents = nil
      bind(body.inputs[place], to: slice)
      let outer = layer.inputs.dropFirst(isBatched ? 1 : 0).dropFirst(place).first.flatMap { $0 }
      tapeNames.call(body.inputs[place], outer.map(tapeNames.id), oneOf: trips * samples)
    }
    let initial = given.prefix(states).map { isBatched ? $0.map(Self.ofOneSample) : $0 }
    var walk = LoopWalk(
      body: body, name: layer.name, trips: trips, states: Array(initial),
      stateInputs: Array(body.inputs.prefix(states)),
      stateNames: layer.inputs.dropFirst(isBatched ? 1 : 0).prefix(states).map {
        $0.map(tapeNames.id)
      }, resultPlaces: 0)
    walk.repetitions = samples
    try run(&walk)
    handOut(
      walk, of: layer, leading: isBatched ? [samples, trips] : [trips],
      axes: try call.integers("scan_output_axes") ?? [])
  }

  /// A state without its axis of samples.
  private static func ofOneSample(_ state: Known) -> Known {
    guard !state.operand.shape.isEmpty else { return state }
    var one = state
    one.operand.shape.removeFirst()
    one.operand.contents = nil
    return one
  }
}
