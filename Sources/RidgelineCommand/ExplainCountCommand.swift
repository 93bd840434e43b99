import ArgumentParser
import CountConventions
import Reports

/// `ridgeline explain-count`: what other tools count for a network, and why.
struct ExplainCountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "explain-count",
    abstract: "Tell what other tools count for a network, side by side, and why they differ.",
    discussion: """
      Papers and tools state FLOPs, MACs and GOPs by rules of their own. This counts a model by all of \
      them, gives each difference its reason, and names the convention that gives a published figure. \
      docs/Conventions-of-others.md states the rules.

      EXAMPLES:
        ridgeline explain-count resnet50.onnx
        ridgeline explain-count resnet50.onnx --figure 4.1G
        ridgeline explain-count yolov3.cfg --input-size 608x608 --figure "140.7 BFLOPS"
        ridgeline explain-count bert.onnx --dim seq=512 --format json
      """)

  @OptionGroup var model: ModelOptions
  @Option(
    help: ArgumentHelp(
      "A published figure; the conventions that give it are named.", valueName: "number"))
  var figure: String?
  @OptionGroup var report: ReportOptions

  func run() throws {
    if model.counting.training {
      throw CleanFailure("--training is not for explain-count: the tools count inference")
    }
    let published = try figure.map { text in
      guard let read = PublishedFigure(text) else {
        throw CleanFailure(
          "--figure \"\(text)\" is no figure; give a number such as 4.1G, \"4.09 GFLOPs\" or 1.8e9")
      }
      return (text: text, figure: read)
    }
    try report.write(ExplainCountReport(model.comparison(), published: published))
  }
}
