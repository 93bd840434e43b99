import ModelGraph

/// TreeEnsemble and its older forms: each sample goes down each tree.
struct TreeModel: OperatorRule {
  var operators: [OperatorDescription] {
    let other =
      "N times: a comparison for each level of each tree, down to its deepest leaf (an upper bound), "
      + "and an addition for each tree"
    return [
      .classical(
        "TreeEnsemble", 5, otherFlops: other, transcendentals: "those of post_transform"),
      .classical(
        "TreeEnsembleClassifier", 5, otherFlops: "\(other), of each class a leaf votes for",
        transcendentals: "those of post_transform"),
      .classical(
        "TreeEnsembleRegressor", 5, otherFlops: other, transcendentals: "those of post_transform"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    let rows = try call.samples().rows
    guard call.type == "TreeEnsembleClassifier" else {
      let targets = try call.integer("n_targets", default: 1, in: 1...OperatorCall.largestSetting)
      let type = call.type == "TreeEnsemble" ? input.elementType : .float32
      return [Operand(type, [rows, targets])]
    }
    let labels = call.labels()
    return [Operand(labels.type, [rows]), Operand(.float32, [rows, labels.count])]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let rows = Count(try call.samples().rows)
    let forest = try Forest(call)
    let votes = Count(forest.trees) * Count(forest.largestLeaf(call))
    return LayerCost(
      otherFlops: rows * (Count(forest.levels) + votes),
      notes: ["each tree is walked down to its deepest leaf: an upper bound"]
    ).adding(try call.scoreTransform(outputs.last?.elementCount ?? 0))
  }

  func impliedWeights(
    of call: OperatorCall, outputs: [Operand]
  ) throws(OperatorError) -> [ImpliedWeight] {
    let thresholds = call.storedLength("nodes_values", "nodes_values_as_tensor", "nodes_splits")
    let leaves = call.storedLength(
      "class_weights", "class_weights_as_tensor", "target_weights", "target_weights_as_tensor",
      "leaf_weights")
    return [
      ImpliedWeight(name: "thresholds", elements: Count(thresholds), isTrainable: false),
      ImpliedWeight(name: "leaf weights", elements: Count(leaves), isTrainable: false),
    ]
  }
}

/// How many trees there are, and how deep.
struct Forest {
  /// The number of trees.
  private(set) var trees = 0
  /// The sum of their depths: comparisons on the longest way down each.
  private(set) var levels = 0

  /// A node as the settings number it.
  private struct Node: Hashable {
    var tree: Int
    var node: Int
  }

  init(_ call: OperatorCall) throws(OperatorError) {
    if let roots = try call.integers("tree_roots") {
      trees = roots.count
      try addNewForm(call, roots)
    } else {
      try addOldForm(call)
    }
  }

  /// Scores that a leaf adds to, at most.
  func largestLeaf(_ call: OperatorCall) -> Int {
    guard call.type == "TreeEnsembleClassifier", trees > 0 else { return 1 }
    let ids: [String] = ["class_treeids", "class_nodeids"]
    guard case .integers(let owners)? = call.layer.attributes[ids[0]],
      case .integers(let nodes)? = call.layer.attributes[ids[1]], owners.count == nodes.count
    else { return 1 }
    var counts: [Node: Int] = [:]
    for (owner, node) in zip(owners, nodes) {
      counts[Node(tree: owner, node: node), default: 0] += 1
    }
    return counts.values.max() ?? 1
  }

  /// Nodes by tree and number, and which of them are leaves.
  private mutating func addOldForm(_ call: OperatorCall) throws(OperatorError) {
    let owners = try call.integers("nodes_treeids") ?? []
    let nodes = try call.integers("nodes_nodeids") ?? []
    let yes = try call.integers("nodes_truenodeids") ?? []
    let no = try call.integers("nodes_falsenodeids") ?? []
    let modes = try call.strings("nodes_modes") ?? []
    guard !owners.isEmpty,
      [nodes.count, yes.count, no.count, modes.count].allSatisfy({
        $0 == owners.count
      })
    else { throw call.shapeError("nodes of different numbers of settings") }
    var places: [Node: Int] = [:]
    for place in owners.indices { places[Node(tree: owners[place], node: nodes[place])] = place }
    let children = owners.indices.map { place -> [Int] in
      guard modes[place] != "LEAF" else { return [] }
      return [yes[place], no[place]].compactMap { places[Node(tree: owners[place], node: $0)] }
    }
    var isChild = Array(repeating: false, count: owners.count)
    for child in children.joined() { isChild[child] = true }
    trees = Set(owners).count
    levels = Self.depths(children, roots: owners.indices.filter { !isChild[$0] })
  }

  /// Inner nodes alone are numbered; a child may be a leaf.
  private mutating func addNewForm(
    _ call: OperatorCall, _ roots: [Int]
  ) throws(OperatorError) {
    let yes = try call.integers("nodes_truenodeids") ?? []
    let no = try call.integers("nodes_falsenodeids") ?? []
    let yesLeaves = try call.integers("nodes_trueleafs") ?? []
    let noLeaves = try call.integers("nodes_falseleafs") ?? []
    guard [no.count, yesLeaves.count, noLeaves.count].allSatisfy({ $0 == yes.count }) else {
      throw call.shapeError("nodes of different numbers of settings")
    }
    // A leaf is a node of its own here, behind the inner ones.
    var children = yes.indices.map { place -> [Int] in
      [(yes[place], yesLeaves[place]), (no[place], noLeaves[place])].map {
        $0.1 != 0 ? yes.count : $0.0
      }.filter { (0...yes.count).contains($0) }
    }
    children.append([])
    levels = Self.depths(children, roots: roots.filter(yes.indices.contains))
  }

  /// The sum of the depths of the trees below `roots`; what goes in circles is cut.
  private static func depths(_ children: [[Int]], roots: [Int]) -> Int {
    var depth = Array(repeating: -1, count: children.count)
    var isOpen = Array(repeating: false, count: children.count)
    for root in roots {
      var stack = [root]
      while let node = stack.last {
        let isFirst = !isOpen[node]
        isOpen[node] = true
        let waiting = isFirst ? children[node].filter { depth[$0] < 0 && !isOpen[$0] } : []
        if waiting.isEmpty {
          // What is still open above it makes a circle, and adds nothing.
          let below = children[node].map { depth[$0] }.max() ?? 0
          depth[node] = children[node].isEmpty ? 0 : max(below, 0) + 1
          stack.removeLast()
        } else {
          stack += waiting
        }
      }
    }
    return roots.reduce(0) { $0 + max(depth[$1], 0) }
  }
}
