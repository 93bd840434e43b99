extension ProfileCheck {
  /// What no single chip does today: an exa-operation a second, or 100 TB/s from memory beside the
  /// chip. Guesses, some ten times the fastest of 2026; memories on the chip are faster.
  private static let mostFlopsPerSecond = 1e18
  private static let mostBytesPerSecondOffChip = 1e14

  /// No rate is absurd for the chips that the profile says it describes.
  func absurdities() throws(DeviceError) {
    let chips = max(1, profile.structure?.chips?.value ?? 1)
    for (index, rate) in profile.compute.enumerated() {
      try least(
        rate.flopsPerSecond, Self.mostFlopsPerSecond * chips, "FLOP/s",
        at: "compute[\(index)].flopsPerSecond.value")
    }
    for (index, level) in profile.memoryLevels.enumerated() where level.level == "dram" {
      let path = "memory[\(index)]"
      for (figure, key) in [
        (level.bytesPerSecond, "bytesPerSecond"), (level.readBytesPerSecond, "readBytesPerSecond"),
        (level.writeBytesPerSecond, "writeBytesPerSecond"),
      ] {
        try least(
          figure, Self.mostBytesPerSecondOffChip * chips, "B/s", at: "\(path).\(key).value")
      }
    }
  }

  private func least(
    _ figure: Sourced?, _ most: Double, _ unit: String, at path: String
  ) throws(DeviceError) {
    guard let figure, figure.value > most else { return }
    throw DeviceError(
      .value, "\(figure.value.engineering) \(unit) is absurd for one chip", keyPath: path,
      remedy: "check the power of ten; where the profile describes several, say so in "
        + "structure.chips")
  }
}
