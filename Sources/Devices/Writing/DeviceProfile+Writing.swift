extension DeviceProfile {
  /// The profile as JSON5, laid out to be read: one line a rate, keys in the order of the format.
  ///
  /// ``init(json5:file:)`` reads the same profile back, each figure to the last bit. An infinite
  /// figure or NaN is written as JSON5 spells it, and refused on reading.
  public var json5: String {
    var text = JSON5Text()
    text.block(open: "{", close: "}") { text in
      writeNames(to: &text)
      writeRates(to: &text)
      text.list("memory", memoryLevels.map(\.json5))
      writeParts(to: &text)
      text.list("achieved", achieved.map(\.json5))
      if let unknown { text.line("unknown: \(unknown.json5),") }
      text.list("notes", notes.map(\.json5))
    }
    return text.text
  }

  private func writeNames(to text: inout JSON5Text) {
    text.line("schemaVersion: \(Self.schemaVersion),")
    text.line("id: \(id.json5),")
    text.line("name: \(name.json5),")
    text.line("vendor: \(vendor.json5),")
    text.line("kind: \(kind.rawValue.json5),")
    if let year { text.line("year: \(year),") }
    if !aliases.isEmpty { text.line("aliases: [\(aliases.map(\.json5).joined(separator: ", "))],") }
    text.block(open: "sources: {", close: "},") { text in
      for (key, document) in sources.sorted(by: { $0.key < $1.key }) {
        text.line("\(key.json5): \(document.json5),")
      }
    }
  }

  private func writeRates(to text: inout JSON5Text) {
    text.list("compute", compute.map(\.json5))
    text.list("sparseCompute", sparseCompute.map(\.json5))
    text.list("fallbacks", fallbacks.map(\.json5))
  }

  private func writeParts(to text: inout JSON5Text) {
    if let structure { text.line("structure: \(structure.json5),") }
    text.list("links", links.map(\.json5))
    if let power { text.line("power: \(JSON5Text.object([("watts", power.watts.json5)])),") }
  }
}
