public import ModelFormats

/// The model formats that can be read.
public struct FormatsReport: Report {
  /// The formats.
  public let formats: [FormatDescription]

  /// A report of `formats`.
  public init(_ formats: [FormatDescription]) {
    self.formats = formats
  }

  /// For people.
  public var document: Document {
    Document([
      .table(
        Table(
          columns: [.text("format"), .text("files"), .text("what is read")],
          rows: formats.map { [$0.name, Self.files($0), $0.summary] }))
    ])
  }

  private static func files(_ format: FormatDescription) -> String {
    format.fileExtensions.map { "*.\($0)" }.joined(separator: " ")
  }

  /// A row for each format.
  public var records: Records {
    Records(
      fields: ["name", "files", "summary"],
      rows: formats.map { [$0.name, Self.files($0), $0.summary] })
  }

  /// An object for each format.
  public var json: [FormatJSON] {
    formats.map {
      FormatJSON(name: $0.name, fileExtensions: $0.fileExtensions, summary: $0.summary)
    }
  }
}

/// The JSON form of a format's description.
public struct FormatJSON: Encodable, Sendable {
  let name: String
  let fileExtensions: [String]
  let summary: String
}
