import ArgumentParser

/// The command `ridgeline`.
@main
struct Ridgeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ridgeline",
    abstract: "How long a neural network takes on a device, and what holds it back.",
    discussion: """
      EXAMPLES:
        ridgeline estimate model.onnx --device nvidia-t4 --top 10
        ridgeline estimate yolov3.cfg --device nvidia-l4 --batch 8 --precision fp16
        ridgeline compare model.onnx --devices nvidia-l4,google-tpu-v5e --format markdown
        ridgeline devices show nvidia-t4
        ridgeline count --device local -- ./solve input.dat

      Completions for your shell: ridgeline --generate-completion-script bash|zsh|fish
      """,
    version: "0.1.0",
    subcommands: [
      EstimateCommand.self, CompareCommand.self, PredictCommand.self, OpCommand.self,
      RuntimesCommand.self, SweepCommand.self, DiffCommand.self, ChartCommand.self,
      ExplainCountCommand.self, ShapesCommand.self, DevicesCommand.self, OperatorsCommand.self,
      FormatsCommand.self, MachineCommand.self, ProbeCommand.self, CalibrateCommand.self,
      CountCommand.self,
    ])

  /// Runs what the arguments ask for.
  ///
  /// A command that is named first is parsed by itself: found among all, its options would be gathered
  /// twice, 7 % of the instructions of an estimate. Whatever does not parse so, `--help` and mistakes among
  /// it, goes the usual way, which tells it under its whole name.
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard let command = configuration.subcommands.first(where: { $0.isAlone(as: arguments.first) }),
      var parsed = try? command.parseAsRoot(Array(arguments.dropFirst())),
      type(of: parsed) == command
    else { return main(nil) }
    do {
      try parsed.run()
    } catch {
      exit(withError: error)
    }
  }
}

extension ParsableCommand {
  /// Whether it is called `name` and has no commands of its own.
  fileprivate static func isAlone(as name: String?) -> Bool {
    configuration._superCommandName != nil && configuration.commandName == name
  }
}

extension CommandConfiguration {
  /// A command of Ridgeline that has none of its own, so that it can be parsed by itself. As one of a
  /// family it is not asked first whether it is to write completions: that is asked of the whole program.
  init(alone commandName: String, abstract: String, discussion: String = "") {
    self.init(
      commandName: commandName, _superCommandName: "ridgeline", abstract: abstract,
      discussion: discussion)
  }
}
