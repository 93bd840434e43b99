import ModelGraph

extension Evaluation {
  /// Up to so many trips are walked one by one, so that shapes and values may change from one to the
  /// next; beyond it each counts as the first, unless that cannot be.
  static let walkedTrips = 64
  /// Loops are walked so far, in layers, before each trip counts as the first, or the loop not at all: a
  /// guess at what takes a tenth of a second.
  static let mostWalkedLayers = 20_000
  /// A loop without a limit is followed so far to its end.
  static let mostFollowedTrips = 512

  /// The body, for each trip.
  mutating func visitLoop(_ layer: Layer) throws(OperatorError) {
    let body = try Self.body(of: layer)
    let limit = layer.inputs.first.flatMap { $0 }.flatMap { known[$0]?.operand }
    // A limit that no loop reaches is how exporters write that there is none.
    let number = limit?.integers?.first
    let stated = number.flatMap { $0 <= OperatorCall.largestSetting ? $0 : nil }
    let isUnlimited = layer.inputs.first.flatMap { $0 } == nil || number != nil && stated == nil
    let goes = layer.inputs.dropFirst().first.flatMap { $0 }
    let start = goes.map { known[$0]?.operand.integers?.first }
    var walk = LoopWalk(
      body: body, name: layer.name,
      states: layer.inputs.dropFirst(2).map { $0.flatMap { known[$0] } },
      stateInputs: Array(body.inputs.dropFirst(2)),
      stateNames: layer.inputs.dropFirst(2).map { $0.map(tapeNames.id) },
      counter: body.inputs.first,
      condition: body.inputs.dropFirst().first, conditionOutput: body.outputs.first,
      resultPlaces: 1)
    // A condition at the start that is not known may leave it out altogether.
    walk.mayEndEarlier = start == .some(nil) || limit?.isBound == true
    if start == .some(0) {
      try run(&walk)
    } else if let stated {
      walk.trips = max(stated, 0)
      try run(&walk)
    } else if isUnlimited, let followed = followed(walk) {
      walk = followed
    } else {
      walk.trips = try trips()
      walk.mayEndEarlier = true
      try run(&walk)
    }
    let bound = walk.mayEndEarlier ? ", an upper bound" : ""
    flowNotes.append("\(layer.name) is counted with \(walk.done.counted("trip"))\(bound)")
    handOut(walk, of: layer, leading: [walk.done], axes: [])
  }

