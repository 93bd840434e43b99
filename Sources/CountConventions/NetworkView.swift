package import ModelGraph
package import Operators

/// A network as those see it who count by modules and functions.
///
/// An ONNX file holds what a network computes, and only traces of the program that it was exported
/// from. What is recognised of them is said at each step of `Recognition/`; what leaves no trace is
/// taken as the file states it.
package struct NetworkView: Sendable {
  /// The network.
  package let graph: Graph
  /// Its layers, in the order of the walk.
  package let layers: [SeenLayer]
  /// The shapes of its inputs.
  package let inputShapes: [[Int]]
  /// Whether the names of its layers are paths of modules.
  package let hasModulePaths: Bool

  /// Looks at `trace` of `graph`.
  package init(_ trace: LayerTrace, of graph: Graph) {
    self.graph = graph
    inputShapes = trace.inputShapes
    let links = Links(trace.layers, of: graph)
    var kinds = trace.layers.indices.map { BaseKinds.kind(at: $0, links) }
    DecomposedNormalization.recognise(links, &kinds)
    CombinedActivation.recognise(links, &kinds)
    LinearBias.recognise(links, &kinds)
    WrittenAttention.recognise(links, &kinds)
    let attentionModules = AttentionModules(links, kinds)
    attentionModules.recognise(&kinds)
    let paths = ModulePaths(links, kinds)
    paths.recogniseFunctions(&kinds)
    hasModulePaths = paths.arePresent
    layers = trace.layers.indices.map { place in
      SeenLayer(
        traced: trace.layers[place], kind: kinds[place], isModule: paths.isModule(place),
        isInMultiheadAttention: attentionModules.holds(place))
    }
  }

  /// How many batch normalisations the exporter folded, as far as names tell.
  package var foldedNormalizations: Int {
    layers.count {
      if case .convolution(let form) = $0.kind { form.normalization == .folded } else { false }
    }
  }

  /// Convolutions of which nothing tells whether a batch normalisation was folded into them: none is
  /// left in the network, none left its trace, and the names are not those of the exporter that does.
  package var ambiguousConvolutions: Int {
    let hasNormalization = layers.contains { $0.kind == .normalization(.batch) }
    guard !hasModulePaths, !hasNormalization, foldedNormalizations == 0 else { return 0 }
    return layers.count { if case .convolution = $0.kind { true } else { false } }
  }
}
