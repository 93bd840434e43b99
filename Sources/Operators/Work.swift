/// What a layer, or a whole network, does: counts without hardware.
public struct Work: Sendable, Hashable {
  /// Multiply–accumulates of contractions (convolutions, matrix products, recurrences).
  public var macs: Int
  /// All arithmetic: two for each multiply–accumulate, one for each other addition, multiplication,
  /// division, comparison or conversion of an element.
  public var flops: Int
  /// Evaluations of exp, tanh, erf, sqrt and their like, counted apart from ``flops``.
  public var transcendentals: Int
  /// Bytes of stored weights and constants that are read.
  public var weightBytes: Int
  /// Bytes of activations (and of gathered rows of tables) that are read.
  public var inputBytes: Int
  /// Bytes that are written.
  public var outputBytes: Int

  /// No work.
  public static let none = Work(
    macs: 0, flops: 0, transcendentals: 0, weightBytes: 0, inputBytes: 0, outputBytes: 0)

  /// A work of given counts.
  public init(
    macs: Int, flops: Int, transcendentals: Int, weightBytes: Int, inputBytes: Int,
    outputBytes: Int
  ) {
    self.macs = macs
    self.flops = flops
    self.transcendentals = transcendentals
    self.weightBytes = weightBytes
    self.inputBytes = inputBytes
    self.outputBytes = outputBytes
  }

  /// Bytes moved in all.
  public var bytes: Int { weightBytes + inputBytes + outputBytes }

  /// Bytes of activations read and written.
  public var activationBytes: Int { inputBytes + outputBytes }

  /// FLOPs of contractions: two for each multiply–accumulate.
  public var contractionFlops: Int { 2 * macs }

  /// FLOPs that are not part of a contraction.
  public var elementwiseFlops: Int { flops - contractionFlops }

  /// What one of `runs` equal runs does, rounded down.
  public func divided(by runs: Int) -> Work {
    guard runs > 1 else { return self }
    return Work(
      macs: macs / runs, flops: flops / runs, transcendentals: transcendentals / runs,
      weightBytes: weightBytes / runs, inputBytes: inputBytes / runs,
      outputBytes: outputBytes / runs)
  }

  /// FLOPs for each byte moved, in FLOP/byte; nil where nothing is moved.
  ///
  /// Source: Williams, Waterman, Patterson, "Roofline: an insightful visual performance model",
  /// CACM 52(4), 2009 (there: operational intensity).
  public var arithmeticIntensity: Double? {
    bytes > 0 ? Double(flops) / Double(bytes) : nil
  }
}
