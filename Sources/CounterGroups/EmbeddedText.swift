/// A file that comes with the program: the build-tool plugin writes the list `embeddedTexts` of those
/// in `Families`.
package struct EmbeddedText: Sendable {
  /// The file's folder and name, without its ending: `Families/zen3`.
  package let name: String
  /// The file's text, as compact JSON.
  package let text: String

  /// The file's name alone.
  var id: String { String(name.split(separator: "/").last ?? "") }
}
