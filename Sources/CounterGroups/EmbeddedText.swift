/// A file that comes with the program: the build-tool plugin writes the list `embeddedTexts` of those
/// in `Families`.
package struct EmbeddedText: Sendable {
  /// The file's name, without its ending.
  package let name: String
  /// The file's text.
  package let text: String
}
