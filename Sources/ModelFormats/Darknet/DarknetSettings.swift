import ModelGraph

/// The settings of one section, read by what its kind says of them.
struct DarknetSettings {
  /// The values by name; of a setting that is written twice the first counts, as in Darknet
  /// (`option_find`, option_list.c).
  private(set) var values: [String: AttributeValue] = [:]
  private var lines: [String: Int] = [:]
  private let section: DarknetText.Section
  private let path: String

  /// Reads the settings of `section`, which is of the kind `kind`.
  init(
    of section: DarknetText.Section, kind: DarknetSection, path: String
  ) throws(FormatError) {
    self.section = section
    self.path = path
    for setting in section.settings {
      let key = kind.spellings[setting.key] ?? setting.key
      if values[key] != nil { continue }
      guard let type = kind.settings[key] else {
        try Self.checkSpelling(of: setting, kind: kind, path: path)
        continue
      }
      values[key] = try Self.value(of: setting, type: type, path: path)
      lines[key] = setting.line
    }
    if let missing = kind.required.first(where: { values[$0] == nil }) {
      throw FormatError(
        .value, "[\(section.name)] has no \(missing)", location: "\(path):\(section.line)",
        remedy: "add \(missing)=…, or fetch the file again if it is cut off")
    }
  }

  /// The place of a setting, or of its section: `yolov3.cfg:12`.
  func location(of key: String) -> String {
    "\(path):\(lines[key] ?? section.line)"
  }

  /// The size `key`, which is from 1 to 2³¹ − 1; nil where it is not there.
  func size(_ key: String) throws(FormatError) -> Int? {
    guard case .integer(let size) = values[key] else { return nil }
    guard (1...Int(Int32.max)).contains(size) else {
      throw FormatError(
        .value, "\(key)=\(size) is no size", location: location(of: key),
        remedy: "give a number from 1 to \(Int32.max)")
    }
    return size
  }

  /// The list `key`; empty where it is not there.
  func list(_ key: String) -> [Int] {
    if case .integers(let list) = values[key] { list } else { [] }
  }

  private static func value(
    of setting: DarknetText.Setting, type: DarknetSection.Value, path: String
  ) throws(FormatError) -> AttributeValue {
    switch type {
    case .text: return .string(setting.value)
    case .integer: return .integer(try integer(setting.value[...], of: setting, path: path))
    case .integers:
      var list: [Int] = []
      for part in setting.value.split(separator: ",", omittingEmptySubsequences: false) {
        list.append(try integer(part, of: setting, path: path))
      }
      return .integers(list)
    case .number:
      guard let number = Double(setting.value), number.isFinite else {
        throw unreadable(setting, "a number", path: path)
      }
      return .float(number)
    }
  }

  private static func integer(
    _ text: Substring, of setting: DarknetText.Setting, path: String
  ) throws(FormatError) -> Int {
    guard let integer = Int(text) else { throw unreadable(setting, "a whole number", path: path) }
    return integer
  }

  private static func unreadable(
    _ setting: DarknetText.Setting, _ expected: String, path: String
  ) -> FormatError {
    FormatError(
      .value, "\(setting.key)=\(setting.value.quoted) is not \(expected) (or too large for one)",
      location: "\(path):\(setting.line)", remedy: "correct the value")
  }

  /// Refuses a key that is one slip away from one that counts; Darknet would pass it over and take
  /// its default.
  private static func checkSpelling(
    of setting: DarknetText.Setting, kind: DarknetSection, path: String
  ) throws(FormatError) {
    let meant = kind.settings.keys.sorted().first { key in
      key.count > 3 && setting.key.count <= key.count + 1
        && setting.key.editDistance(to: key) == 1
    }
    guard let meant else { return }
    throw FormatError(
      .value, "[\(kind.type)] knows no \(setting.key)", location: "\(path):\(setting.line)",
      remedy: "did you mean \(meant)?")
  }
}
