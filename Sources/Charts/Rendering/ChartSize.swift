/// The size of a chart, in pixels.
public struct ChartSize: Sendable, Hashable {
  /// Its width.
  public var width: Int
  /// Its height.
  public var height: Int

  /// The smallest and the largest chart that keeps its parts apart.
  public static let limits = (smallest: ChartSize(width: 480, height: 360), largest: 10_000)

  /// A size; 960 by 600 unless said otherwise.
  public init(width: Int = 960, height: Int = 600) {
    self.width = width
    self.height = height
  }

  /// What to do about a size that cannot be drawn.
  public static func remedy(_ width: Int, _ height: Int) -> String {
    "--size is \(width)x\(height); give \(limits.smallest.width)x\(limits.smallest.height) to "
      + "\(limits.largest)x\(limits.largest)"
  }

  /// Whether a chart of this size can be drawn.
  public var isPossible: Bool {
    width >= Self.limits.smallest.width && height >= Self.limits.smallest.height
      && max(width, height) <= Self.limits.largest
  }
}
