/// How one tool counts a network, as its source says.
///
/// To add one, write it in `Conventions/` and add it to ``CountConventions``.
package protocol CountConvention: Sendable {
  /// What the convention is called, and where it comes from.
  var description: ConventionDescription { get }

  /// What the tool counts of one application of a layer.
  func tally(of layer: SeenLayer) -> Tally

  /// The last step from the sum over the layers to the figure that is printed.
  func finish(_ sum: Tally, of network: NetworkView) -> Tally

  /// What a reader of the figure should know of this network.
  func notes(on network: NetworkView) -> [String]
}

extension CountConvention {
  /// The sum is the figure.
  package func finish(_ sum: Tally, of network: NetworkView) -> Tally { sum }

  /// Nothing more.
  package func notes(on network: NetworkView) -> [String] { [] }
}

/// A convention as people read of it.
public struct ConventionDescription: Sendable, Hashable {
  /// Its name on the command line: `fvcore`.
  public var name: String
  /// The version and the function that it follows: `fvcore 0.1.5, FlopCountAnalysis.total()`.
  public var tool: String
  /// What the tool calls its figure: `FLOPs`, `MACs`.
  public var unit: String
  /// What one of that unit is: `a multiply–accumulate is one`.
  public var meaning: String
  /// Where the rules stand: the files and functions of the tool.
  public var source: String
  /// Whether the tool sees PyTorch's modules or functions, of which an ONNX file holds only traces.
  public var seesPyTorch: Bool

  /// A description.
  package init(
    name: String, tool: String, unit: String, meaning: String, source: String, seesPyTorch: Bool
  ) {
    self.name = name
    self.tool = tool
    self.unit = unit
    self.meaning = meaning
    self.source = source
    self.seesPyTorch = seesPyTorch
  }
}
