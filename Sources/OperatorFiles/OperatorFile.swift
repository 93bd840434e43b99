import Devices
public import Operators

/// Files in which users describe operators, of other domains than Ridgeline knows: their shapes and work
/// as formulas. docs/Own-operators.md describes the format.
public enum OperatorFile {
  /// Adds what the file at `path` describes.
  ///
  /// - Throws: ``OperatorFileError`` for a file that cannot be read, is no JSON5, has a key that is not
  ///   known, a formula that cannot be read, or an operator that was described before.
  public static func read(
    path: String, into operators: inout OwnOperators
  ) throws(OperatorFileError) {
    let text: String
    do throws(DeviceError) {
      text = try JSON5File.text(path: path)
    } catch {
      throw OperatorFileError(error)
    }
    try read(json5: text, file: path, into: &operators)
  }

  /// Adds what a text of JSON5 describes; `file` is what errors call it.
  ///
  /// - Throws: ``OperatorFileError`` as ``read(path:into:)``.
  public static func read(
    json5: String, file: String, into operators: inout OwnOperators
  ) throws(OperatorFileError) {
    do throws(OperatorFileError) {
      try add(json5: json5, file: file, to: &operators)
    } catch {
      var located = error
      located.line = located.line ?? JSON5File.line(of: error.keyPath, in: json5)
      throw located
    }
  }

  private static func add(
    json5: String, file: String, to operators: inout OwnOperators
  ) throws(OperatorFileError) {
    let listing: OperatorListing
    do throws(DeviceError) {
      listing = try JSON5File.decode(OperatorListing.self, from: json5, file: file)
    } catch {
      throw OperatorFileError(error)
    }
    for (place, entry) in listing.operators.enumerated() {
      let rule = try OperatorCompiler.rule(of: entry, at: place, file: file)
      let added = OwnOperators.Entry(
        rule: rule, sinceVersion: entry.sinceVersion, file: file, origin: rule.origin)
      if let earlier = operators.add(added, for: rule.name) {
        throw OperatorFileError(
          "\(rule.name) from version \(entry.sinceVersion) is described already, in \(earlier.file)",
          file: file, keyPath: "operators[\(place)]",
          remedy: "keep one of the two, or give them a sinceVersion each")
      }
    }
  }
}
