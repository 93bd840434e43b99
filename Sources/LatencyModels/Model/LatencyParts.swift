/// What of an operator's data is in the last-level cache when it starts.
public enum Reuse: Sendable, Hashable {
  /// Nothing.
  case none
  /// What the operators before it left there: its activations, as far as they fit. Networks run so.
  case activations
  /// Everything that fits: the operator is repeated on the same data, as benchmarks do.
  case everything
}

/// The parts that a model of one kind of operator gives; the interval comes to it later.
struct LatencyParts {
  /// What neither arithmetic nor traffic explains, in seconds.
  var overhead: Double
  /// The arithmetic, were memory infinitely fast, in seconds.
  var compute: Double
  /// The traffic, were arithmetic infinitely fast, in seconds.
  var memory: Double
  /// All of it, as far as it does not overlap, in seconds.
  var seconds: Double
  /// How it is computed.
  var algorithm = Algorithm.none

  /// The same, so many times one after another.
  func repeated(_ times: Int) -> LatencyParts {
    guard times > 1 else { return self }
    var all = self
    all.overhead *= Double(times)
    all.compute *= Double(times)
    all.memory *= Double(times)
    all.seconds *= Double(times)
    return all
  }

  /// How an operator is computed, kept small until somebody asks for words.
  enum Algorithm: Hashable {
    case none, implicitProduct, winograd, winogradApart, depthwise
    case tiles(Int, Int, parts: Int)
    case splitKeys(Int)

    /// In words; empty where there is no choice.
    var description: String {
      switch self {
      case .none: ""
      case .implicitProduct: "implicit product"
      case .winograd: "winograd F(2x2, 3x3)"
      case .winogradApart: "winograd F(4x4, 3x3)"
      case .depthwise: "depthwise"
      case .tiles(let m, let n, let parts):
        parts > 1 ? "\(m)x\(n) tiles, sums in \(parts) parts" : "\(m)x\(n) tiles"
      case .splitKeys(let parts): parts > 1 ? "keys in \(parts) parts" : ""
      }
    }
  }
}

/// What an operator moves, in bytes, apart by what a cache may hold of it.
struct Bytes {
  /// Stored weights.
  var weights = 0.0
  /// Activations that are read and written.
  var activations = 0.0

  /// All of it.
  var all: Double { weights + activations }
}
