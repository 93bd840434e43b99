import ModelGraph

/// The sizes of a graph's inputs, once the user's choices are put in.
struct InputShapes {
  /// The dimensions of each input, by tensor.
  var shapes: [TensorID: [Int]] = [:]
  /// How many samples the shapes hold.
  var batch = 1
  /// The open dimensions that stand for the batch.
  var batchSymbols: Set<String> = []
  /// By how much every activation is to be multiplied: more than 1 where the graph fixes its batch.
  var factor = 1

  /// Puts the options into the shapes that the graph states.
  init(of graph: Graph, options: AnalysisOptions) throws(OperatorError) {
    try Self.checkNames(options.dimensions, against: graph)
    var sizes = graph.symbolDefaults.merging(options.dimensions) { $1 }
    try Self.bindInputSize(options.inputSize, of: graph, into: &sizes)
    batchSymbols = Self.batchSymbols(of: graph)
    let isOpen = !batchSymbols.subtracting(options.dimensions.keys).isEmpty
    if let batch = options.batch {
      try Self.check(batch, named: "--batch")
    }
    for symbol in batchSymbols where options.dimensions[symbol] == nil {
      sizes[symbol] = options.batch ?? 1
    }
    for id in graph.inputs where options.inputs[id] == nil && graph.tensors[id].hasOneShape {
      shapes[id] = try Self.shape(of: graph.tensors[id], sizes: sizes)
    }
    for case (let id, .tensor(_, let shape, _)) in options.inputs { shapes[id] = shape }
    try settleBatch(of: graph, options: options, isOpen: isOpen)
  }

  /// The symbols that stand for the batch: those that lead an input's shape, else one so named.
  private static func batchSymbols(of graph: Graph) -> Set<String> {
    let shapes = graph.inputs.map { graph.tensors[$0].shape ?? [] }
    let leading = shapes.compactMap { shape -> String? in
      // One that is made of others, as 2*s0, follows from them.
      guard case .symbol(let name) = shape.first,
        SizeExpression(name).map({ $0.symbols == [name] }) ?? true
      else { return nil }
      return name
    }
    let named = graph.symbols.filter { batchNames.contains($0.lowercased()) }
    let candidates = named.isEmpty ? leading : named
    return Set(candidates)
  }

  /// What exporters call the batch dimension.
  private static let batchNames: Set<String> = ["batch", "batch_size", "batchsize", "n", "b", "bs"]

  private static func checkNames(
    _ dimensions: [String: Int], against graph: Graph
  ) throws(OperatorError) {
    let known = graph.symbols + graph.namedNumbers
    for (name, size) in dimensions.sorted(by: { $0.key < $1.key }) {
      guard known.contains(name) else {
        let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
        throw OperatorError(
          .dimension, "the model has no open dimension named \(name): \(list)",
          remedy: "leave out --dim \(name)=\(size)")
      }
      // Of what came before there may be nothing: an empty cache of keys and values.
      let mayBeEmpty =
        graph.symbolDefaults[name] == nil && !batchSymbols(of: graph).contains(name)
      try check(size, named: "--dim \(name)", atLeast: mayBeEmpty ? 0 : 1)
    }
  }

  private static func check(
    _ size: Int, named name: String, atLeast least: Int = 1
  ) throws(OperatorError) {
    guard (least...OperatorCall.largestSetting).contains(size) else {
      throw OperatorError(
        .dimension, "\(name) is \(size)",
        remedy: "give a size from \(least) to \(OperatorCall.largestSetting)")
    }
  }

  /// Gives the last two dimensions of four-dimensional inputs their size.
  private static func bindInputSize(
    _ size: (width: Int, height: Int)?, of graph: Graph, into sizes: inout [String: Int]
  ) throws(OperatorError) {
    guard let size else { return }
    try check(size.width, named: "the width of --input-size")
    try check(size.height, named: "the height of --input-size")
    var isFound = false
    for id in graph.inputs {
      guard let shape = graph.tensors[id].shape, shape.count == 4 else { continue }
      for (dimension, wanted) in zip(shape.suffix(2), [size.height, size.width]) {
        switch dimension {
        case .symbol(let name): sizes[name] = wanted
        case .fixed(wanted): break
        default:
          throw OperatorError(
            .dimension, "the size of the input \(graph.tensors[id].name) is fixed in the file",
            remedy: "export the model with an open height and width, or leave out --input-size")
        }
        isFound = true
      }
    }
    guard isFound else {
      throw OperatorError(
        .dimension, "the model has no picture (four-dimensional) input for --input-size",
        remedy: "use --dim NAME=N for its open dimensions")
    }
  }

  private static func shape(
    of tensor: Tensor, sizes: [String: Int]
  ) throws(OperatorError) -> [Int] {
    guard let dimensions = tensor.shape else {
      throw OperatorError(
        .dimension, "the input \(tensor.name) has no shape in the file",
        remedy: "export the model with the shapes of its inputs")
    }
    var shape: [Int] = []
    for (axis, dimension) in dimensions.enumerated() {
      switch dimension {
      case .fixed(let size): shape.append(size)
      case .symbol(let name):
        shape.append(try size(of: name, in: tensor, sizes: sizes))
      case .unknown:
        throw OperatorError(
          .dimension, "dimension \(axis) of the input \(tensor.name) is open and has no name",
          remedy: "export the model with a name or a size for it")
      }
    }
    return shape
  }

  /// The size of a symbol, or of an expression of several.
  private static func size(
    of name: String, in tensor: Tensor, sizes: [String: Int]
  ) throws(OperatorError) -> Int {
    if let size = sizes[name] { return size }
    let expression = SizeExpression(name)
    if let open = (expression?.symbols ?? [name]).first(where: { sizes[$0] == nil }) {
      throw OperatorError(
        .dimension, "the dimension \(name) of the input \(tensor.name) is open",
        remedy: "give it with --dim \(open)=N")
    }
    guard let size = expression?.value(sizes), size >= 0 else {
      throw OperatorError(
        .dimension, "the dimension \(name) of the input \(tensor.name) has no size",
        remedy: "give others with --dim")
    }
    return size
  }

  /// Finds how many samples the shapes hold, and the factor up to what the user asked for.
  private mutating func settleBatch(
    of graph: Graph, options: AnalysisOptions, isOpen: Bool
  ) throws(OperatorError) {
    let leading = Set(graph.inputs.compactMap { shapes[$0]?.first })
    if isOpen {
      batch = options.batch ?? 1
      return
    }
    let fixed = leading.count == 1 ? leading.first ?? 1 : 1
    batch = max(fixed, 1)
    guard let wanted = options.batch, wanted != batch else { return }
    guard leading.count == 1, wanted % batch == 0 else {
      throw OperatorError(
        .batch, "the model fixes its batch at \(batch), and \(wanted) is no multiple of it",
        remedy: "give a multiple, or export the model with an open batch dimension")
    }
    factor = wanted / batch
    batch = wanted
  }
}

extension Tensor {
  /// Whether it has one shape: an optional tensor has one where the file states it.
  fileprivate var hasOneShape: Bool {
    kind == .tensor || kind == .sparseTensor || kind == .optional && shape != nil
  }
}
