import ModelGraph

/// Searches for tokens: BeamSearch and its kind, which hold a whole network.
extension Evaluation {
  /// A run of one of the networks of a search.
  private struct SearchRun {
    var layer: Layer
    var sizes: TokenSearchSizes
    /// The setting that holds the graph.
    var setting = ""
    /// Sequences that go through together, tokens of each, and tokens that were there before.
    var rows = 0
    var tokens = 0
    var past = 0
    /// What goes from run to run: the keys and values so far, and what the encoder made of the input.
    var states: [String: Known] = [:]
    /// What came out: a number for each word.
    var logits: Operand?
  }

  /// The encoder once, then the decoder for each token, and the choice of each.
  mutating func visitSearch(_ layer: Layer) throws(OperatorError) {
    guard let decoder = layer.subgraphs["decoder"] else {
      throw OperatorError(.attribute, "a \(layer.operatorName) needs a decoder")
    }
    let encoder = layer.subgraphs["encoder"]
    let call = OperatorCall(
      layer: layer, operatorSet: 1, inputs: layer.inputs.map { $0.flatMap { known[$0]?.operand } })
    let sizes = try TokenSearchSizes(
      call, hasEncoder: encoder != nil, tripCount: options.tripCount,
      names: layer.inputs.map { $0.flatMap(nameOfNumber) })
    var run = SearchRun(layer: layer, sizes: sizes)
    var made = 0
    if let encoder {
      (run.setting, run.rows, run.tokens) = ("encoder", sizes.batch, sizes.start)
      try self.run(encoder, &run)
      finish(encoder)
      // An encoder that takes the first tokens too gives the next one.
      made = run.logits == nil ? 0 : 1
    }
    run.rows = sizes.rows
    let total = sizes.longest - sizes.start
    if let first = layer.subgraphs["init_decoder"], encoder == nil {
      (run.setting, run.tokens) = ("init_decoder", sizes.start)
      try self.run(first, &run)
      finish(first)
      made = 1
    }
    run.setting = "decoder"
    try repeated(decoder, &run, from: made, to: total)
    finish(decoder)
    try choose(total, of: call, run)
    flowNotes.append(
      "\(layer.name) is counted with \(total.counted("token")) for each of "
        + "\(sizes.rows.counted("sequence")), an upper bound")
  }

  /// The name by which `--dim` gives the value of a tensor; nil where it does not.
  private func nameOfNumber(_ id: TensorID) -> String? {
    let tensor = graph.tensors[id]
    return tensor.role == .input && tensor.isNumber ? tensor.name : nil
  }

  /// The decoder, for each token that it makes. Of very many only some are walked, each for those around
  /// it: what a token takes grows evenly with what was before it.
  private mutating func repeated(
    _ decoder: Subgraph, _ run: inout SearchRun, from made: Int, to total: Int
  ) throws(OperatorError) {
    let start = layers.count
    let room = max(Self.mostWalkedLayers / 2 - walkedLayers, 0) / decoder.walkedCount
    let stretches = Self.stretches(of: made..<max(total, made), atMost: max(room, 4))
    var sums = TripSums(base: start, trips: stretches.count)
    for (place, tokens) in stretches.enumerated() {
      let told = beginTrip(place)
      defer { endTrip(told) }
      let token = tokens.lowerBound + tokens.count / 2
      run.tokens = token == 0 ? run.sizes.start : 1
      run.past = token == 0 ? 0 : run.sizes.start + token - 1
      let traced = trace?.count ?? 0
      try self.run(decoder, &run)
      repeatTrace(from: traced, times: Count(tokens.count))
      walkedLayers += decoder.layers.count
      try sums.add(layers[start...], times: tokens.count)
      layers.removeLast(layers.count - start)
    }
    sums.markBounds()
    layers += sums.layers
  }

