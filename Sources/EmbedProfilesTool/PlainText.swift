import FoundationEssentials

/// A file of JSON5 that is known by its folder and its name.
struct PlainText {
  /// The file's folder and name, without its extension.
  let name: String
  /// The whole text, as compact JSON.
  let text: String

  /// Reads a file.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self)
    else { throw EmbedError("\(path): cannot be read as UTF-8") }
    let places = path.split(separator: "/").suffix(2)
    name = String(places.joined(separator: "/").prefix { $0 != "." })
    self.text = try StrictText.json(of: text, path: path)
  }
}
