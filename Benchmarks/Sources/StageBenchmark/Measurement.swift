/// The time of one stage, over several runs.
struct Measurement {
  /// What ran.
  var stage: String
  /// How many layers went through it.
  var layers: Int
  /// The wall-clock time of each run, in seconds, the least first.
  private var seconds: [Double]

  /// Runs `body` once without counting it, then `rounds` times.
  ///
  /// - Parameter body: returns a number that depends on all of its work, so that none of it can be
  ///   left out by the compiler; it must be the same each time.
  init(
    _ stage: String, layers: Int, rounds: Int, _ body: () throws -> Int
  ) throws {
    self.stage = stage
    self.layers = layers
    let expected = try body()
    let clock = ContinuousClock()
    seconds = try (0..<max(rounds, 1)).map { _ in
      let begin = clock.now
      guard try body() == expected else { throw UnstableResult(stage: stage) }
      return (clock.now - begin) / .seconds(1)
    }.sorted()
  }

  /// The median of the times, in seconds.
  var median: Double { seconds[seconds.count / 2] }

  /// A row of a Markdown table: stage, layers, milliseconds (median, least and most), layers a second.
  var row: String {
    let milliseconds = [median, seconds[0], seconds[seconds.count - 1]].map { Self.text($0 * 1e3) }
    let rate = layers > 0 && median > 0 ? String(Int(Double(layers) / median)) : "–"
    return "| \(stage) | \(layers > 0 ? String(layers) : "–") "
      + "| \(milliseconds[0]) (\(milliseconds[1])–\(milliseconds[2])) ms | \(rate) |"
  }

  /// Two digits behind the point.
  private static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}

/// A stage that gave two results for one input.
struct UnstableResult: Error, CustomStringConvertible {
  /// Which.
  var stage: String
  /// One line.
  var description: String { "\(stage): two runs gave two results" }
}
