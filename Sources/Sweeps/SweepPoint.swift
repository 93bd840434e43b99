public import Devices
import Operators
public import Roofline

/// One combination of a sweep: a network at a size and a precision, on a device.
public struct SweepPoint: Sendable {
  /// What the model was counted at.
  public var setting: SweepSetting
  /// The device's ID.
  public var device: String
  /// What came of it, or why nothing did.
  public var outcome: Result<SweepFigures, SweepFailure>

  /// What came of it; nil where it failed.
  public var figures: SweepFigures? { try? outcome.get() }
  /// Why nothing came of it; nil where something did.
  public var failure: SweepFailure? {
    if case .failure(let failure) = outcome { failure } else { nil }
  }
}

/// Why a combination has no figures.
public struct SweepFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// One line: what is wrong and what to do.
  public let description: String
}

/// What a network comes to at one combination.
public struct SweepFigures: Sendable, Hashable {
  /// The samples that go through together.
  public var batch: Int
  /// The precision: what was asked for, else that of most of the arithmetic; nil where there is none.
  public var precision: Precision?
  /// The sum of the layers' bounds, in seconds.
  public var boundSeconds: Double
  /// The part of it in which a memory level binds, in seconds.
  public var memoryBoundSeconds: Double
  /// Samples a second; nil where no layer takes time.
  public var throughputPerSecond: Double?
  /// The ceiling that holds most of the time.
  public var bound: Bound
  /// Its share of the time, 0 to 1.
  public var boundShare: Double
  /// Multiply–accumulates.
  public var macs: Int
  /// All arithmetic.
  public var flops: Int
  /// Bytes moved.
  public var bytes: Int
  /// Stored weights and living activations at their peak, in bytes.
  public var requiredBytes: Int
  /// Whether they have room.
  public var fit: MemoryFit
  /// How many layers were held against the device.
  public var layers: Int
  /// Whether something is left out, so that the true bound is higher.
  public var isPartial: Bool

  /// The part of the time in which a memory level binds, 0 to 1.
  public var memoryBoundShare: Double {
    boundSeconds > 0 ? memoryBoundSeconds / boundSeconds : 0
  }

  /// Whether arithmetic holds at least half of the time.
  public var isComputeBound: Bool { memoryBoundShare < 0.5 }

  /// FLOPs for each byte moved, in FLOP/byte; nil where nothing is moved.
  public var arithmeticIntensity: Double? {
    bytes > 0 ? Double(flops) / Double(bytes) : nil
  }

  init(_ estimate: Estimate) {
    let dominant = estimate.dominantBound
    let totals = estimate.model.totals
    batch = estimate.model.batch
    precision = estimate.reportedPrecision
    boundSeconds = estimate.boundSeconds
    memoryBoundSeconds = estimate.memoryBoundSeconds
    throughputPerSecond = estimate.throughputPerSecond
    bound = dominant.bound
    boundShare = dominant.share
    macs = totals.macs
    flops = totals.flops
    bytes = totals.bytes
    requiredBytes = estimate.model.requiredBytes
    fit = estimate.fit
    layers = estimate.layers.count
    isPartial = estimate.isPartial
  }
}

extension SweepFigures {
  /// Holds counted work against a device.
  static func of(
    _ work: ModelWork, on device: DeviceProfile, precision: Precision?, ceilings: CeilingChoice
  ) -> Result<SweepFigures, SweepFailure> {
    do throws(RooflineError) {
      let estimate = try Estimate(
        of: work, on: device, precision: precision, ceilings: ceilings)
      return .success(SweepFigures(estimate))
    } catch {
      return .failure(SweepFailure(description: error.description))
    }
  }
}
