import Operators

extension OperatorRow {
  /// The operator of a row.
  ///
  /// - Parameters:
  ///   - name: the operator, as the table names it.
  ///   - parameters: its sizes.
  ///   - format: the types that it works with.
  ///   - batch: the samples, where its sizes do not say.
  /// - Throws: ``LatencyError`` for an operator that is not known, and for a size that is missing.
  init(
    name: String, _ parameters: RowParameters, format: NumberFormat, batch: Int
  ) throws(LatencyError) {
    if let dimensions = parameters.text("dims") {
      try self.init(name: name, dimensions: RowDimensions(dimensions), format: format)
      return
    }
    let parts = name.split(separator: ":", maxSplits: 1)
    switch parts.first {
    case "gemm", "linear", "matmul", "gemv":
      self.init(
        kernel: .product(try Self.product(parameters, batchIsGiven: false)), format: format)
    case "bmm":
      self.init(kernel: .product(try Self.product(parameters, batchIsGiven: true)), format: format)
    case "conv2d", "conv1d":
      self.init(kernel: .convolution(try Self.convolution(parameters)), format: format)
    case "attention_prefill", "attention_decode":
      let attention = try Self.attention(
        parameters, batch: batch, isDecode: name == "attention_decode")
      self.init(kernel: .attention(attention), format: format)
    case "rnn_vanilla", "rnn_gru", "rnn_lstm":
      let gates = name == "rnn_lstm" ? 4 : name == "rnn_gru" ? 3 : 1
      self.init(kernel: .recurrence(try Self.recurrence(parameters, gates: gates)), format: format)
    default:
      if let network = try Self.network(parameters, batch: batch) {
        self.init(kernel: .network(network), format: format)
      } else {
        let plain = parts.count > 1 ? String(parts[1]) : name
        try self.init(elements: plain, parameters, format: format)
      }
    }
  }

  /// The operator of a row.
  ///
  /// - Parameters:
  ///   - name: the operator, as tables name it.
  ///   - json: its sizes, as a flat JSON object.
  ///   - format: the types that it works with.
  ///   - batch: the samples, where its sizes do not say.
  /// - Throws: ``LatencyError`` for an operator that is not known, and for a size that is missing.
  public init(
    name: String, json: String, format: NumberFormat, batch: Int = 1
  ) throws(LatencyError) {
    var parameters = RowParameters()
    try parameters.read(json.utf8)
    try self.init(name: name, parameters, format: format, batch: batch)
  }

  private static func product(
    _ parameters: RowParameters, batchIsGiven: Bool
  ) throws(LatencyError) -> Kernel.Product {
    Kernel.Product(
      batch: batchIsGiven
        ? try parameters.size("B", "b", "batch") : try parameters.size("B", default: 1, least: 1),
      m: try parameters.size("m"), n: try parameters.size("n"), k: try parameters.size("k"))
  }

  private static func attention(
    _ parameters: RowParameters, batch: Int, isDecode: Bool
  ) throws(LatencyError) -> Kernel.Attention {
    let heads = try parameters.size("q_heads", "heads")
    let depth = try parameters.size("head_dim")
    let cached = try parameters.size("kv_len", "past", "kv_cache", default: 0)
    let queries = isDecode ? 1 : try parameters.size("seq", "prefill_chunk")
    let stored = parameters.text("kv_dtype").flatMap(cacheBits)
    let (keys, overflow) =
      isDecode ? (max(cached, 1), false) : cached.addingReportingOverflow(queries)
    guard !overflow else {
      throw LatencyError(.row, "its keys pass 2^63", remedy: "check the sizes")
    }
    return Kernel.Attention(
      batch: max(batch, 1), heads: heads,
      sharedHeads: try parameters.size("kv_heads", default: heads, least: 1), queries: queries,
      keys: keys, depth: depth, valueDepth: depth, isCausal: !isDecode, cacheBits: stored,
      isDecode: isDecode)
  }

  private static func cacheBits(_ type: String) -> Int? {
    switch type {
    case "fp8", "int8", "float8": 8
    case "bfloat16", "float16", "bf16", "fp16": 16
    case "float32", "fp32": 32
    default: nil
    }
  }

  /// A recurrent layer; where no `input` is stated, what comes in is added as it is, as DeepBench
  /// measures it (`CUDNN_SKIP_INPUT`).
  private static func recurrence(
    _ parameters: RowParameters, gates: Int
  ) throws(LatencyError) -> Kernel.Recurrence {
    let hidden = try parameters.size("hidden")
    return Kernel.Recurrence(
      steps: try parameters.size("timesteps"), batch: try parameters.size("N", "batch"),
      inputs: try parameters.size("input", default: 0), hidden: hidden,
      gates: gates, directions: try parameters.size("directions", default: 1, least: 1))
  }

  /// The kernels of a network of which only sums are known: a guess, between the 60 of a plain one whose
  /// functions of elements are fused and the 300 of a deep one without.
  private static let usualKernels = 100

  /// The sums that a network may have, in thousands of millions or in millions.
  private static let plausibleSums = 0...1e12

  /// A whole network by its sums, or an encoder of transformer layers by its sizes; nil for a row that
  /// states neither.
  private static func network(
    _ parameters: RowParameters, batch: Int
  ) throws(LatencyError) -> Kernel.Network? {
    if let macs = parameters.number("gmacs"), let activations = parameters.number("macts_M") {
      for sum in [macs, activations, parameters.number("params_M") ?? 0]
      where !plausibleSums.contains(sum) {
        throw LatencyError(
          .row, "\(sum) is no sum of a network", remedy: "give gmacs, macts_M and params_M from 0")
      }
      return Kernel.Network(
        batch: max(batch, 1), macs: macs * 1e9, activations: activations * 1e6,
        parameters: (parameters.number("params_M") ?? 0) * 1e6, kernels: usualKernels)
    }
    guard parameters.number("layers") != nil, parameters.number("seqlen") != nil else { return nil }
    let layers = Double(try parameters.size("layers"))
    let width = Double(try parameters.size("d"))
    let inner = Double(try parameters.size("ff"))
    let length = Double(try parameters.size("seqlen"))
    let heads = Double(try parameters.size("heads"))
    let weights = layers * (4 * width * width + 2 * width * inner)
    // The kernels of a layer where nothing but the attention is fused: queries, keys and values,
    // attention, projection, two products of the feed-forward part, two normalisations.
    return Kernel.Network(
      batch: max(batch, 1), macs: weights * length + 2 * layers * length * length * width,
      activations: layers * length * (6 * width + inner + heads * length), parameters: weights,
      kernels: 7 * Int(layers))
  }
}
