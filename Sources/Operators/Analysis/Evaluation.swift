import ModelGraph

/// The state of counting one graph: what is known of each tensor so far.
struct Evaluation {
  /// What is known of a tensor once its layer has been visited.
  struct Known {
    /// Its type, shape and values.
    var operand: Operand
    /// The tensor whose storage this one is: itself, or what it is a view of.
    var storage: TensorID
    /// The parameters that a constant was computed from, each once.
    var origins: [TensorID]
  }

  /// What is only counted.
  struct Tally {
    var foldedLayers = 0
    var impliedParameters = (all: Count(0), trainable: Count(0), bytes: Count(0))
  }

  /// What is known of an operator, looked up once.
  struct Resolved {
    /// The rule that the user describes, else this program's own.
    var rule: (any OperatorRule)?
    /// Where the user describes it; nil for this program's own rule.
    var origin: String?
    /// The version of its domain that the model imports; 0 where it says none.
    var operatorSet: Int
    /// Whether it makes something else on each run, though it depends on nothing that the user gives.
    var isRandom: Bool
  }

  let graph: Graph
  let options: AnalysisOptions
  let inputShapes: InputShapes
  var known: JournaledArray<Known?>
  var memory: ActivationMemory
  var layers: [LayerWork] = []
  /// Every layer with its tensors, where they are asked for.
  var trace: [TracedLayer]?
  var uncounted: [UncountedLayer] = []
  /// The counted layers as the backward pass needs them, where training is counted.
  var tape: [TapeEntry] = []
  var tapeNames: TapeNames
  /// What a reader should know of branches, loops and quantised layers.
  var flowNotes: [String] = []
  var tally = Tally()
  /// Layers of loops that were walked trip by trip, those of branches that were left too: they took time.
  var walkedLayers = 0
  /// Whether values were made of the shape of what is made on each run: they may grow with the batch.
  var hasValuesOfShapes = false
  /// The layer that made each storage, by index.
  var producerOfStorage: JournaledArray<Int?>
  /// Tensors that depend on nothing but the input's shape, and grow with the batch: they are made on
  /// each run, and count as activations.
  var growing: Set<TensorID> = []
  /// Parameters that a layer has already been the first to use.
  var claimed: JournaledArray<Bool>
  /// Stored tensors that a layer uses as running statistics, which are not trained.
  var untrained: JournaledArray<Bool>
  private var resolved: [OperatorName: Resolved] = [:]
  /// How many numbers a stored tensor holds, where they are packed into its elements.
  var packedElements: [(id: TensorID, count: Count)] = []

  /// Begins with the inputs and the stored tensors.
  init(
    _ graph: Graph, options: AnalysisOptions, keepsTrace: Bool = false
  ) throws(OperatorError) {
    self.graph = graph
    self.options = options
    trace = keepsTrace ? [] : nil
    tapeNames = TapeNames(of: graph, isTraining: options.training != nil)
    inputShapes = try InputShapes(of: graph, options: options)
    known = JournaledArray(repeating: nil, count: graph.tensors.count)
    producerOfStorage = JournaledArray(repeating: nil, count: graph.tensors.count)
    claimed = JournaledArray(repeating: false, count: graph.tensors.count)
    untrained = claimed
    memory = ActivationMemory(graph)
    layers.reserveCapacity(graph.layers.count)
    for (id, tensor) in graph.tensors.enumerated() where tensor.role == .stored {
      known[id] = Self.stored(tensor, id: id)
    }
    for id in graph.inputs {
      guard let operand = input(id) else { continue }
      try Self.checkSize(operand, location: "input \(graph.tensors[id].name)")
      known[id] = Known(operand: operand, storage: id, origins: [])
      memory.allocate(id, bytes: bytes(of: operand))
      if operand.kind == .optional, options.inputs[id] == nil {
        flowNotes.append("the optional input \(graph.tensors[id].name) is counted as given")
      }
    }
  }

  /// What is known of an input: all that is given for it, else what the file states.
  private func input(_ id: TensorID) -> Operand? {
    let tensor = graph.tensors[id]
    var operand: Operand
    if let given = options.inputs[id] {
      operand = Operand(given: given)
    } else if let shape = inputShapes.shapes[id] {
      operand = Operand(tensor.elementType ?? .float32, shape)
      if tensor.isNumber, let number = options.dimensions[tensor.name] {
        operand.contents = .integers([number])
      }
    } else if tensor.kind == .map {
      operand = Operand(tensor.elementType ?? .float32, [1])
    } else {
      return nil
    }
    operand.kind = tensor.kind
    return operand
  }

  /// A stored tensor whose shape the file states in full; nil where it does not.
  private static func stored(_ tensor: Tensor, id: TensorID) -> Known? {
    guard let dimensions = tensor.shape, let type = tensor.elementType else { return nil }
    var shape: [Int] = []
    for dimension in dimensions {
      guard case .fixed(let size) = dimension, size >= 0 else { return nil }
      shape.append(size)
    }
    let operand = Operand(type, shape, contents: tensor.contents, isConstant: true)
    return Known(operand: operand, storage: id, origins: tensor.isParameter ? [id] : [])
  }

