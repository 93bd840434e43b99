extension DeviceProfile {
  /// What a listing shows of a profile: names, rates, the main memory and the power, as far as they
  /// are well formed; nothing else. Nil where the profile is based on another one.
  init?(listing members: [String: ProfileTree]) {
    guard case .text(let id)? = members["id"], members[ProfileTree.basedOnKey] == nil else {
      return nil
    }
    func text(_ key: String) -> String? { ProfileTree.object(members).text(key) }
    var year: Int?
    if case .number(let number)? = members["year"] { year = Int(exactly: number) }
    self.init(
      id: id, name: text("name") ?? id, vendor: text("vendor") ?? "",
      kind: text("kind").flatMap(DeviceKind.init(rawValue:)) ?? .accelerator, year: year,
      aliases: members["aliases"].map(Self.texts) ?? [], sources: [:],
      compute: members["compute"].map(Self.rates) ?? [],
      memoryLevels: members["memory"].map(Self.mainMemory) ?? [],
      power: members["power"]?.members?["watts"].flatMap(Self.figure).map(Power.init(watts:)))
  }

  private static func texts(_ tree: ProfileTree) -> [String] {
    guard case .list(let list) = tree else { return [] }
    return list.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  private static func rates(_ tree: ProfileTree) -> [ComputeRate] {
    guard case .list(let list) = tree else { return [] }
    return list.compactMap { element in
      guard let unit = element.text("unit").flatMap(ComputeUnit.init(rawValue:)),
        let precision = element.text("precision").flatMap(Precision.init(rawValue:)),
        let rate = element.members?["flopsPerSecond"].flatMap(figure)
      else { return nil }
      return ComputeRate(unit: unit, precision: precision, flopsPerSecond: rate)
    }
  }

  private static func mainMemory(_ tree: ProfileTree) -> [MemoryLevel] {
    guard case .list(let list) = tree, let main = list.first, let name = main.text("level") else {
      return []
    }
    return [
      MemoryLevel(
        level: name, name: main.text("name"), bytes: main.members?["bytes"].flatMap(figure),
        bytesPerSecond: main.members?["bytesPerSecond"].flatMap(figure))
    ]
  }

  private static func figure(_ tree: ProfileTree) -> Sourced? {
    guard case .number(let value)? = tree.members?["value"] else { return nil }
    return Sourced(value, source: tree.text("source") ?? "")
  }
}
