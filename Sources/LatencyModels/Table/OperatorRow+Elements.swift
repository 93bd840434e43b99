import Operators

extension OperatorRow {
  /// A convolution: square ones are stated by one side (`HW`, `ksize`), others by two.
  static func convolution(_ parameters: RowParameters) throws(LatencyError) -> Kernel.Convolution {
    let height = try parameters.size("H", "HW")
    let width = try parameters.size("W", "HW")
    let kernelHeight = try parameters.size("kh", "ksize")
    let kernelWidth = try parameters.size("kw", "ksize")
    let strides = (
      try parameters.size("stride_h", "stride", default: 1, least: 1),
      try parameters.size("stride_w", "stride", default: 1, least: 1)
    )
    let pads = (
      try parameters.size("pad_h", "pad", default: 0),
      try parameters.size("pad_w", "pad", default: 0)
    )
    let dilation = try parameters.size("dilation", default: 1, least: 1)
    func places(_ size: Int, _ pad: Int, _ taps: Int, _ stride: Int) throws(LatencyError) -> Int {
      let free = size + 2 * pad - (taps - 1) * dilation - 1
      guard free >= 0 else {
        throw LatencyError(
          .row, "a window of \(taps) does not fit into \(size) with pads of \(pad)",
          remedy: "check the sizes")
      }
      return free / stride + 1
    }
    return Kernel.Convolution(
      batch: try parameters.size("N", "batch"), channels: try parameters.size("Cin", "C"),
      height: height, width: width, filters: try parameters.size("Cout", "K"),
      kernelHeight: kernelHeight, kernelWidth: kernelWidth, stride: max(strides.0, strides.1),
      dilation: dilation, groups: try parameters.size("groups", default: 1, least: 1),
      outputHeight: try places(height, pads.0, kernelHeight, strides.0),
      outputWidth: try places(width, pads.1, kernelWidth, strides.1))
  }

  /// A function of elements, an operation on rows, or rows of a table.
  init(
    elements name: String, _ parameters: RowParameters, format: NumberFormat
  ) throws(LatencyError) {
    switch name {
    case "ln", "layernorm", "rmsnorm", "input_layernorm", "post_attention_layernorm":
      self.init(kernel: .rows(try Self.rows(.normalization, parameters)), format: format)
    case "softmax":
      self.init(kernel: .rows(try Self.rows(.softmax, parameters)), format: format)
    case "sum", "argmax":
      self.init(kernel: .rows(try Self.rows(.reduction, parameters)), format: format)
    case "emb", "gather":
      self.init(
        kernel: .gather(
          Kernel.Gather(
            rows: try parameters.size("rows"), columns: try parameters.size("cols"),
            tableRows: try parameters.size("vocab", default: 1, least: 1))), format: format)
    case "attn_rope":
      let (rows, queries, keys) = (
        try parameters.size("rows"), try parameters.size("q"), try parameters.size("k")
      )
      self.init(
        kernel: .elementwise(
          Kernel.Elementwise(elements: try Self.times(rows, queries + keys))), format: format)
      perElement = (3, 0)
    case "mlp_act":
      let elements = try Self.times(parameters.size("rows"), parameters.size("cols"))
      let isGated = parameters.number("gated") == 1
      self.init(
        kernel: .elementwise(Kernel.Elementwise(elements: elements, inputs: isGated ? 2 : 1)),
        format: format)
      perElement = (isGated ? 4 : 8, 1)
    default:
      guard let function = OperatorNames.functions[name] else { throw Self.unknown(name) }
      let elements = try Self.times(parameters.size("rows"), parameters.size("cols"))
      self.init(function, elements: elements, format: format)
    }
  }

  /// A function of elements.
  init(_ function: OperatorNames.Function, elements: Int, format: NumberFormat) {
    self.init(
      kernel: .elementwise(Kernel.Elementwise(elements: elements, inputs: function.inputs)),
      format: format)
    perElement = (function.flops, function.transcendentals)
  }

  private static func rows(
    _ operation: Kernel.Rows.Operation, _ parameters: RowParameters
  ) throws(LatencyError) -> Kernel.Rows {
    Kernel.Rows(
      operation, rows: try parameters.size("rows"), columns: try parameters.size("cols"))
  }

  /// A product of sizes that is a number of elements.
  static func times(_ one: Int, _ other: Int) throws(LatencyError) -> Int {
    let (product, overflow) = one.multipliedReportingOverflow(by: other)
    guard !overflow else {
      throw LatencyError(.row, "its elements pass 2^63", remedy: "check the sizes")
    }
    return product
  }

  /// The error for an operator that is not known.
  static func unknown(_ name: String) -> LatencyError {
    LatencyError(
      .kernel, "the operator \"\(name.prefix(40))\" is not known",
      remedy:
        "the operators are \(OperatorNames.all.joined(separator: ", ")); a whole network needs its "
        + "sums, gmacs and macts_M, or its graph: predict --networks FOLDER")
  }
}
