import FoundationEssentials
import Mustache

/// The Swift source that holds the page.
struct PageSource {
  /// What a report fills in, by the names of the template.
  private static let openings = ["title", "command", "data"]
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
    for opening in Self.openings { values[opening] = "\(Self.mark)\(opening)\(Self.mark)" }
    let page = try Self.render("page.mustache", of: contents, values)
    text = Self.header + (try Self.pieces(of: page)) + Self.footer
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

    /// The page of a report.
    enum PageTemplate {
      /// The page around what a report fills in, which must be markup already.
      static func page(title: String, command: String, data: String) -> String {
        [

    """

  private static let footer = """
    ].joined()
      }
    }

    """
}
