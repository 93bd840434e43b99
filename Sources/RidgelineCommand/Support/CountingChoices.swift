import ArgumentParser
import Operators

/// What the user chooses of how a model is counted, whatever its sizes and its precision.
struct CountingChoices: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The width and height of the pictures, for models whose size is open.", valueName: "wxh"))
  var inputSize: InputSize?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How often a loop goes round whose number of trips the model leaves open.", valueName: "n"))
  var tripCount: Int?

  @Flag(
    name: .customLong("keep-qdq"),
    help:
      "Count layers between quantise–dequantise pairs as written, not as the integers they run as."
  )
  var keepsQuantizationPairs = false

  @Flag(help: "Count a step of training: the gradients and the optimiser too.")
  var training = false

  @Option(
    help: ArgumentHelp(
      "How training changes the weights: "
        + "\(Optimizer.allCases.map(\.rawValue).joined(separator: ", ")); sgd where not given.",
      valueName: "optimizer"),
    completion: .list(Optimizer.allCases.map(\.rawValue)))
  var optimizer: Optimizer?

  @OptionGroup var own: OwnOperatorOptions

  @Flag(help: "Make an operator without a rule an error.")
  var strict = false

  /// The choices; batch, dimensions and precision are as the model has them.
  func options() throws -> AnalysisOptions {
    if let tripCount, tripCount < 1 {
      throw CleanFailure("--trip-count is \(tripCount); give a number from 1")
    }
    if optimizer != nil && !training {
      throw CleanFailure("--optimizer is for --training, which is not given")
    }
    return try AnalysisOptions(
      inputSize: inputSize.map { (width: $0.width, height: $0.height) },
      training: training ? optimizer ?? .sgd : nil, tripCount: tripCount,
      keepsQuantizationPairs: keepsQuantizationPairs, isStrict: strict,
      operators: own.read())
  }
}