  /// The trips that the user gives.
  private func trips() throws(OperatorError) -> Int {
    guard let trips = options.tripCount else {
      throw OperatorError(
        .unknownValue, "its number of trips is known only while the model runs: give --trip-count N"
      )
    }
    guard trips <= OperatorCall.largestSetting else {
      throw OperatorError(.dimension, "\(trips) trips are too many")
    }
    return trips
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

  // MARK: trips

  /// Walks the body, and adds up what each of its layers does.
  mutating func run(_ walk: inout LoopWalk) throws(OperatorError) {
    walk.initial = walk.states.map { $0?.operand }
    guard walk.trips > 0 else { return peek(&walk) }
    if walk.trips <= Self.walkedTrips, walkedLayers < Self.mostWalkedLayers {
      return try go(&walk)
    }
    var whole = walk
    whole.isWalked = false
    let start = mark()
    let failure = attempt(&whole)
    guard failure != nil || whole.changesStates || isVague(whole, asked: walk, since: start) else {
      keep()
      walk = whole
      return
    }
    let needed = Count(walk.trips) * Count(walk.body.walkedCount) + Count(walkedLayers)
    if let needed = needed.value, needed <= Self.mostWalkedLayers {
      _ = undo(to: start)
      return try go(&walk)
    }
    if let failure { throw failure }
    guard whole.changesStates else {
      keep()
      walk = whole
      return
    }
    _ = undo(to: start)
    throw Self.tooLong(walk)
  }

  private static func tooLong(_ walk: LoopWalk) -> OperatorError {
    OperatorError(
      .unknownValue,
      "what goes from trip to trip changes its size, and \(walk.trips) trips are too many to be "
        + "walked one by one")
  }

  /// Walks on trial; gives what went wrong.
  private mutating func attempt(_ walk: inout LoopWalk) -> OperatorError? {
    do throws(OperatorError) {
      try go(&walk)
      return nil
    } catch {
      return error
    }
  }

  /// Whether of a loop less is known when each trip counts as the first than when each is walked.
  private func isVague(_ whole: LoopWalk, asked walk: LoopWalk, since start: Mark) -> Bool {
    if uncounted.count > start.uncountedLayers { return true }
    if walk.mayEndEarlier { return false }
    return whole.mayEndEarlier || layers[start.layers...].contains(where: \.isUpperBound)
  }

  /// A loop that nothing but its condition ends, walked to its end; nil where the condition cannot be
  /// followed so far.
  private mutating func followed(_ walk: LoopWalk) -> LoopWalk? {
    let room = (Self.mostWalkedLayers - walkedLayers) / walk.body.walkedCount
    var followed = walk
    followed.trips = min(Self.mostFollowedTrips, room)
    guard followed.trips > 0 else { return nil }
    followed.isFollowed = true
    followed.mayEndEarlier = false
    followed.initial = walk.states.map { $0?.operand }
    let start = mark()
    guard attempt(&followed) == nil, followed.hasEnded, !followed.mayEndEarlier else {
      _ = undo(to: start)
      return nil
    }
    keep()
    followed.mayEndEarlier = walk.mayEndEarlier
    return followed
  }

  private mutating func go(_ walk: inout LoopWalk) throws(OperatorError) {
    let start = layers.count
    let repeated = walk.isWalked ? 1 : walk.trips
    let times = (Count(repeated) * Count(walk.repetitions)).value ?? .max
    var sums = TripSums(base: start, trips: walk.trips)
    while walk.done < walk.trips, !walk.hasEnded {
      let traced = trace?.count ?? 0
      try tapedTrip(&walk)
      repeatTrace(from: traced, times: Count(times))
      walkedLayers += max(walk.body.layers.count, 1) + walk.heldTensors / 16
      try sums.add(layers[start...], times: times)
      layers.removeLast(layers.count - start)
      walk.done += 1
      if !walk.isWalked { try tapeOtherTrips(&walk) }
      if walk.done < walk.trips || walk.isFollowed { walk.checkCondition(known) }
      if walk.isFollowed, walk.mayEndEarlier { break }
      // What goes from trip to trip, or loops within it, may take more than was foreseen.
      if walk.isWalked, walk.trips > Self.walkedTrips,
        walkedLayers > Self.mostWalkedLayers + Self.mostWalkedLayers / 2
      {
        throw Self.tooLong(walk)
      }
      if !walk.isWalked {
        walk.mayEndEarlier = walk.mayEndEarlier || walk.hasEnded
        walk.done = walk.trips
      }
    }
    if walk.mayEndEarlier { sums.markBounds() }
    layers += sums.layers
    walk.results = results(of: walk)
  }

  /// What a body would make that no trip goes through: it is needed to know of what there is none.
  private mutating func peek(_ walk: inout LoopWalk) {
    let start = mark()
    var probe = walk
    do throws(OperatorError) {
      try runOnce(&probe)
      walk.results = results(of: walk)
    } catch {
      // What cannot be is never made.
    }
    _ = undo(to: start)
  }

  private func results(of walk: LoopWalk) -> [Operand?] {
    walk.body.outputs.dropFirst(walk.resultPlaces + walk.states.count).map { known[$0]?.operand }
  }

  /// One trip: the states go in, and their successors come out.
  mutating func runOnce(_ walk: inout LoopWalk) throws(OperatorError) {
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
    for (place, id) in walk.stateInputs.enumerated() where place < walk.states.count {
      guard var state = walk.states[place] else { continue }
      tapeNames.call(id, walk.stateNames[place])
      if !walk.isWalked { state.operand.contents = nil }
      bind(id, to: state)
      if told != nil { memory.resize(state.storage, to: bytes(of: state.operand)) }
      memory.share(id, storage: state.storage)
    }
    for layer in walk.body.layers { try visit(layer) }
    let results = walk.body.outputs.dropFirst(walk.resultPlaces)
    walk.stateNames = results.prefix(walk.states.count).map(tapeNames.id)
    walk.states = results.prefix(walk.states.count).map { known[$0] }
  }

  /// The last states, and the results of all trips set one after another.
  mutating func handOut(
    _ walk: LoopWalk, of layer: Layer, leading: [Int], axes: [Int]
  ) {
    for (place, outer) in layer.outputs.enumerated() {
      guard let outer else { continue }
      if place < walk.states.count {
        handOut(state: place, of: walk, to: outer, leading: leading)
      } else if let one = walk.results.dropFirst(place - walk.states.count).first.flatMap({ $0 }) {
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
        stack(chosen, of: walk, as: outer, in: layer)
      }
    }
    finish(walk.body)
  }

  private mutating func handOut(
    state place: Int, of walk: LoopWalk, to outer: TensorID, leading: [Int]
  ) {
    guard var state = walk.states[place] else { return }
    memory.resize(state.storage, to: bytes(of: state.operand))
    if leading.count > 1 { state.operand.shape.insert(leading[0], at: 0) }
    if walk.mayEndEarlier {
      // With fewer trips it is another one: smaller, or of other values.
      if walk.initial[place]?.isAsLarge(as: state.operand) != true { state.operand.isBound = true }
      if walk.initial[place]?.contents != state.operand.contents { state.operand.isBound = true }
    }
    state.operand.isConstant = false
    known[outer] = state
    tapeNames.call(outer, walk.stateNames[place])
    memory.share(outer, storage: state.storage)
  }
}
