import ModelGraph

extension Evaluation {
  /// Up to so many trips are walked one by one, so that shapes and values may change from one to the
  /// next; beyond it each counts as the first.
  static let walkedTrips = 64
  /// Loops within loops are walked so far, in layers, before each trip counts as the first.
  static let mostWalkedLayers = 20_000

  /// The body, for each trip.
  mutating func visitLoop(_ layer: Layer) throws(OperatorError) {
    let body = try Self.body(of: layer)
    let limit = layer.inputs.first.flatMap { $0 }
    // A limit that no loop reaches is how exporters write that there is none.
    let stated = limit.flatMap { known[$0]?.operand.integers?.first }
      .flatMap { $0 <= OperatorCall.largestSetting ? $0 : nil }
    guard let trips = stated ?? options.tripCount else {
      throw OperatorError(
        .unknownValue, "its number of trips is known only while the model runs: give --trip-count N"
      )
    }
    let goes = layer.inputs.dropFirst().first.flatMap { $0 }
    let start = goes.map { known[$0]?.operand.integers?.first }
    let isSkipped = start == .some(0)
    guard trips <= OperatorCall.largestSetting else {
      throw OperatorError(.dimension, "\(trips) trips are too many")
    }
    let initial = layer.inputs.dropFirst(2).map { $0.flatMap { known[$0] } }
    var walk = LoopWalk(
      body: body, name: layer.name, trips: isSkipped ? 0 : max(trips, 0), states: Array(initial),
      stateInputs: Array(body.inputs.dropFirst(2)), counter: body.inputs.first,
      condition: body.inputs.dropFirst().first, conditionOutput: body.outputs.first,
      resultPlaces: 1)
    // A condition at the start that is not known may leave it out altogether.
    walk.mayEndEarlier = stated == nil || start == .some(nil)
    try run(&walk)
    if walk.mayEndEarlier {
      flowNotes.append("\(layer.name) is counted with \(walk.done.counted("trip")), an upper bound")
    } else {
      flowNotes.append("\(layer.name) is counted with \(walk.done.counted("trip"))")
    }
    handOut(walk, of: layer, leading: [walk.done], axes: [])
  }

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
    }
    let initial = given.prefix(states).map { isBatched ? $0.map(Self.ofOneSample) : $0 }
    var walk = LoopWalk(
      body: body, name: layer.name, trips: trips, states: Array(initial),
      stateInputs: Array(body.inputs.prefix(states)), resultPlaces: 0)
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

  static func body(of layer: Layer) throws(OperatorError) -> Subgraph {
    guard let body = layer.subgraphs["body"] else {
      throw OperatorError(.attribute, "a \(layer.operatorName) needs a body")
    }
    return body
  }

  /// A tensor of the body is what the layer hands in: its storage, and not constant.
  mutating func bind(_ id: TensorID, to found: Known) {
    var bound = found
    bound.operand.isConstant = false
    bound.origins = []
    known[id] = bound
  }

  /// Walks the body, and adds up what each of its layers does.
  private mutating func run(_ walk: inout LoopWalk) throws(OperatorError) {
    let start = layers.count
    walk.isWalked = walk.trips <= Self.walkedTrips && tally.walkedLayers < Self.mostWalkedLayers
    let repeated = walk.isWalked ? 1 : walk.trips
    let times = (Count(repeated) * Count(walk.repetitions)).value ?? .max
    var sums: [LayerWork] = []
    walk.initialShapes = walk.states.map { $0?.operand.shape }
    while walk.done < walk.trips {
      let traced = trace?.count ?? 0
      try runOnce(&walk)
      repeatTrace(from: traced, times: Count(times))
      tally.walkedLayers += walk.body.layers.count
      try sums.add(layers[start...], times: times)
      layers.removeLast(layers.count - start)
      walk.done += 1
      let hasEnded = walk.done < walk.trips && walk.hasEnded(known)
      if !walk.isWalked {
        walk.mayEndEarlier = walk.mayEndEarlier || hasEnded
        walk.done = walk.trips
      }
      if hasEnded { break }
    }
    if walk.mayEndEarlier { for place in sums.indices { sums[place].isUpperBound = true } }
    layers += sums
  }

  /// One trip: the states go in, and their successors come out.
  private mutating func runOnce(_ walk: inout LoopWalk) throws(OperatorError) {
    let told = beginTrip(walk.done)
    defer { endTrip(told) }
    if let counter = walk.counter {
      let contents: TensorContents? = walk.isWalked ? .integers([walk.done]) : nil
      bind(
        counter,
        to: Known(operand: Operand(.int64, [], contents: contents), storage: counter, origins: []))
    }
    if let condition = walk.condition {
      bind(
        condition,
        to: Known(
          operand: Operand(.bool, [], contents: .integers([1])), storage: condition, origins: []))
    }
    for (id, state) in zip(walk.stateInputs, walk.states) {
      guard var state else { continue }
      if !walk.isWalked { state.operand.contents = nil }
      bind(id, to: state)
      memory.share(id, storage: state.storage)
    }
    for layer in walk.body.layers { try visit(layer) }
    let results = walk.body.outputs.dropFirst(walk.resultPlaces)
    walk.states = results.prefix(walk.states.count).map { known[$0] }
  }

  /// The last states, and the results of all trips set one after another.
  private mutating func handOut(
    _ walk: LoopWalk, of layer: Layer, leading: [Int], axes: [Int]
  ) {
    let results = walk.body.outputs.dropFirst(walk.resultPlaces)
    for (place, outer) in layer.outputs.enumerated() {
      guard let outer else { continue }
      if place < walk.states.count {
        guard var state = walk.states[place] else { continue }
        if leading.count > 1 { state.operand.shape.insert(leading[0], at: 0) }
        if walk.mayEndEarlier, walk.initialShapes[place] != state.operand.shape {
          state.operand.isBound = true
        }
        state.operand.isConstant = false
        known[outer] = state
        memory.share(outer, storage: state.storage)
      } else if let inner = results.dropFirst(place).first, let one = known[inner]?.operand {
        var shape = one.shape
        let chosen = place - walk.states.count
        let wanted = axes.indices.contains(chosen) ? axes[chosen] : 0
        let axis = wanted < 0 ? wanted + shape.count + 1 : wanted
        shape.insert(
          contentsOf: leading, at: leading.count > 1 ? 0 : min(max(axis, 0), shape.count))
        var whole = Operand(one.elementType, shape)
        whole.isBound = one.isBound || walk.mayEndEarlier
        known[outer] = Known(operand: whole, storage: outer, origins: [])
        memory.allocate(outer, bytes: bytes(of: whole))
      }
    }
    finish(walk.body)
  }
}

