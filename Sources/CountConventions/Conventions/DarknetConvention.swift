import ModelGraph
import Operators

/// `Total BFLOPS` of AlexeyAB's Darknet: convolutions, pooling and shortcuts.
struct DarknetConvention: CountConvention {
  let description = ConventionDescription(
    name: "darknet", tool: "AlexeyAB/darknet, Total BFLOPS", unit: "FLOPS",
    meaning: "two for each multiply–accumulate of a convolution",
    source: "src/convolutional_layer.c, src/maxpool_layer.c, src/shortcut_layer.c, src/parser.c; "
      + "held against what the program prints for 32 files and sizes",
    seesPyTorch: false)

  func tally(of layer: SeenLayer) -> Tally {
    switch layer.kind {
    case .convolution: return convolution(layer)
    case .pooling(.max), .pooling(.average):
      return layer.with(layer.windowElements * layer.outputElements(), .pooling)
    case .recurrence: return layer.without(.recurrence)
    default:
      let tally = layer.without(.operatorNotKnown)
      guard isShortcut(layer) else { return tally }
      return layer.with(layer.outputElements(), .elementwise)
    }
  }

  private func convolution(_ layer: SeenLayer) -> Tally {
    var tally = layer.contraction
    tally.add(tally.macs, .twoPerMultiplyAccumulate)
    if layer.traced.layer.attributes["xnor"] == .integer(1) {
      tally.omit(tally.figure - tally.figure.divided(by: 32), .binaryProducts)
    }
    return tally
  }

  /// A `[shortcut]`, or in ONNX the sum of two activations of one shape.
  private func isShortcut(_ layer: SeenLayer) -> Bool {
    if layer.operatorName == OperatorName("shortcut", domain: "darknet") { return true }
    guard layer.operatorName == OperatorName("Add"), let first = layer.input(0),
      let second = layer.input(1)
    else { return false }
    return !first.isConstant && !second.isConstant && first.shape == second.shape
  }

  func notes(on network: NetworkView) -> [String] {
    network.graph.format == "darknet" && network.layers.contains { $0.kind == .recurrence }
      ? ["darknet: what it prints for recurrent sections is not known here, and left out"] : []
  }
}
