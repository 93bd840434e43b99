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
}