  /// The tokens in about so many stretches of an odd number, so that each has a token in its middle; the
  /// first, which has the whole prompt before it, is one by itself.
  private static func stretches(of tokens: Range<Int>, atMost count: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var next = tokens.lowerBound
    if next == 0, next < tokens.upperBound {
      stretches.append(0..<1)
      next = 1
    }
    let length = (tokens.upperBound - next) / count | 1
    while next < tokens.upperBound {
      let rest = tokens.upperBound - next
      let end = next + min(length, rest - (rest + 1) % 2)
      stretches.append(next..<end)
      next = end
    }
    return stretches
  }

  /// One run of a graph.
  private mutating func run(
    _ subgraph: Subgraph, _ run: inout SearchRun
  ) throws(OperatorError) {
    let prefix = "\(run.layer.name)/\(run.setting)/"
    let names = subgraph.inputs.map { name(of: $0, in: prefix) }
    let isShared = names.contains("past_sequence_length")
    for (id, name) in zip(subgraph.inputs, names) {
      let handed = try handed(name, to: id, run, isShared: isShared)
      bind(id, to: handed)
      if handed.storage == id {
        memory.allocate(id, bytes: bytes(of: handed.operand))
      } else {
        memory.share(id, storage: handed.storage)
      }
    }
    for layer in subgraph.layers { try visit(layer) }
    for id in subgraph.outputs {
      guard let result = known[id] else { continue }
      let name = name(of: id, in: prefix)
      if name.hasPrefix("present_") { run.states[String(name.dropFirst(8))] = result }
      if name == "encoder_hidden_states" { run.states[name] = result }
      if name == "logits" { run.logits = result.operand }
    }
  }

