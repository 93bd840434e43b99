public import Operators

/// An operator as a row of a table states it: what it computes, and the types that it works with.
public struct OperatorRow: Sendable, Hashable {
  /// What it computes.
  public var kernel: Kernel
  /// The types that it works with.
  public var format: NumberFormat
  /// FLOPs and transcendental functions of each element, of a function of elements.
  public var perElement: (flops: Int, transcendentals: Int) = (1, 0)
  /// Elements that are read and written where they are not what the kernel tells.
  var moved: (read: Double, written: Double)?

  /// An operator.
  public init(kernel: Kernel, format: NumberFormat) {
    self.kernel = kernel
    self.format = format
  }

  /// The counts of the operator; what passes 2⁶³ is held at it.
  public var work: Work { KernelWork(self).work }

  /// Whether both are the same operator.
  public static func == (left: OperatorRow, right: OperatorRow) -> Bool {
    left.kernel == right.kernel && left.format == right.format
  }

  /// Hashes what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kernel)
    hasher.combine(format)
  }
}

/// What an operator counts to.
struct KernelWork {
  let work: Work

  init(_ row: OperatorRow) {
    let format = row.format
    let (input, weight, output) = (
      Double(format.inputBits) / 8, Double(format.weightBits) / 8, Double(format.outputBits) / 8
    )
    func make(
      macs: Double = 0, other: Double = 0, transcendentals: Double = 0, weights: Double = 0,
      inputs: Double, outputs: Double
    ) -> Work {
      Work(
        macs: Self.whole(macs), flops: Self.whole(2 * macs + other),
        transcendentals: Self.whole(transcendentals), weightBytes: Self.whole(weights * weight),
        inputBytes: Self.whole(inputs * input), outputBytes: Self.whole(outputs * output))
    }
    switch row.kernel {
    case .product(let sizes):
      let grid = ProductGrid(sizes)
      work = make(
        macs: grid.batch * grid.m * grid.n * grid.k, weights: grid.batch * grid.k * grid.n,
        inputs: grid.batch * grid.m * grid.k, outputs: grid.batch * grid.m * grid.n)
    case .convolution(let sizes):
      let shape = ConvolutionShape(sizes, format: format)
      // Of a kernel smaller than its stride, only the places that it meets are read.
      let met = { (size: Int, kernel: Int, outputs: Int) in
        min(Double(size), Double(kernel) * Double(outputs))
      }
      let pictures =
        Double(sizes.batch) * Double(sizes.channels)
        * met(sizes.height, sizes.kernelHeight, sizes.outputHeight)
        * met(sizes.width, sizes.kernelWidth, sizes.outputWidth)
      work = make(
        macs: shape.outputs * shape.product.k, weights: Double(sizes.filters) * shape.product.k,
        inputs: pictures, outputs: shape.outputs)
    case .elementwise(let sizes):
      let elements = Double(sizes.elements)
      work = make(
        other: elements * Double(row.perElement.flops),
        transcendentals: elements * Double(row.perElement.transcendentals),
        inputs: row.moved?.read ?? elements * Double(sizes.inputs),
        outputs: row.moved?.written ?? elements)
    case .rows(let sizes):
      let elements = Double(sizes.rows) * Double(sizes.columns)
      let isReduction = sizes.operation == .reduction
      work = make(
        other: elements * (isReduction ? 1 : sizes.operation == .softmax ? 4 : 7),
        transcendentals: sizes.operation == .softmax ? elements : 0, inputs: elements,
        outputs: isReduction ? Double(sizes.rows) : elements)
    case .gather(let sizes):
      let elements = Double(sizes.rows) * Double(sizes.columns)
      let table = Double(max(sizes.tableRows, 1)) * Double(sizes.columns)
      work = make(inputs: min(elements, table), outputs: elements)
    case .movement:
      work = make(inputs: row.moved?.read ?? 0, outputs: row.moved?.written ?? 0)
    case .attention(let sizes): work = Self.attention(sizes, input: input, output: output)
    case .recurrence(let sizes):
      let (steps, batch, hidden) = (
        Double(sizes.steps), Double(sizes.batch), Double(sizes.hidden)
      )
      let directions = Double(sizes.directions)
      let weights = directions * Double(sizes.gates) * hidden * (Double(sizes.inputs) + hidden)
      work = make(
        macs: steps * batch * weights, other: steps * batch * directions * hidden * 6,
        transcendentals: steps * batch * directions * hidden * Double(max(sizes.gates, 1)),
        weights: weights, inputs: steps * batch * Double(sizes.inputs),
        outputs: steps * batch * directions * hidden)
    case .network(let sizes):
      work = make(
        macs: Double(sizes.batch) * sizes.macs, weights: sizes.parameters, inputs: 0, outputs: 0)
    }
  }

  /// Queries and results once, keys and values once; of a causal mask the visible half.
  private static func attention(
    _ sizes: Kernel.Attention, input: Double, output: Double
  ) -> Work {
    let (queries, keys) = (Double(sizes.queries), Double(sizes.keys))
    let asked = Double(sizes.batch) * Double(sizes.heads)
    let seen = sizes.isCausal ? keys - (queries - 1) / 2 : keys
    let scores = asked * queries * seen
    let cache = sizes.cacheBits.map { Double($0) / 8 } ?? input
    let channels = Double(sizes.depth + sizes.valueDepth)
    let macs = scores * channels
    return Work(
      macs: whole(macs), flops: whole(2 * macs + 5 * scores), transcendentals: whole(scores),
      weightBytes: 0,
      inputBytes: whole(
        asked * queries * Double(sizes.depth) * input
          + Double(sizes.batch) * Double(sizes.sharedHeads) * keys * channels * cache),
      outputBytes: whole(asked * queries * Double(sizes.valueDepth) * output))
  }

  private static func whole(_ count: Double) -> Int {
    count < 9.2e18 ? Int(count.rounded(.up)) : .max
  }
}
