import Devices
import MicroBenchmarks
import Reports

/// A kernel on a team, in JSON.
extension ProbeJSON {
  struct Elsewhere: Encodable, Sendable {
    let apartSeconds: Double
    let capability: Rate
  }

  struct Point: Encodable, Sendable {
    let kernel: String
    let isa: String
    let cores: Int
    let threads: Int
    let capability: Rate
    let sustained: Rate
    @Nullable var sustainedSeconds: Double?
    @Nullable var perCycle: Double?
    @Nullable var perCycleLimit: Double?
    @Nullable var clockHertz: Double?
    let slices: Int
    let undisturbed: Int
    let quiet: Int
    let isLowerBound: Bool
    let isSumOfThreads: Bool
    @Nullable var upperBound: Double?
    let disturbed: [String: Int]
    /// How far the cores were apart, in seconds, and what another place of them gave.
    @Nullable var apartSeconds: Double?
    @Nullable var elsewhere: Elsewhere?
    /// Of a compute kernel.
    var precision: String?
    var unit: String?
    var form: String?
    /// Of a memory kernel.
    var operation: String?
    var bytesPerThread: Int?
    var writeAllocateFactor: Double?

    init(
      _ name: String, _ isa: String, _ team: ProbeTeam, _ ceiling: Ceiling, _ perCycle: Double?,
      limit: Double?, isLowerBound: Bool, upperBound: Double?
    ) {
      (kernel, self.isa, cores, threads) = (name, isa, team.cores, team.threads)
      capability = Rate(ceiling.capability)
      sustained = Rate(ceiling.sustained)
      slices = ceiling.slices
      undisturbed = ceiling.undisturbed
      quiet = ceiling.quiet
      self.isLowerBound = isLowerBound
      isSumOfThreads = ceiling.isSumOfThreads
      self.upperBound = upperBound
      disturbed = Dictionary(
        uniqueKeysWithValues: Disturbances.names.map { ($0.name, ceiling.disturbed[$0.kind] ?? 0) })
      sustainedSeconds = ceiling.secondsSustained
      self.perCycle = perCycle
      perCycleLimit = limit
      clockHertz = ceiling.hertz > 0 ? ceiling.hertz : nil
      apartSeconds = ceiling.distance
      elsewhere = ceiling.elsewhere.map {
        Elsewhere(apartSeconds: $0.distance, capability: Rate($0.capability))
      }
    }
  }

  static func point(
    _ measured: Measured<ComputeKernel>, of result: ProbeResult
  ) -> Point {
    let kernel = measured.kernel
    var point = Point(
      kernel.name, kernel.isa, measured.team, measured.ceiling, measured.perCycle,
      limit: result.limit(of: measured), isLowerBound: result.isLowerBound(measured),
      upperBound: result.upperBound(of: measured))
    point.precision = kernel.precision.rawValue
    point.unit = kernel.unit.rawValue
    point.form = kernel.form
    return point
  }

  static func point(
    _ measured: Measured<MemoryKernel>, on level: MeasuredLevel, of result: ProbeResult
  ) -> Point {
    let kernel = measured.kernel
    var point = Point(
      kernel.name, kernel.isa, measured.team, measured.ceiling, measured.perCycle,
      limit: result.limit(of: measured, on: level.level),
      isLowerBound: result.isLowerBound(measured, on: level),
      upperBound: level.upperBound(of: measured))
    point.operation = kernel.operation
    point.bytesPerThread = level.level.bytesPerThread(of: measured.team)
    point.writeAllocateFactor = kernel.writeAllocateFactor
    return point
  }
}
