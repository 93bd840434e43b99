public import Devices
import ModelGraph
public import Operators
public import Roofline

/// The bounds of operators on a device: the least time that any implementation of the named algorithm
/// takes.
public struct OperatorBound: Sendable {
  /// The bound of one operator.
  public struct Bounds: Sendable {
    /// The least time, every byte passing the main memory, in seconds.
    public var seconds: Double
    /// The least time of the direct algorithm, every byte passing the main memory, in seconds.
    public var directSeconds: Double
    /// What binds it.
    public var bound: Bound
    /// The least time where as much of the operator's data as the last-level cache has room for is
    /// there already, as in a benchmark that repeats it; nil where the profile states no such cache.
    public var warmSeconds: Double?
    /// The algorithm whose count it is; nil: the direct one.
    public var algorithm: String?

    /// The bound in words: `compute: vector fp32 (winograd F(4x4, 3x3))`.
    public var description: String {
      algorithm.map { "\(bound) (\($0))" } ?? bound.description
    }
  }

  private var roofline: DeviceRoofline
  private let main: String?
  private let cacheBytes: Double

  /// The bounds on `device`.
  public init(_ device: DeviceProfile) {
    roofline = DeviceRoofline(device)
    main = device.mainMemory?.label
    let caches = device.memoryLevels.dropFirst().filter { $0.scope == .device }
    cacheBytes = caches.compactMap { $0.bytes?.value }.max() ?? 0
  }

  /// The bound of an operator.
  ///
  /// - Throws: ``LatencyError`` where the device cannot compute in its precision.
  public mutating func bounds(of row: OperatorRow) throws(LatencyError) -> Bounds {
    try bounds(of: row, work: row.work)
  }

  /// The bound of an operator whose counts are known.
  ///
  /// - Throws: ``LatencyError`` where the device cannot compute in its precision.
  public mutating func bounds(
    of row: OperatorRow, work direct: Work
  ) throws(LatencyError) -> Bounds {
    var work = direct
    let type = row.format.arithmetic.elementType
    let algorithm = row.fastAlgorithm
    var directSeconds: Double?
    if let algorithm {
      directSeconds = try ceilings(of: direct, type: type).map(\.seconds).max() ?? 0
      let spared = Double(work.macs) * (1 - 1 / algorithm.saving)
      work.macs -= Int(spared)
      work.flops -= 2 * Int(spared)
    }
    let ceilings = try ceilings(of: work, type: type)
    var warm: Double?
    if cacheBytes > 0 {
      let left = max(1 - cacheBytes / max(Double(work.bytes), 1), 0)
      let times = ceilings.map {
        $0.ceiling == .memory(main ?? "") ? $0.seconds * left : $0.seconds
      }
      warm = times.max() ?? 0
    }
    let longest = ceilings.max { $0.seconds < $1.seconds }
    let bound = longest?.ceiling ?? .nothing
    return Bounds(
      seconds: longest?.seconds ?? 0, directSeconds: directSeconds ?? longest?.seconds ?? 0,
      bound: bound, warmSeconds: warm,
      algorithm: bound.isMemory ? nil : algorithm?.name)
  }

  private mutating func ceilings(
    of work: Work, type: ElementType
  ) throws(LatencyError) -> [CeilingTime] {
    do throws(RooflineError) {
      return try roofline.ceilings(of: work, type: type)
    } catch {
      throw LatencyError(
        .precision, error.what, location: error.location, remedy: error.remedy)
    }
  }
}

extension OperatorRow {
  /// The algorithm with the fewest multiplications that libraries have for a convolution, and how many
  /// times fewer it needs; nil: the direct one.
  ///
  /// Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", arXiv:1509.09308
  /// (Winograd: 4 for F(4×4, 3×3)); Mathieu, Henaff, LeCun, "Fast training of convolutional networks
  /// through FFTs", arXiv:1312.5851 (tiles of 32 × 32: 32·17 complex products, three real ones each,
  /// for (33 − k)² outputs).
  var fastAlgorithm: (name: String, saving: Double)? {
    guard case .convolution(let sizes) = kernel, sizes.stride == 1, sizes.dilation == 1,
      sizes.groups == 1, format.arithmetic.bits >= 16
    else { return nil }
    if sizes.kernelHeight == 3, sizes.kernelWidth == 3 {
      return ("winograd F(4x4, 3x3)", 4)
    }
    let taps = Double(sizes.kernelHeight * sizes.kernelWidth)
    guard sizes.kernelHeight > 1 || sizes.kernelWidth > 1, sizes.kernelHeight <= 32,
      sizes.kernelWidth <= 32
    else { return nil }
    let outputs = Double((33 - sizes.kernelHeight) * (33 - sizes.kernelWidth))
    let saving = taps * outputs / (3 * 32 * 17)
    return saving > 1 ? ("fft of 32x32 tiles", saving) : nil
  }
}
