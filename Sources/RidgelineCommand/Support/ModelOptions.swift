import ArgumentParser
import CountConventions
public import Devices
import ModelFormats
import ModelGraph
import Operators
import Roofline

/// The model, and what the user chooses of it.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "The model's file; `ridgeline formats` tells which.",
    completion: .file(extensions: ["cfg", "onnx", "param"]))
  var model: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many samples go through together.", valueName: "n"))
  var batch: Int?

  @OptionGroup var counting: CountingOptions

  /// What the arithmetic becomes; nil: what the model says.
  var precision: Precision? { counting.precision }
  /// Whether an operator without a rule is an error.
  var strict: Bool { counting.strict }

  /// The work of the model under these choices.
  func work() throws -> ModelWork { try counted().work }

  /// The model, and its work under these choices.
  /// `tellsRemarks`: what of the user's own operators is of no use goes to standard error, where the report
  /// has no place for the notes of the work.
  func counted(tellsRemarks: Bool = false) throws -> (graph: Graph, work: ModelWork) {
    let options = try counting.options(batch: batch)
    let graph = try ModelReader.read(path: model)
    if tellsRemarks { options.operators.tellRemarks(on: graph) }
    return (graph, try Self.counting(graph, options: options, path: model))
  }

  /// Counts a graph; a failure in one of its layers names the file too.
  static func counting(
    _ graph: Graph, options: AnalysisOptions, path: String
  ) throws(OperatorError) -> ModelWork {
    try located(in: path) { () throws(OperatorError) in
      try ModelWork.counting(graph, options: options)
    }
  }

  /// The model by the conventions called `names`; nil: by all.
  func comparison(names: [String]? = nil) throws -> CountComparison {
    let options = try counting.options(batch: batch)
    let graph = try ModelReader.read(path: model)
    options.operators.tellRemarks(on: graph)
    return try Self.located(in: model) { () throws(OperatorError) in
      try CountComparison(of: graph, options: options, names: names)
    }
  }

  /// What `count` makes; its failure names the file too.
  private static func located<Result>(
    in path: String, _ count: () throws(OperatorError) -> Result
  ) throws(OperatorError) -> Result {
    do throws(OperatorError) {
      return try count()
    } catch {
      var located = error
      located.location = [path, located.location].filter { !$0.isEmpty }.joined(separator: ": ")
      throw located
    }
  }
}

/// What the user chooses of how a model is counted, whatever its batch.
struct CountingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the arithmetic and the stored tensors become: "
        + "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "Without it: what the model says.",
      valueName: "precision"),
    completion: .list(Precision.allCases.map(\.rawValue)))
  var precision: Precision?

  @Option(
    name: .customLong("dim"),
    help: ArgumentHelp(
      "The size of an open dimension, or the value of an input that is one integer; may be given "
        + "more than once.",
      valueName: "name=n"))
  var dimensions: [DimensionSize] = []

  @OptionGroup var choices: CountingChoices

  /// Whether a step of training is counted.
  var training: Bool { choices.training }
  /// Whether an operator without a rule is an error.
  var strict: Bool { choices.strict }

  /// The choices, for a batch; nil: one, or what the model fixes.
  func options(batch: Int?) throws -> AnalysisOptions {
    var options = try choices.options()
    options.batch = batch
    options.dimensions = try dimensions.sizes()
    options.elementType = precision?.elementType
    return options
  }
}

extension Precision: NamedChoice {}
extension Optimizer: NamedChoice {}

/// A picture's size as users write it: `608x416`, width first.
struct InputSize: ExpressibleByArgument {
  let width: Int
  let height: Int

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]), width > 0,
      height > 0
    else { return nil }
    self.width = width
    self.height = height
  }
}

/// An open dimension's size as users write it: `seq=128`.
struct DimensionSize: ExpressibleByArgument {
  let name: String
  let size: Int

  init?(argument: String) {
    guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex,
      let size = Int(argument[argument.index(after: sign)...]), size >= 0
    else { return nil }
    name = String(argument[..<sign])
    self.size = size
  }
}

extension [DimensionSize] {
  /// The sizes by name.
  func sizes() throws(CleanFailure) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for dimension in self {
      if let other = sizes.updateValue(dimension.size, forKey: dimension.name),
        other != dimension.size
      {
        throw CleanFailure(
          "--dim \(dimension.name) is given twice, as \(other) and \(dimension.size)")
      }
    }
    return sizes
  }
}
