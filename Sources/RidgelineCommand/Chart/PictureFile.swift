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
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard path.contains("."), let form = Form(rawValue: ending) else {
      throw CleanFailure(
        "--output \(path) has no ending that tells its form; give .svg, .png or .html")
    }
    self.form = form
    if form == .png { try PNGConverter.check() }
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
