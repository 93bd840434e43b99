/// What a runtime took for a network, layer by layer, as one of its own tools wrote it down.
public struct MeasuredProfile: Sendable, Hashable {
  /// The program that wrote a profile.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    case onnxRuntime = "onnxruntime"
    case pytorch, tensorrt
    /// A table of operators: no profile of a whole run.
    case table

    /// How people call it.
    public var title: String {
      switch self {
      case .onnxRuntime: "ONNX Runtime"
      case .pytorch: "PyTorch"
      case .tensorrt: "TensorRT"
      case .table: "a table"
      }
    }
  }

  /// The program that wrote it.
  public var source: Source
  /// The runtime that the times are of, as `ridgeline runtimes` names it, where that can be told.
  public var runtime: String?
  /// The layers in the order in which they ran.
  public var layers: [MeasuredLayer]
  /// How many runs of the network the times are of.
  public var runs: Int
  /// What a reader of the times should know, each a sentence.
  public var notes: [String]

  /// A profile; readers make it, and tests make their own.
  public init(
    source: Source, runtime: String? = nil, layers: [MeasuredLayer], runs: Int,
    notes: [String] = []
  ) {
    self.source = source
    self.runtime = runtime
    self.layers = layers
    self.runs = runs
    self.notes = notes
  }

  /// The time of all layers of one run, in seconds.
  public var seconds: Double { layers.reduce(0) { $0 + $1.seconds } }
}

/// What of several runs counts.
public enum RunStatistic: Sendable {
  /// The middle: what a run usually takes.
  case median
  /// The least: what it takes where nothing else disturbs it.
  case least
}

/// The time of one layer as it ran: often several of the model, fused into one.
public struct MeasuredLayer: Sendable, Hashable {
  /// Its name, as the runtime writes it.
  public var name: String
  /// What it computes, in the runtime's words: `Conv`, `aten::conv2d`; empty where it does not say.
  public var operation: String
  /// The median over the runs, or the least of them, in seconds.
  public var seconds: Double
  /// The shapes of the tensors that it reads, where they are written down.
  public var inputShapes: [[Int]]
  /// The shape of the first tensor that it makes, where that is written down.
  public var outputShape: [Int]?

  /// A layer's time.
  public init(
    name: String, operation: String = "", seconds: Double, inputShapes: [[Int]] = [],
    outputShape: [Int]? = nil
  ) {
    self.name = name
    self.operation = operation
    self.seconds = seconds
    self.inputShapes = inputShapes
    self.outputShape = outputShape
  }
}
