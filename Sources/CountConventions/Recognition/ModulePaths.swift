import ModelGraph
import Operators

/// Which layers are modules of their own, as far as names tell.
///
/// PyTorch's exporter (until it was rewritten on top of `torch.export`) names a node after the modules
/// around it. A path under which one kind of layer stands, and nothing else, is a module such as
/// `nn.ReLU`; a function that is called in a module shares its path with the module's other layers.
struct ModulePaths {
  /// Whether names are paths at all.
  let arePresent: Bool
  private let single: Set<Int>

  init(_ links: Links, _ kinds: [SeenLayer.Kind]) {
    var kindsByPath: [Substring: Set<SeenLayer.Kind>] = [:]
    var placesByPath: [Substring: [Int]] = [:]
    var parents: Set<Substring> = []
    for place in kinds.indices {
      guard let path = links.path(at: place), !path.isEmpty else { continue }
      Self.insertParents(of: path, into: &parents)
      guard !links.layers[place].isFolded, kinds[place] != .part else { continue }
      kindsByPath[path, default: []].insert(kinds[place])
      placesByPath[path, default: []].append(place)
    }
    arePresent = !placesByPath.isEmpty
    single = placesByPath.reduce(into: []) { single, entry in
      guard kindsByPath[entry.key]?.count == 1, !parents.contains(entry.key) else { return }
      single.formUnion(entry.value)
    }
  }

  /// Whether the layer at `place` is a module; without paths each is taken for one.
  func isModule(_ place: Int) -> Bool {
    !arePresent || single.contains(place)
  }

  /// A product with stored weights that shares its path with other layers is no nn.Linear.
  func recogniseFunctions(_ kinds: inout [SeenLayer.Kind]) {
    for place in kinds.indices {
      guard case .linear(var form) = kinds[place], form.caller == .linear, !isModule(place) else {
        continue
      }
      form.caller = .linearFunction
      kinds[place] = .linear(form)
    }
  }

  private static func insertParents(of path: Substring, into parents: inout Set<Substring>) {
    var rest = path
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      guard parents.insert(rest).inserted else { return }
    }
  }
}
