/// The parameters of a device, each with a value.
struct Achieved: Sendable {
  var matrixShare, vectorShare, narrowShare, joulesPerFlop: Double
  var memoryShare, memoryRampSeconds, cacheBytesPerClock, cacheShare: Double
  var tileSeconds, kernelSeconds, barrierSeconds: Double

  /// The parameters, of which none may be missing.
  init(_ values: ParameterValues<DeviceParameter>, device: String) throws(LatencyError) {
    func value(_ parameter: DeviceParameter) throws(LatencyError) -> Double {
      guard let value = values[parameter] else {
        throw LatencyError(
          .value, "the parameter \(parameter.rawValue) has no value", location: device,
          remedy: "give the \(parameter.meaning)")
      }
      return value
    }
    matrixShare = try value(.matrixShare)
    vectorShare = try value(.vectorShare)
    narrowShare = try value(.narrowShare)
    joulesPerFlop = try value(.joulesPerFlop)
    memoryShare = try value(.memoryShare)
    memoryRampSeconds = try value(.memoryRampSeconds)
    cacheBytesPerClock = try value(.cacheBytesPerClock)
    cacheShare = try value(.cacheShare)
    tileSeconds = try value(.tileSeconds)
    kernelSeconds = try value(.kernelSeconds)
    barrierSeconds = try value(.barrierSeconds)
  }
}

/// The parameters of a runtime, each with a value.
struct Costs: Sendable {
  var launchSeconds, hostSeconds, productShare, splitSeconds: Double
  var elementwiseShare, rowsShare, gatherShare: Double
  var prefillShare, decodeShare, attentionSeconds: Double
  var convolutionShare, winogradShare, depthwiseShare: Double
  var stepSeconds, recurrenceShare, networkShare, activationPasses: Double

  /// The parameters, of which none may be missing.
  init(_ runtime: Runtime) throws(LatencyError) {
    func value(_ parameter: RuntimeParameter) throws(LatencyError) -> Double {
      guard let value = runtime.values[parameter] else {
        throw LatencyError(
          .value, "the parameter \(parameter.rawValue) has no value", location: runtime.id,
          remedy: "give the \(parameter.meaning)")
      }
      return value
    }
    launchSeconds = try value(.launchSeconds)
    hostSeconds = try value(.hostSeconds)
    productShare = try value(.productShare)
    splitSeconds = try value(.splitSeconds)
    elementwiseShare = try value(.elementwiseShare)
    rowsShare = try value(.rowsShare)
    gatherShare = try value(.gatherShare)
    prefillShare = try value(.prefillShare)
    decodeShare = try value(.decodeShare)
    attentionSeconds = try value(.attentionSeconds)
    convolutionShare = try value(.convolutionShare)
    winogradShare = try value(.winogradShare)
    depthwiseShare = try value(.depthwiseShare)
    stepSeconds = try value(.stepSeconds)
    recurrenceShare = try value(.recurrenceShare)
    networkShare = try value(.networkShare)
    activationPasses = try value(.activationPasses)
  }
}
