public import Devices
import ModelGraph

/// What is wrong with device profiles.
public struct DeviceCheckReport: Report {
  /// The files, in the order in which they were given.
  public let checks: [DeviceFileCheck]

  /// A report of `checks`.
  public init(_ checks: [DeviceFileCheck]) {
    self.checks = checks
  }

  /// For people: a line for each finding, then what it comes to.
  public var document: Document {
    let rows = checks.flatMap { check in
      check.findings.map { finding in
        [
          finding.severity.rawValue,
          [check.file, finding.keyPath].filter { !$0.isEmpty }.joined(separator: ": "),
          [finding.what, finding.remedy].filter { !$0.isEmpty }.joined(separator: "; "),
        ]
      }
    }
    let table = Table(columns: [.text("severity"), .text("where"), .text("what")], rows: rows)
    return Document((rows.isEmpty ? [] : [.table(table)]) + [.paragraph(summary)])
  }

  private var summary: String {
    let errors = checks.reduce(0) { $0 + $1.errors }
    let warnings = checks.reduce(0) { $0 + $1.warnings }
    return "\(checks.count.counted("profile")): \(errors.counted("error")), "
      + "\(warnings.counted("warning"))."
  }

  /// A row for each finding.
  public var records: Records {
    Records(
      fields: ["file", "id", "severity", "keyPath", "what", "remedy"],
      rows: checks.flatMap { check in
        check.findings.map {
          [check.file, check.id ?? "", $0.severity.rawValue, $0.keyPath, $0.what, $0.remedy]
        }
      })
  }

  /// The documented schema.
  public var json: DeviceCheckJSON { DeviceCheckJSON(checks) }
}

/// The JSON form of checked profiles, version 1; `docs/JSON.md` describes each key.
public struct DeviceCheckJSON: Encodable, Sendable {
  struct File: Encodable {
    let file: String
    @Nullable var id: String?
    let errors: Int
    let warnings: Int
    let findings: [Finding]
  }

  struct Finding: Encodable {
    let severity: String
    let keyPath: String
    let what: String
    let remedy: String
  }

  let schemaVersion: Int
  let files: [File]

  init(_ checks: [DeviceFileCheck]) {
    schemaVersion = 1
    files = checks.map { check in
      File(
        file: check.file, id: check.id, errors: check.errors, warnings: check.warnings,
        findings: check.findings.map {
          Finding(
            severity: $0.severity.rawValue, keyPath: $0.keyPath, what: $0.what, remedy: $0.remedy)
        })
    }
  }
}
