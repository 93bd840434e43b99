import Testing

/// The documentation leads somewhere.
@Suite("The links of the documentation")
struct LinkTests {
  @Test("every link to a file of the package leads to one that is there")
  func targetsExist() throws {
    let pages =
      try ["README.md", "CONTRIBUTING.md"].map(SourceTree.file)
      + SourceTree.files(in: "docs", endings: [".md"])
    for page in pages {
      let folder = page.path.split(separator: "/").dropLast().joined(separator: "/")
      for target in links(ofMarkdown: page.text) {
        let path = folder.isEmpty ? target : "\(folder)/\(target)"
        #expect(SourceTree.exists(path), "\(page) links to \(target)")
      }
    }
  }

  @Test(
    "finds the links to files, without their places within",
    arguments: [
      ("a [b](docs/c.md) and [d](e#f)", ["docs/c.md", "e"]),
      ("[a](https://example.org/b) [c](#d)", []),
      ("no link", []),
    ])
  func findsLinks(text: String, targets: [String]) {
    #expect(links(ofMarkdown: text) == targets)
  }

  /// The files that Markdown text links to: no addresses, no places in the text itself.
  private func links(ofMarkdown text: String) -> [String] {
    text.matches(of: /\]\(([^)#]+)[^)]*\)/).map { String($0.1) }.filter { !$0.contains("://") }
  }
}
