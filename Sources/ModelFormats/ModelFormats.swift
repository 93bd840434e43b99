/// Every format that Ridgeline reads. A reader that is not named here does not exist.
public enum ModelFormats {
  /// The readers, one line each; where several know a file's first bytes, the first one reads it.
  package static let all: [any ModelFormat] = [
    DarknetFormat(),
    NCNNFormat(),
    ONNXFormat(),
  ]

  /// How many of a file's first bytes a reader may look at to recognise its format.
  package static let recognitionBytes = 4096

  /// What is known of each format, sorted by name.
  public static var descriptions: [FormatDescription] {
    all.map(\.description).sorted { $0.name < $1.name }
  }

  /// The format of a file: by its extension, else by its first bytes; nil where none knows it.
  package static func format(of file: borrowing ModelFile) -> (any ModelFormat)? {
    let fileExtension = file.fileExtension
    if let named = all.first(where: { $0.description.fileExtensions.contains(fileExtension) }) {
      return named
    }
    return file.withBytes { bytes in
      let start = bytes.extracting(first: recognitionBytes)
      return all.first { $0.recognises(start) }
    }
  }
}
