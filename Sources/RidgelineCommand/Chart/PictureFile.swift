/// Where a chart goes, and as what.
struct PictureFile {
  /// The forms of a picture.
  enum Form: String, CaseIterable { case svg, png, html }

  private let path: String?
  /// The form.
  let form: Form

  /// The form is that of the path's ending; no path is standard output.
  init(path: String?) throws(CleanFailure) {
    self.path = path
    guard let path else {
      form = .svg
      return
    }
    guard let form = Self.form(of: path) else {
      throw CleanFailure(
        "--output \(path) has no ending that tells its form; give .svg, .png or .html")
    }
    self.form = form
    if form == .png { try PNGConverter.check() }
  }

  /// A picture or a page of a form, whatever the path's ending.
  init(path: String?, form: Form) throws(CleanFailure) {
    self.path = path
    self.form = form
    guard form == .png else { return }
    guard path != nil else {
      throw CleanFailure("a PNG goes to a file; name one with --output")
    }
    try PNGConverter.check()
  }

  /// The form that the ending of a path tells; nil where it is no picture's.
  static func form(of path: String) -> Form? {
    guard path.contains(".") else { return nil }
    return path.split(separator: ".").last.flatMap { Form(rawValue: $0.lowercased()) }
  }

  /// Writes a drawing or, where the form is that, a page, whole or not at all.
  func write(_ svg: String) throws {
    guard let path else { return try StandardOutput.write(svg) }
    switch form {
    case .svg, .html: try OutputFile(path: path).write(svg)
    case .png:
      try OutputFile(path: path).write(making: { (draft) throws(CleanFailure) in
        try PNGConverter.convert(svg, to: draft)
      })
    }
  }
}
