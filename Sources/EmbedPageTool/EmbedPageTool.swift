import FoundationEssentials
import Glibc
import Mustache

/// Writes the report pages into one Swift source: `EmbedPageTool OUTPUT FILE...`.
///
/// The files are the templates `page.mustache`, `document.mustache` and `script.mustache`, the style
/// sheet `style.css`, and the parts of the script. What a report fills in stays open; all else is put together here, while
/// the program is built, so that the program carries no template library.
@main
struct EmbedPageTool {
  static func main() {
    do {
      let arguments = CommandLine.arguments.dropFirst()
      guard let output = arguments.first else {
        throw PageError("usage: EmbedPageTool OUTPUT FILE...")
      }
      let source = try PageSource(files: Array(arguments.dropFirst())).text
      try Data(source.utf8).write(to: URL(filePath: output))
    } catch {
      print("error: \(error)")
      exit(1)
    }
  }
}

/// Why the page cannot be embedded: one line for the build's log.
struct PageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