  /// Counts one layer, or notes why it cannot be counted.
  mutating func visit(_ layer: Layer) throws(OperatorError) {
    do throws(OperatorError) {
      if Self.hasFlow(layer) { return try visitFlow(layer) }
      let resolved = resolve(layer.operatorName)
      guard let rule = resolved.rule else {
        throw OperatorError(.unsupported, "no rule for \(layer.operatorName)")
      }
      if let missing = layer.inputs.first(where: { $0.map { known[$0] == nil } ?? false }) {
        let name = missing.map { graph.tensors[$0].name } ?? ""
        throw OperatorError(.unknownValue, "the shape of its input \(name) is not known")
      }
      let call = call(of: layer, resolved)
      let outputs = Self.marked(try rule.outputs(of: call), from: call)
      for output in outputs { try Self.checkSize(output, location: "") }
      let visit = Visit(
        layer: layer, call: call, resolved: resolved, rule: rule, outputs: outputs,
        storages: storages(readBy: layer))
      try settle(visit)
      if Self.hasModifiers(layer) { try visitModifiers(of: layer, call) }
    } catch {
      let isUncountable = error.code == .unsupported || error.code == .unknownValue
      if isUncountable && !options.isStrict { return skip(layer, reason: error.what) }
      var located = error
      located.location =
        "layer \(layer.name.shortened) (\(layer.operatorName.description.shortened), "
        + "\(layer.location))"
      if located.remedy.isEmpty {
        located.remedy =
          isUncountable
          ? "leave out --strict to count the other layers"
          : "correct it in the model, or export it again"
      }
      throw located
    }
  }

  /// What is known of an operator.
  private mutating func resolve(_ name: OperatorName) -> Resolved {
    if let known = resolved[name] { return known }
    let version = graph.operatorSets[name.domain] ?? 0
    let own = options.operators.entry(for: name, version: version)
    let found = Resolved(
      rule: own?.rule ?? OperatorTable.rule(for: name), origin: own?.origin,
      operatorSet: version, isRandom: Layer.randomOperators.contains(name))
    resolved[name] = found
    return found
  }

  /// What is made of a bound is one, but for a number that is not known and so has no size.
  private static func marked(_ outputs: [Operand], from call: OperatorCall) -> [Operand] {
    guard call.inputs.contains(where: { $0?.isBound == true }) else { return outputs }
    return outputs.map { output in
      var marked = output
      if !output.shape.isEmpty || output.contents != nil { marked.isBound = true }
      return marked
    }
  }

  private func call(of layer: Layer, _ resolved: Resolved) -> OperatorCall {
    var attributeTensors: [String: Operand] = [:]
    for (name, value) in layer.attributes {
      if case .tensor(let id) = value { attributeTensors[name] = known[id]?.operand }
    }
    return OperatorCall(
      layer: layer, operatorSet: resolved.operatorSet,
      inputs: layer.inputs.map { $0.flatMap { known[$0]?.operand } },
      attributeTensors: attributeTensors)
  }

  /// Notes a layer of which nothing is known; outputs whose shape the file states go on.
  private mutating func skip(_ layer: Layer, reason: String) {
    let resolved = resolve(layer.operatorName)
    uncounted.append(
      UncountedLayer(
        name: layer.name, operatorName: layer.operatorName, reason: reason,
        hasRule: resolved.rule != nil))
    keep(layer, call: call(of: layer, resolved), outputs: [], cost: LayerCost(), isFolded: false)
    for case let id? in layer.outputs {
      guard var stated = Self.stored(graph.tensors[id], id: id) else { continue }
      stated.operand.isConstant = false
      stated.operand.contents = nil
      known[id] = stated
      memory.allocate(id, bytes: bytes(of: stated.operand))
    }
    memory.release(storages(readBy: layer), outputs: layer.outputs)
  }

  /// The storages of what a layer reads, one for each reading.
  func storages(readBy layer: Layer) -> [TensorID] {
    layer.inputs.compactMap { $0.flatMap { known[$0] }?.storage }
  }

  /// The bytes of an operand as it is stored under the user's precision.
  func bytes(of operand: Operand) -> Count {
    if let tensors = operand.tensors { return tensors.reduce(0) { $0 + bytes(of: $1) } }
    return operand.elementCount.bytes(ofBits: storedType(operand.elementType).bits)
  }

  /// What a tensor of `type` is stored as under the user's precision.
  func storedType(_ type: ElementType) -> ElementType {
    type.isFloatingPoint ? options.elementType ?? type : type
  }

  /// A dimension beyond this is no tensor: it leaves room for sums and for doubling.
  static let largestDimension = 1 << 48

  static func checkSize(_ operand: Operand, location: String) throws(OperatorError) {
    let isPossible = operand.shape.allSatisfy { (0...largestDimension).contains($0) }
    guard isPossible, operand.elementCount.bytes(ofBits: operand.elementType.bits).value != nil
    else {
      throw OperatorError(
        .overflow, "a tensor of the shape \(operand.shape.shapeText) cannot exist",
        location: location, remedy: "check the sizes in the file")
    }
  }
}
