import FoundationEssentials
import Mustache

/// The Swift source that holds the pages.
struct PageSource {
  /// The pages, each with what a report fills in, by the names of its template.
  private static let pages = [
    ("page", ["title", "command", "data"]), ("document", ["title", "drawing", "body", "command"]),
  ]
  /// Around the name of an opening in the rendered page; no text has it.
  private static let mark: Character = "\u{0}"

  /// The source.
  let text: String

  /// The page of these files.
  init(files: [String]) throws {
    var contents: [String: String] = [:]
    for path in files {
      guard let name = path.split(separator: "/").last,
        let data = FileManager.default.contents(atPath: path),
        let text = String(validating: data, as: UTF8.self)
      else { throw PageError("\(path): cannot be read as UTF-8") }
      contents[String(name)] = text
    }
    var parts: [String: String] = [:]
    for (name, text) in contents where name.hasSuffix(".js") {
      parts[String(name.dropLast(3))] = text
    }
    let script = try Self.render("script.mustache", of: contents, parts)
    let style = contents["style.css"] ?? ""
    var values = [
      "script": script, "scriptHash": Self.source(of: script), "style": style,
      "styleHash": Self.source(of: style),
    ]
    let functions = try Self.pages.map { name, openings in
      for opening in openings { values[opening] = "\(Self.mark)\(opening)\(Self.mark)" }
      return try Self.function(
        name, openings, of: Self.render("\(name).mustache", of: contents, values))
    }
    text = Self.header + functions.joined(separator: "\n\n") + "\n}\n"
  }

  /// The function that fills in a page.
  private static func function(
    _ name: String, _ openings: [String], of page: String
  ) throws -> String {
    let parameters = openings.map { "\($0): String" }.joined(separator: ", ")
    return """
        /// The page around what a report fills in, which must be markup already.
        static func \(name)(\(parameters)) -> String {
          [
      \(try pieces(of: page))
          ].joined()
        }
      """
  }

  private static func render(
    _ name: String, of contents: [String: String], _ values: [String: String]
  ) throws -> String {
    guard let template = contents[name] else { throw PageError("\(name) is not among the files") }
    return try MustacheTemplate(string: template).render(values)
  }

  /// A source of a Content-Security-Policy: the hash of what stands between an element's tags.
  private static func source(of text: String) -> String {
    "sha256-" + Data(SHA256.hash(Array(text.utf8))).base64EncodedString()
  }

  /// The page as expressions: a literal, an opening's name, a literal …
  private static func pieces(of page: String) throws -> String {
    // Raw literals keep backslashes; nothing in the page may end them.
    guard !page.contains("\"\"\"####"), !page.contains("\\####") else {
      throw PageError("the page holds what ends a raw literal of four #")
    }
    let pieces = page.split(separator: mark, omittingEmptySubsequences: false)
    return pieces.enumerated().map { index, piece in
      index.isMultiple(of: 2) ? "####\"\"\"\n\(piece)\n\"\"\"####" : String(piece)
    }.joined(separator: ",\n")
  }

  private static let header = """
    // Written by EmbedPageTool from the files of Sources/Charts/Page/Assets; change those.

    /// The pages of reports.
    enum PageTemplate {

    """
}
