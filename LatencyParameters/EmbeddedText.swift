/// A file of this folder, as it comes with the program.
///
/// This folder is a target, so that its build notices every file that comes, changes or goes; a
/// build-tool plugin writes the list `embeddedTexts` from the files beside this one.
package struct EmbeddedText: Sendable {
  /// The file's folder and name, without its extension: `runtimes/pytorch-eager`.
  package let name: String
  /// The whole file, as compact JSON.
  package let text: String
}
