import ModelGraph
import Operators

/// What belongs to `nn.MultiheadAttention`, known by the names of its parameters: `in_proj_weight` and
/// `in_proj_bias` are of no other module, and `out_proj` stands beside them.
struct AttentionModules {
  private let links: Links
  private let paths: Set<Substring>
  private let prefixes: Set<Substring>

  init(_ links: Links, _ kinds: [SeenLayer.Kind]) {
    self.links = links
    var paths: Set<Substring> = []
    var prefixes: Set<Substring> = []
    for place in kinds.indices {
      guard let prefix = Self.prefix(at: place, links, ending: ["in_proj_weight", "in_proj_bias"])
      else { continue }
      prefixes.insert(prefix)
      if let path = links.path(at: place) { paths.insert(path) }
    }
    self.paths = paths
    self.prefixes = prefixes
  }

  /// Marks the projections.
  func recognise(_ kinds: inout [SeenLayer.Kind]) {
    for place in kinds.indices {
      guard case .linear(var form) = kinds[place], holds(place) || isProjection(place) else {
        continue
      }
      form.caller = .multiheadAttention
      kinds[place] = .linear(form)
    }
  }

  /// Whether the layer at `place` stands within such a module, by its name's path.
  func holds(_ place: Int) -> Bool {
    links.path(at: place).map(paths.contains) ?? false
  }

  private func isProjection(_ place: Int) -> Bool {
    if Self.prefix(at: place, links, ending: ["in_proj_weight"]) != nil { return true }
    // The bias of an input projection is added by the next layer.
    if let next = links.onlyConsumer(of: place), links.isOperator("Add", at: next),
      Self.prefix(at: next, links, ending: ["in_proj_bias"]) != nil
    {
      return true
    }
    return Self.prefix(at: place, links, ending: ["out_proj.weight", "out_proj.bias"])
      .map(prefixes.contains) ?? false
  }

  /// The name of an input's tensor without the first of `endings` that it ends in.
  private static func prefix(
    at place: Int, _ links: Links, ending endings: [String]
  ) -> Substring? {
    for input in links.layers[place].layer.inputs.indices {
      let name = links.tensorName(input, at: place)
      for ending in endings where name.hasSuffix(ending) { return name.dropLast(ending.count) }
    }
    return nil
  }
}
