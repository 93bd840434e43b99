/// The parameters of a device, each with a value.
struct Achieved: Sendable {
  var matrixShare: Double
  var vectorShare: Double
  var narrowShare: Double
  var joulesPerFlop: Double
  var memoryShare: Double
  var cacheBytesPerClock: Double
  var cacheShare: Double
  var smallTileShare: Double
  var hostFactor: Double
  var kernelSeconds: Double

  /// The parameters, of which none may be missing.
  init(_ values: ParameterValues<DeviceParameter>, device: String) throws(LatencyError) {
    matrixShare = try values.value(.matrixShare, of: device)
    vectorShare = try values.value(.vectorShare, of: device)
    narrowShare = try values.value(.narrowShare, of: device)
    joulesPerFlop = try values.value(.joulesPerFlop, of: device)
    memoryShare = try values.value(.memoryShare, of: device)
    cacheBytesPerClock = try values.value(.cacheBytesPerClock, of: device)
    cacheShare = try values.value(.cacheShare, of: device)
    smallTileShare = try values.value(.smallTileShare, of: device)
    hostFactor = try values.value(.hostFactor, of: device)
    kernelSeconds = try values.value(.kernelSeconds, of: device)
  }
}

/// The parameters of a runtime, each with a value.
struct Costs: Sendable {
  var hostSeconds: Double
  var launchSeconds: Double
  var productShare: Double
  var productTrafficShare: Double
  var gatherRate: Double
  var convolutionSeconds: Double
  var elementRate: Double
  var rowsRate: Double
  var rowsSeconds: Double
  var narrowSeconds: Double
  var prefillShare: Double
  var maskedShare: Double
  var decodeShare: Double
  var attentionSeconds: Double
  var decodeSeconds: Double
  var convolutionShare: Double
  var winogradShare: Double
  var stepSeconds: Double
  var networkShare: Double
  var activationPasses: Double

  /// The parameters, of which none may be missing.
  init(_ runtime: Runtime) throws(LatencyError) {
    hostSeconds = try runtime.values.value(.hostSeconds, of: runtime.id)
    launchSeconds = try runtime.values.value(.launchSeconds, of: runtime.id)
    productShare = try runtime.values.value(.productShare, of: runtime.id)
    productTrafficShare = try runtime.values.value(.productTrafficShare, of: runtime.id)
    gatherRate = try runtime.values.value(.gatherRate, of: runtime.id)
    convolutionSeconds = try runtime.values.value(.convolutionSeconds, of: runtime.id)
    elementRate = try runtime.values.value(.elementRate, of: runtime.id)
    rowsRate = try runtime.values.value(.rowsRate, of: runtime.id)
    rowsSeconds = try runtime.values.value(.rowsSeconds, of: runtime.id)
    narrowSeconds = try runtime.values.value(.narrowSeconds, of: runtime.id)
    prefillShare = try runtime.values.value(.prefillShare, of: runtime.id)
    maskedShare = try runtime.values.value(.maskedShare, of: runtime.id)
    decodeShare = try runtime.values.value(.decodeShare, of: runtime.id)
    attentionSeconds = try runtime.values.value(.attentionSeconds, of: runtime.id)
    decodeSeconds = try runtime.values.value(.decodeSeconds, of: runtime.id)
    convolutionShare = try runtime.values.value(.convolutionShare, of: runtime.id)
    winogradShare = try runtime.values.value(.winogradShare, of: runtime.id)
    stepSeconds = try runtime.values.value(.stepSeconds, of: runtime.id)
    networkShare = try runtime.values.value(.networkShare, of: runtime.id)
    activationPasses = try runtime.values.value(.activationPasses, of: runtime.id)
  }
}

extension ParameterValues {
  /// The value of a parameter that the model cannot do without.
  fileprivate func value(_ parameter: Parameter, of owner: String) throws(LatencyError) -> Double {
    guard let value = self[parameter] else {
      throw LatencyError(
        .value, "the parameter \(parameter.rawValue) has no value", location: owner,
        remedy: "give the \(parameter.meaning)")
    }
    return value
  }
}
