/// A profile's file as `ridgeline devices check` sees it: what is wrong with it, all of it.
public struct DeviceFileCheck: Sendable, Hashable {
  /// The file, as the user named it.
  public var file: String
  /// The device's ID, where the profile could be read.
  public var id: String?
  /// What is wrong, errors first.
  public var findings: [ProfileFinding]

  /// The findings of a file.
  public init(file: String, id: String?, findings: [ProfileFinding]) {
    self.file = file
    self.id = id
    self.findings = findings
  }

  /// Checks files one by one, and that no two have the same ID; `catalogue` is where `based-on` looks.
  public static func checking(
    paths: [String], catalogue: Catalogue = .shipped, isStrict: Bool = false
  ) -> [DeviceFileCheck] {
    var owners: [String: String] = [:]
    return paths.map { path in
      var check = DeviceFileCheck(path: path, catalogue: catalogue)
      if let id = check.id, let owner = owners.updateValue(path, forKey: id) {
        check.findings.append(
          ProfileFinding(
            .error, "the ID \(id.quoted) is that of \(owner) too", keyPath: "id",
            remedy: "give each device an ID of its own"))
      }
      if isStrict {
        for index in check.findings.indices { check.findings[index].severity = .error }
      }
      return check
    }
  }

  private init(path: String, catalogue: Catalogue) {
    do throws(DeviceError) {
      let profile = try DeviceProfile(path: path, catalogue: catalogue)
      let findings = profile.findings()
      self.init(
        file: path, id: profile.id,
        findings: findings.filter { $0.severity == .error }
          + findings.filter { $0.severity == .warning })
    } catch {
      let finding = ProfileFinding(
        .error, error.what.singleLine, keyPath: error.keyPath.singleLine,
        remedy: error.remedy.singleLine)
      self.init(file: path, id: nil, findings: [finding])
    }
  }

  /// How many errors there are.
  public var errors: Int { findings.count { $0.severity == .error } }
  /// How many warnings there are.
  public var warnings: Int { findings.count { $0.severity == .warning } }
}
