import ModelGraph

/// A loop on its way.
struct LoopWalk {
  var body: Subgraph
  var name: String
  /// Trips at most, and those that are done.
  var trips = 0
  var done = 0
  /// Whether each trip is walked by itself.
  var isWalked = true
  /// How often all of it happens: for each sample.
  var repetitions = 1
  /// What goes from trip to trip, and the names it has in the body.
  var states: [Evaluation.Known?]
  var stateInputs: [TensorID]
  /// What the states are called on the tape.
  var stateNames: [TensorID?] = []
  /// What each trip made that is no state, as the tape has it: by result, then by trip.
  var tapeResults: [[TapeEntry.Input]] = []
  var counter: TensorID?
  var condition: TensorID?
  var conditionOutput: TensorID?
  /// Results of the body that are no states: the condition.
  var resultPlaces: Int
  /// Whether there may be fewer trips than are counted.
  var mayEndEarlier = false
  /// Whether the condition for another trip came out false.
  var hasEnded = false
  /// Whether only the condition ends it: there is no limit.
  var isFollowed = false
  /// What the states are as they go into the first trip.
  var initial: [Operand?] = []
  /// What the body makes that is no state, of one trip.
  var results: [Operand?] = []

  /// Whether a state is of another size after the trips than before.
  var changesStates: Bool {
    zip(initial, states).contains { before, after in
      guard let before, let after else { return false }
      return !before.isAsLarge(as: after.operand)
    }
  }

  /// How many tensors the sequences hold that go from trip to trip: each trip takes as long as they are.
  var heldTensors: Int { states.reduce(0) { $0 + ($1?.operand.tensors?.count ?? 0) } }

  /// Looks whether there is another trip.
  mutating func checkCondition(_ known: JournaledArray<Evaluation.Known?>) {
    guard let conditionOutput else { return }
    guard let value = known[conditionOutput]?.operand.integers?.first else {
      mayEndEarlier = true
      return
    }
    hasEnded = value == 0
  }
}

extension Operand {
  /// Whether it has the shape of `other`, and holds as many tensors.
  func isAsLarge(as other: Operand) -> Bool {
    shape == other.shape && tensors?.count == other.tensors?.count
      && zip(tensors ?? [], other.tensors ?? []).allSatisfy { $0.isAsLarge(as: $1) }
  }
}

extension Subgraph {
  /// What one walk through it counts for: its layers, those of the graphs within them included.
  var walkedCount: Int {
    layers.reduce(max(layers.count, 1)) { sum, layer in
      layer.subgraphs.isEmpty
        ? sum : sum + layer.subgraphs.values.reduce(0) { $0 + $1.walkedCount }
    }
  }
}

/// What the layers of a loop's body do, added up trip by trip.
struct TripSums {
  private(set) var layers: [LayerWork] = []
  /// The index of the first layer.
  private let base: Int
  /// The layers by name, once a trip has others than the first.
  private var places: [String: Int] = [:]

  /// Trips that were added, and how many there will be.
  private var done = 0
  private let trips: Int

  /// Sums of so many trips that begin at the layer of that index.
  init(base: Int, trips: Int) {
    self.base = base
    self.trips = trips
  }

  /// Adds what the layers of one trip do, `times` over; a layer is known by its place, else by its name.
  mutating func add(_ trip: ArraySlice<LayerWork>, times: Int) throws(OperatorError) {
    let isFirst = layers.isEmpty
    done += 1
    var moved: [Int] = []
    for (place, layer) in trip.enumerated() {
      let found = isFirst ? nil : self.place(of: layer.name, near: place)
      moved.append(found ?? layers.count)
      if let found {
        layers[found].work = try layers[found].work.adding(layer.work, times: times)
        layers[found].runs = Self.runs(layers[found].runs, layer.runs, times: times)
        if done == trips / 2 + 1 { layers[found].kernel = layer.kernel }
        layers[found].parameters += layer.parameters
        layers[found].trainableParameters += layer.trainableParameters
        layers[found].isUpperBound = layers[found].isUpperBound || layer.isUpperBound
        layers[found].livingBytes = layer.livingBytes.map {
          max($0, layers[found].livingBytes ?? $0)
        }
      } else {
        var first = layer
        first.work = try Work.none.adding(layer.work, times: times)
        first.runs = Self.runs(0, layer.runs, times: times)
        first.index = base + layers.count
        first.producers = layer.producers.map { producer in
          moved.indices.contains(producer - base) ? base + moved[producer - base] : producer
        }
        if !isFirst { places[layer.name] = layers.count }
        layers.append(first)
      }
    }
  }

  /// There may be fewer trips.
  mutating func markBounds() {
    for place in layers.indices { layers[place].isUpperBound = true }
  }

  private mutating func place(of name: String, near place: Int) -> Int? {
    if layers.indices.contains(place), layers[place].name == name { return place }
    if places.isEmpty {
      for (place, layer) in layers.enumerated() where places[layer.name] == nil {
        places[layer.name] = place
      }
    }
    return places[name]
  }

  private static func runs(_ left: Int, _ right: Int, times: Int) -> Int {
    (Count(left) + Count(times) * Count(right)).value ?? .max
  }
}

extension Work {
  /// The sum of this and so many times another.
  func adding(_ other: Work, times: Int = 1) throws(OperatorError) -> Work {
    func sum(_ path: KeyPath<Work, Int>, _ what: String) throws(OperatorError) -> Int {
      try Evaluation.whole(
        Count(self[keyPath: path]) + Count(times) * Count(other[keyPath: path]), what)
    }
    return try Work(
      macs: sum(\.macs, "multiply–accumulates"), flops: sum(\.flops, "FLOPs"),
      transcendentals: sum(\.transcendentals, "transcendentals"),
      weightBytes: sum(\.weightBytes, "weight bytes"),
      inputBytes: sum(\.inputBytes, "input bytes"),
      outputBytes: sum(\.outputBytes, "output bytes"))
  }
}
