import ArgumentParser
import ModelGraph
import OperatorFiles
import Operators

/// The files in which the user describes operators.
struct OwnOperatorOptions: ParsableArguments {
  @Option(
    name: .customLong("operators"),
    help: ArgumentHelp(
      "Operators that you describe, of other domains than Ridgeline knows: a file of shapes and work as "
        + "formulas (docs/Own-operators.md). May be given more than once.",
      valueName: "file"),
    completion: .file(extensions: ["json5", "json"]))
  var files: [String] = []

  /// What the files describe.
  func read() throws(OperatorFileError) -> OwnOperators {
    var operators = OwnOperators()
    for path in files { try OperatorFile.read(path: path, into: &operators) }
    return operators
  }
}

extension OwnOperators {
  /// Tells on standard error what of them stands in for a rule of this program, or is of no use; for
  /// reports that have no place for it.
  func tellRemarks(on graph: Graph) {
    for remark in remarks(on: graph) { StandardError.write("note: \(remark)".singleLine) }
  }
}