/// A loop on its way.
struct LoopWalk {
  var body: Subgraph
  var name: String
  /// Trips at most, and those that are done.
  var trips: Int
  var done = 0
  /// Whether each trip is walked by itself.
  var isWalked = true
  /// How often all of it happens: for each sample.
  var repetitions = 1
  /// What goes from trip to trip, and the names it has in the body.
  var states: [Evaluation.Known?]
  var stateInputs: [TensorID]
  var counter: TensorID?
  var condition: TensorID?
  var conditionOutput: TensorID?
  /// Results of the body that are no states: the condition.
  var resultPlaces: Int
  /// Whether there may be fewer trips than are counted.
  var mayEndEarlier = false
  /// The shapes with which the states go into the first trip.
  var initialShapes: [[Int]?] = []

  /// Whether the condition for another trip is known to be false.
  mutating func hasEnded(_ known: JournaledArray<Evaluation.Known?>) -> Bool {
    guard let conditionOutput else { return false }
    guard let value = known[conditionOutput]?.operand.integers?.first else {
      mayEndEarlier = true
      return false
    }
    return value == 0
  }
}

extension [LayerWork] {
  /// Adds what the layers of one trip do, `times` over; a layer is known by its name.
  mutating func add(_ trip: ArraySlice<LayerWork>, times: Int) throws(OperatorError) {
    for (place, layer) in trip.enumerated() {
      if place < count, self[place].name == layer.name {
        self[place].work = try Self.sum(self[place].work, layer.work, times: times)
      } else {
        var first = layer
        first.work = try Self.sum(.none, layer.work, times: times)
        append(first)
      }
    }
  }

  private static func sum(_ left: Work, _ right: Work, times: Int) throws(OperatorError) -> Work {
    func sum(_ path: KeyPath<Work, Int>, _ what: String) throws(OperatorError) -> Int {
      try Evaluation.whole(
        Count(left[keyPath: path]) + Count(times) * Count(right[keyPath: path]), what)
    }
    return try Work(
      macs: sum(\.macs, "multiply–accumulates"), flops: sum(\.flops, "FLOPs"),
      transcendentals: sum(\.transcendentals, "transcendentals"),
      weightBytes: sum(\.weightBytes, "weight bytes"),
      inputBytes: sum(\.inputBytes, "input bytes"),
      outputBytes: sum(\.outputBytes, "output bytes"))
  }
}