  private func name(of id: TensorID, in prefix: String) -> String {
    let name = graph.tensors[id].name
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  /// What ONNX Runtime hands in by the name of an input (its `subgraph_gpt.cc`, `subgraph_t5_decoder.cc` and
  /// `subgraph_whisper_decoder.cc`).
  private func handed(
    _ name: String, to id: TensorID, _ run: SearchRun, isShared: Bool
  ) throws(OperatorError) -> Known {
    let sizes = run.sizes
    func tensor(_ shape: [Int], _ values: [Int]? = nil) -> Known {
      let type = graph.tensors[id].elementType ?? .int32
      return Known(
        operand: Operand(type, shape, contents: values.map(TensorContents.integers)), storage: id,
        origins: [])
    }
    switch name {
    case "input_ids", "position_ids", "decoder_input_ids": return tensor([run.rows, run.tokens])
    case "attention_mask": return tensor([run.rows, run.past + run.tokens])
    case "encoder_attention_mask": return tensor([run.rows, sizes.prompt])
    case "past_sequence_length": return tensor([1], [run.past])
    case "beam_width": return tensor([1], [sizes.beams])
    case "cache_indirection": return tensor([sizes.batch, sizes.beams, sizes.longest])
    case "encoder_input_ids":
      if let given = run.layer.inputs.first.flatMap({ $0 }).flatMap({ known[$0] }) { return given }
    case "encoder_hidden_states":
      if let state = run.states[name] { return Self.forEachRow(state, rows: run.rows) }
    default:
      guard name.hasPrefix("past_") else { break }
      if let state = run.states[String(name.dropFirst(5))] {
        let isOwn = !isShared && !name.contains("cross")
        return Self.forEachRow(state, rows: run.rows, past: isOwn ? run.past : nil)
      }
      return tensor(
        try emptyCache(id, name, rows: run.rows, past: isShared ? sizes.longest : run.past))
    }
    throw OperatorError(
      .unknownValue,
      "its \(run.setting) reads \(name.shortened), and nothing is known to be handed in by that name"
    )
  }

  /// What the encoder made of a prompt goes to each of its sequences; of a decoder's own keys and values
  /// there are as many as tokens before this one.
  private static func forEachRow(_ state: Known, rows: Int, past: Int? = nil) -> Known {
    var all = state
    // Keys and values of one tensor have an axis for the two before that of the sequences.
    let axis = state.operand.shape.count == 5 ? 1 : 0
    if state.operand.shape.indices.contains(axis) { all.operand.shape[axis] = rows }
    if let past, state.operand.shape.count == axis + 4 { all.operand.shape[axis + 2] = past }
    return all
  }

  /// The shape of keys or values before the first token: 2, rows, heads, past, depth, or without the 2.
  private func emptyCache(
    _ id: TensorID, _ name: String, rows: Int, past: Int
  ) throws(OperatorError) -> [Int] {
    let stated = (graph.tensors[id].shape ?? []).map { dimension -> Int? in
      switch dimension {
      case .fixed(let size): size
      case .symbol(let text): Int(text)
      case .unknown: nil
      }
    }
    let place = stated.count == 5 ? 1 : 0
    guard stated.count == 4 || stated.count == 5, let heads = stated[place + 1],
      let depth = stated[place + 3], heads >= 0, depth >= 0
    else {
      throw OperatorError(
        .unknownValue,
        "the model does not state how many heads \(name.shortened) has, and how deep they are")
    }
    return (place == 1 ? [2] : []) + [rows, heads, past, depth]
  }

  /// The layer that chooses each token.
  private mutating func choose(
    _ total: Int, of call: OperatorCall, _ run: SearchRun
  ) throws(OperatorError) {
    let (layer, sizes) = (run.layer, run.sizes)
    guard let logits = run.logits, let width = logits.shape.last else {
      throw OperatorError(.unknownValue, "what its decoder makes is not known")
    }
    let stated = try call.integer("vocab_size", default: -1)
    let words = stated > 0 ? min(stated, width) : width
    let steps = Count(total) * Count(inputShapes.factor)
    let cost = TokenSearch.choosing(
      call.type, rows: steps * Count(sizes.rows), columns: Count(words))
    let outputs = Self.outputs(of: call.type, sizes, words: words, type: logits.elementType)
    var written = Count(0)
    for (id, output) in zip(layer.outputs, outputs) {
      guard let id else { continue }
      known[id] = Known(operand: output, storage: id, origins: [])
      memory.allocate(id, bytes: bytes(of: output))
      written += bytes(of: output) * Count(inputShapes.factor)
    }
    let read = steps * bytes(of: Operand(logits.elementType, [sizes.rows, words]))
    let work = try Work(
      macs: 0, flops: Self.whole(cost.flops, "FLOPs"),
      transcendentals: Self.whole(cost.transcendentals, "transcendentals"), weightBytes: 0,
      inputBytes: Self.whole(read, "input bytes"), outputBytes: Self.whole(written, "output bytes"))
    var choice = LayerWork(
      index: layers.count, name: layer.name, operatorName: layer.operatorName,
      outputShapes: outputs.prefix(max(layer.outputs.count, 1)).map(\.shape), isUpperBound: true,
      computeType: storedType(logits.elementType), work: work, parameters: 0,
      trainableParameters: 0, notes: [], livingBytes: memory.currentBytes.value)
    choice.runs = total
    for case let id? in layer.outputs { producerOfStorage[id] = choice.index }
    layers.append(choice)
  }

  /// The sequences and how likely they are.
  private static func outputs(
    of type: String, _ sizes: TokenSearchSizes, words: Int, type element: ElementType
  ) -> [Operand] {
    switch type {
    case "GreedySearch": [Operand(.int32, [sizes.batch, sizes.longest])]
    case "Sampling":
      [
        Operand(.int32, [sizes.batch, sizes.longest]), Operand(element, [sizes.batch, words]),
      ]
    default:
      [
        Operand(.int32, [sizes.batch, sizes.returned, sizes.longest]),
        Operand(element, [sizes.batch, sizes.returned]),
        Operand(
          element, [sizes.longest - sizes.start, sizes.batch, sizes.beams, words]),
      ]
    }
  }
}
