/// A profile of one's own to fill in: it is based on a known device, whose figures stand in comments.
///
/// The text is a valid profile as it is: that of the known device under another ID.
public struct ProfileTemplate: Sendable {
  /// The known device.
  public let base: DeviceProfile
  /// The ID of the new one.
  public let id: String

  /// A template that changes `base`.
  public init(base: DeviceProfile, id: String) {
    self.base = base
    self.id = id
  }

  /// Whether a text can be an ID: at most 100 lower-case letters, digits, `-`, `_` and `.`.
  public static func isPlainID(_ text: String) -> Bool {
    (try? ProfileCheck.requireName(text, at: "id")) != nil
  }

  /// The profile as JSON5 with comments.
  public var text: String {
    var text = JSON5Text()
    text.line("// A device of your own, based on \(base.name.singleLine) (\(base.id)).")
    text.line("// What stands here replaces the base's; what is left out stays as it is there.")
    text.line("// Take away the // before a line to change it. The format: docs/Device-profiles.md")
    text.block(open: "{", close: "}") { text in
      writeNames(to: &text)
      writeRates(to: &text)
      writeMemory(to: &text)
      writeRest(to: &text)
    }
    return text.text
  }

  private func writeNames(to text: inout JSON5Text) {
    text.line("schemaVersion: \(DeviceProfile.schemaVersion),")
    text.line("\(ProfileTree.basedOnKey.json5): \(base.id.json5),")
    text.line("id: \(id.json5),")
    text.line("name: \("\(base.name) (changed)".json5),")
    text.line("// vendor: \(base.vendor.json5),")
    text.line("// kind: \(base.kind.rawValue.json5),")
    text.line("// year: \(base.year ?? 2026),")
    text.line("")
    text.line("// Each figure names where it is from, by a key of this list.")
    text.block(open: "sources: {", close: "},") { text in
      text.line("me: \"Who says so, and where | https://example.com\",")
    }
    text.line("")
  }

  private func writeRates(to text: inout JSON5Text) {
    text.line("// Dense operations a second, a multiply–accumulate being two, without a prefix:")
    text.line("// 125 TFLOP/s is 125e12. A unit and precision that the base has is replaced.")
    text.block(open: "compute: [", close: "],") { text in
      for rate in base.compute {
        var own = rate
        own.flopsPerSecond = Sourced(rate.flopsPerSecond.value, source: "me")
        own.operationsPerUnitPerClock = nil
        own.clockHertz = nil
        text.line("// \(own.json5),")
      }
    }
    text.line("")
  }

  private func writeMemory(to text: inout JSON5Text) {
    text.line("// Bytes, and bytes a second: 16 GB are 16e9, 2 TB/s is 2e12.")
    text.block(open: "memory: [", close: "],") { text in
      for level in base.memoryLevels {
        let own = MemoryLevel(
          level: level.level, name: level.name,
          bytes: level.bytes.map { Sourced($0.value, source: "me") },
          bytesPerSecond: level.bytesPerSecond.map { Sourced($0.value, source: "me") })
        text.line("// \(own.json5),")
      }
    }
    text.line("")
  }

  private func writeRest(to text: inout JSON5Text) {
    let watts = Sourced(base.power?.watts.value ?? 100, source: "me")
    text.line("// A card with a power cap: its clock, its rates and its power.")
    let clock = Sourced(base.structure?.clockHertz?.value ?? 1e9, source: "me")
    text.line("// structure: { clockHertz: \(clock.json5) },")
    text.line("// power: { watts: \(watts.json5) },")
    text.line("")
    text.line("// What you measured yourself; that of the base is not taken over.")
    text.line(
      "// achieved: [{ metric: \"dram.readBytesPerSecond\", value: 1e12, source: \"me\" }],")
    text.line("")
    text.line("// notes: [\"What others should know.\"],")
  }
}
