public import ModelGraph
public import Operators

/// What one tool would print for a network, and how that comes from its multiply–accumulates.
public struct ConventionCount: Sendable {
  /// The convention.
  public var convention: ConventionDescription
  /// The figure that the tool would print; nil where it passes 2⁶³ − 1.
  public var figure: Int?
  /// The steps from the multiply–accumulates to the figure, the largest first.
  public var terms: [CountTerm]
  /// What the tool counts of each layer, by the layer's name; not scaled as the figure may be.
  public var figureByLayer: [String: Int]
  /// What a reader of the figure should know.
  public var notes: [String]

  /// The same with what holds for several conventions.
  public func noting(_ shared: [String]) -> ConventionCount {
    var count = self
    count.notes = shared + notes
    return count
  }
}

/// One step from a network's multiply–accumulates to a tool's figure.
public struct CountTerm: Sendable, Hashable {
  /// Why.
  public var reason: CountReason
  /// By how much: above zero what the tool counts beside, below zero what it leaves out.
  public var amount: Int
  /// How many layers it concerns; 0 where it is the sum that is changed.
  public var layers: Int
}

/// A network counted by all conventions, side by side.
public struct CountComparison: Sendable {
  /// The network's work as Ridgeline counts it.
  public var work: ModelWork
  /// One count for each convention, in the order of the table.
  public var counts: [ConventionCount]
  /// How many batch normalisations were recognised as folded into convolutions.
  public var foldedNormalizations: Int
  /// What holds for several conventions: what of the exported program cannot be known.
  public var notes: [String]

  /// Counts `graph` by the conventions called `names`; nil: by Ridgeline's own and all others.
  ///
  /// - Throws: ``OperatorError`` as the counting does.
  public init(
    of graph: Graph, options: AnalysisOptions = AnalysisOptions(), names: [String]? = nil
  ) throws(OperatorError) {
    let trace = try LayerTrace.tracing(graph, options: options)
    let network = NetworkView(trace, of: graph)
    work = trace.work
    foldedNormalizations = network.foldedNormalizations
    let chosen = names.map { names in
      CountConventions.all.filter { names.contains($0.description.name) }
    }
    counts = (chosen ?? [CountConventions.own] + CountConventions.all)
      .map { Self.count(network, by: $0) }
    notes = Self.notes(on: network, counts: counts, uncounted: trace.work.uncounted.count)
  }

  private static func count(
    _ network: NetworkView, by convention: any CountConvention
  ) -> ConventionCount {
    var sum = Tally()
    var figures: [String: Count] = [:]
    for layer in network.layers {
      let tally = convention.tally(of: layer)
      sum.merge(tally, times: layer.traced.repetitions)
      figures[layer.traced.layer.name, default: 0] += tally.figure * layer.traced.repetitions
    }
    let tally = convention.finish(sum, of: network)
    return ConventionCount(
      convention: convention.description, figure: tally.figure.value, terms: tally.terms,
      figureByLayer: figures.compactMapValues(\.value), notes: convention.notes(on: network))
  }

  /// What of the program that the file was exported from is not to be seen in it.
  private static func notes(
    on network: NetworkView, counts: [ConventionCount], uncounted: Int
  ) -> [String] {
    var notes: [String] = []
    if uncounted > 0 {
      notes.append(
        uncounted == 1
          ? "1 layer is not counted: no figure holds it"
          : "\(uncounted) layers are not counted: no figure holds them")
    }
    guard network.graph.format == "onnx", counts.contains(where: \.convention.seesPyTorch) else {
      return notes
    }
    if network.foldedNormalizations > 0 {
      notes.append(
        "\(network.foldedNormalizations) convolutions have weights that PyTorch's exporter named: a "
          + "batch normalisation was folded into each, and tools that look at the program count it")
    }
    if network.ambiguousConvolutions > 0 {
      notes.append(
        "whether a batch normalisation was folded into any of the \(network.ambiguousConvolutions) "
          + "convolutions, the file does not say: none is counted")
    }
    if !network.hasModulePaths {
      notes.append(
        "the layers' names are no paths of modules: activations, pooling and softmax count as modules"
      )
    }
    return notes
  }
}

extension Tally {
  /// The steps to the figure, the largest first; those that pass 2⁶³ − 1 are left out.
  fileprivate var terms: [CountTerm] {
    let more = added.map { (reason: $0.key, amount: $0.value.value) }
    let less = omitted.map { (reason: $0.key, amount: $0.value.value.map { -$0 }) }
    return (more + less)
      .compactMap { term in
        term.amount.map {
          CountTerm(reason: term.reason, amount: $0, layers: layers[term.reason] ?? 0)
        }
      }
      .sorted {
        ($1.amount.magnitude, $0.reason.rawValue) < ($0.amount.magnitude, $1.reason.rawValue)
      }
  }
}
