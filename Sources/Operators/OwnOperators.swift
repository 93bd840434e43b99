public import ModelGraph

/// Rules for operators that a user describes: they count beside those of ``OperatorTable``, or in their
/// place.
public struct OwnOperators: Sendable {
  /// One of them.
  package struct Entry: Sendable {
    /// What it makes and costs.
    package var rule: any OperatorRule
    /// The first version of the domain that it is for.
    package var sinceVersion: Int
    /// The file that describes it.
    package var file: String
    /// The file and the source that it states.
    package var origin: String

    /// A rule from a version on.
    package init(rule: any OperatorRule, sinceVersion: Int, file: String, origin: String) {
      self.rule = rule
      self.sinceVersion = sinceVersion
      self.file = file
      self.origin = origin
    }
  }

  /// By name, the newest version first.
  private var entries: [OperatorName: [Entry]] = [:]

  /// None.
  public init() {}

  /// Adds one; where there is one for the same version, nothing changes and that one is returned.
  package mutating func add(_ entry: Entry, for name: OperatorName) -> Entry? {
    var others = entries[name] ?? []
    if let same = others.first(where: { $0.sinceVersion == entry.sinceVersion }) { return same }
    others.append(entry)
    entries[name] = others.sorted { $0.sinceVersion > $1.sinceVersion }
    return nil
  }

  /// The one that holds for a version of the domain; 0, where the model names none, is the newest.
  package func entry(for name: OperatorName, version: Int) -> Entry? {
    guard !entries.isEmpty, let found = entries[name] else { return nil }
    return version == 0 ? found.first : found.first { $0.sinceVersion <= version }
  }

  /// What is counted for each, sorted by name.
  public var descriptions: [OperatorDescription] {
    entries.values.joined().flatMap(\.rule.operators).sorted { $0.name < $1.name }
  }

  /// Whether there are none.
  public var isEmpty: Bool { entries.isEmpty }

  /// What a user should know: which of them stand in for rules of this program, and which the model has
  /// no use for.
  public func remarks(on graph: Graph) -> [String] {
    guard !entries.isEmpty else { return [] }
    let used = Self.names(in: graph.layers)
    return entries.sorted { $0.key < $1.key }.flatMap { name, found -> [String] in
      let version = graph.operatorSets[name.domain] ?? 0
      guard used.contains(name) else {
        return ["\(found[0].file) describes \(name), and the model has none"]
      }
      guard let entry = entry(for: name, version: version) else {
        return [
          "\(found[0].file) describes \(name) from version \(found.last?.sinceVersion ?? 1) on, and "
            + "the model imports version \(version)"
        ]
      }
      guard OperatorTable.rule(for: name) != nil else { return [] }
      return ["\(name) is counted as \(entry.file) describes it, not by this program's own rule"]
    }
  }

  /// The operators of layers and of the graphs within them.
  private static func names(in layers: [Layer]) -> Set<OperatorName> {
    layers.reduce(into: []) { names, layer in
      names.insert(layer.operatorName)
      for subgraph in layer.subgraphs.values { names.formUnion(Self.names(in: subgraph.layers)) }
    }
  }
}
