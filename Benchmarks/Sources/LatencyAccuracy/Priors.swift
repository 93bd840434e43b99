import LatencyModels

/// Where the search begins, and where what no row depends on stays: guesses from the literature and
/// from the datasheets' own arithmetic.
enum Priors {
  /// Of a device.
  static func value(_ parameter: DeviceParameter) -> Double {
    switch parameter {
    case .matrixShare: 0.8
    case .vectorShare: 0.85
    case .narrowShare: 0.6
    case .joulesPerFlop: 20e-12
    case .memoryShare: 0.85
    case .cacheBytesPerClock: 40
    case .cacheShare: 0.25
    case .smallTileShare: 0.75
    case .hostFactor: 1
    case .kernelSeconds: 2.5e-6
    }
  }

  /// Of a runtime.
  static func value(_ parameter: RuntimeParameter) -> Double {
    switch parameter {
    case .hostSeconds: 5e-6
    case .launchSeconds: 2e-6
    case .productShare, .productTrafficShare: 0.97
    case .convolutionSeconds: 10e-6
    case .elementRate: 8
    case .rowsRate: 6
    case .rowsSeconds: 1e-6
    case .narrowSeconds: 2e-6
    case .prefillShare: 0.7
    case .maskedShare: 0.1
    case .decodeShare: 0.9
    case .attentionSeconds, .decodeSeconds: 4e-6
    case .convolutionShare: 0.6
    case .winogradShare: 0.7
    case .gatherRate: 1
    case .stepSeconds: 15e-6
    case .networkShare: 0.7
    case .activationPasses: 8
    }
  }

  /// The dispatch of a source that times one call at a time, in seconds, before any row is seen.
  static let dispatchSeconds = 10e-6

  /// The pull towards what is known, of a parameter whose value only rows can tell, in rows whose
  /// residual changes one for one with it.
  static let weakPull = 0.5

  /// How strongly a device is drawn towards its family, in rows.
  ///
  /// Memory and arithmetic units reach nearly the same share of the datasheet on devices
  /// that are alike, and the shortest kernel takes nearly as long: rows that say otherwise mostly tell of
  /// a runtime's kernels, and as many as these are needed to say so.
  static func pull(_ parameter: DeviceParameter) -> Double {
    switch parameter {
    case .memoryShare: 100
    case .vectorShare: 30
    case .matrixShare: 20
    case .joulesPerFlop, .smallTileShare, .kernelSeconds: 5
    default: weakPull
    }
  }

  /// How strongly a runtime is drawn towards the guesses, in rows: what no kernel explains must not stand
  /// for the dispatch of a source, and the host's time differs between runtimes by powers of ten.
  static func pull(_ parameter: RuntimeParameter) -> Double {
    switch parameter {
    case .launchSeconds: 5
    case .hostSeconds: 0.01
    default: weakPull
    }
  }

  /// The least value that the search gives, since it works on logarithms.
  static func least(_ range: ClosedRange<Double>, unit: String) -> Double {
    max(range.lowerBound, unit == "s" ? 1e-8 : unit == "J" ? 1e-13 : 1e-3)
  }
}
