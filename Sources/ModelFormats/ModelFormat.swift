package import ModelGraph

/// A format of model files that Ridgeline reads.
///
/// To add one, make a folder beside `Darknet/` and add its reader to ``ModelFormats``.
package protocol ModelFormat: Sendable {
  /// What the format is, and by what its files are known.
  var description: FormatDescription { get }

  /// Whether a file with these first bytes (at most ``ModelFormats/recognitionBytes``) is probably
  /// of this format; asked where the extension of the file says nothing.
  func recognises(_ start: RawSpan) -> Bool

  /// Reads the graph; weights are not read, only measured.
  func read(_ file: borrowing ModelFile) throws(FormatError) -> Graph
}

/// A model format as people read of it: a line of `ridgeline formats`.
public struct FormatDescription: Sendable, Hashable {
  /// Its name, in lower case: `darknet`.
  public var name: String
  /// The extensions of its files, in lower case, without dots.
  public var fileExtensions: [String]
  /// One line on what it is.
  public var summary: String

  /// A description.
  public init(name: String, fileExtensions: [String], summary: String) {
    self.name = name
    self.fileExtensions = fileExtensions
    self.summary = summary
  }
}
