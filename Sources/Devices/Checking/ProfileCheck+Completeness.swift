extension ProfileCheck {
  /// Rates, a memory and its bandwidth are there, or `unknown` says why not; never both.
  func completeness() throws(DeviceError) {
    let unknown = profile.unknown
    try present(
      !profile.compute.isEmpty, "rates", key: "compute", reason: unknown?.compute,
      reasonKey: "compute")
    try present(
      !profile.memoryLevels.isEmpty, "memory levels", key: "memory", reason: unknown?.memory,
      reasonKey: "memory")
    guard let main = profile.mainMemory else { return }
    try present(
      main.hasBandwidth, "bandwidth", key: "memory[0].bytesPerSecond",
      reason: unknown?.memoryBandwidth, reasonKey: "memoryBandwidth")
  }

  private func present(
    _ isPresent: Bool, _ what: String, key: String, reason: String?, reasonKey: String
  ) throws(DeviceError) {
    if let reason { try text(reason, at: "unknown.\(reasonKey)") }
    switch (isPresent, reason) {
    case (true, nil), (false, .some): return
    case (false, nil):
      throw DeviceError(
        .missingKey, "no \(what)", keyPath: key,
        remedy: "add what is known, or say in unknown.\(reasonKey) why it is not")
    case (true, .some):
      throw DeviceError(
        .value, "called unknown, although the profile has it", keyPath: "unknown.\(reasonKey)",
        remedy: "remove one of the two")
    }
  }
}
