import FoundationEssentials

/// A profile's text with what a listing shows of it.
struct EmbeddedProfile {
  /// The keys of a profile that a listing shows.
  struct Summary: Decodable {
    var id: String
    var name: String
    var vendor: String
    var kind: String
    var year: Int?
    var aliases: [String]?
  }

  /// The file.
  let path: String
  /// What a listing shows.
  let summary: Summary
  /// The whole profile, as compact JSON.
  let text: String

  /// Reads a file and checks that its name is the profile's ID.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self)
    else { throw EmbedError("\(path): cannot be read as UTF-8") }
    let json = try StrictText.json(of: text, path: path)
    do {
      summary = try JSONDecoder().decode(Summary.self, from: Data(json.utf8))
    } catch {
      throw EmbedError("\(path): not a device profile: \(error)")
    }
    self.path = path
    self.text = json
    guard path.hasSuffix("/\(summary.id).json5") else {
      throw EmbedError("\(path): its id is \(summary.id); name the file \(summary.id).json5")
    }
  }
}
