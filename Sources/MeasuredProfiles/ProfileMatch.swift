import ModelGraph
import Operators

/// A measured profile beside the layers of a model.
public struct ProfileMatch: Sendable {
  /// A measured layer with those of the model that it is.
  public struct Pair: Sendable {
    /// How it was found.
    public enum Means: String, Sendable {
      /// By its name, or that of a tensor that it makes.
      case name
      /// By its place in the order, among layers of its sort.
      case order
    }

    /// What was measured.
    public var measured: MeasuredLayer
    /// The places of the model's layers, in order; one that was fused with others is among them.
    public var layers: [Int]
    /// How it was found.
    public var means: Means
  }

  /// The profile.
  public let profile: MeasuredProfile
  /// What was measured and found in the model, in the order of the model.
  public private(set) var pairs: [Pair] = []
  /// What was measured and is not in the model: reordered data, copies.
  public private(set) var unmatchedMeasured: [MeasuredLayer] = []
  /// The model's layers that were not measured, by place.
  public private(set) var unmatchedLayers: [Int] = []

  /// The share of the measured time that was found in the model, 0 to 1.
  public var coverage: Double {
    let found = pairs.reduce(0) { $0 + $1.measured.seconds }
    return profile.seconds > 0 ? found / profile.seconds : 0
  }

  /// Below this share of the measured time the profile is of another model.
  public static let leastCoverage = 0.2

  /// Matches `profile` with `model`: by name, then by order among layers of one sort; then layers
  /// that are fused into others go where those are.
  ///
  /// - Throws: ``MeasurementError`` where less than ``leastCoverage`` of the time is found.
  public init(
    _ profile: MeasuredProfile, with model: ModelLayers, path: String
  ) throws(MeasurementError) {
    self.profile = profile
    var matching = Matching(profile.layers, model)
    matching.matchNames()
    matching.alignRest()
    // PyTorch runs every operator, and a table has no layers beside each other.
    if profile.source != .pytorch && profile.source != .table { matching.absorbFused() }
    pairs = matching.pairs
    unmatchedMeasured = matching.unmatchedMeasured
    unmatchedLayers = matching.unmatchedLayers
    guard coverage >= Self.leastCoverage else {
      throw MeasurementError(
        .matching,
        "only \(Int(coverage * 100)) % of its time is in layers of this model", location: path,
        remedy: "give the model that was measured, at the same batch and sizes")
    }
  }
}

/// The work of matching.
private struct Matching {
  let measured: [MeasuredLayer]
  let model: ModelLayers
  /// The model's layers that each measured one is.
  var layersOf: [[Int]]
  var means: [ProfileMatch.Pair.Means]
  /// The measured layer that each of the model's is part of.
  var ownerOf: [Int?]

  init(_ measured: [MeasuredLayer], _ model: ModelLayers) {
    self.measured = measured
    self.model = model
    layersOf = measured.map { _ in [] }
    means = measured.map { _ in .name }
    ownerOf = model.work.map { _ in nil }
  }

  var pairs: [ProfileMatch.Pair] {
    measured.indices.filter { !layersOf[$0].isEmpty }
      .map {
        ProfileMatch.Pair(measured: measured[$0], layers: layersOf[$0].sorted(), means: means[$0])
      }
      .sorted { ($0.layers.first ?? 0) < ($1.layers.first ?? 0) }
  }

  var unmatchedMeasured: [MeasuredLayer] {
    measured.indices.filter { layersOf[$0].isEmpty }.map { measured[$0] }
  }

  var unmatchedLayers: [Int] { ownerOf.indices.filter { ownerOf[$0] == nil } }

  private mutating func assign(_ layer: Int, to place: Int) {
    layersOf[place].append(layer)
    ownerOf[layer] = place
  }

  // MARK: - By name

  /// By the layer's own name, else by that of a tensor that it makes.
  mutating func matchNames() {
    var places: [String: Int] = [:]
    for (place, layer) in model.work.enumerated().reversed() { places[layer.name] = place }
    for (place, names) in model.outputNames.enumerated() {
      for name in names where places[name] == nil { places[name] = place }
    }
    for (place, layer) in measured.enumerated() {
      for name in Self.names(in: layer.name) {
        if let found = places[name], ownerOf[found] == nil { assign(found, to: place) }
      }
    }
  }

  /// What a runtime's name may be of in the model: ONNX Runtime's optimiser marks fused and reordered
  /// nodes, TensorRT joins the names of what it fused.
  static func names(in name: String) -> [String] {
    var names = [name] + TensorRTReading.parts(of: name)
    for prefix in ["fused ", "Fused "] where name.hasPrefix(prefix) {
      names.append(String(name.dropFirst(prefix.count)))
    }
    for suffix in ["_nchwc", "_quant", "_nhwc"] where name.hasSuffix(suffix) {
      names.append(String(name.dropLast(suffix.count)))
    }
    return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  // MARK: - By order

  /// More steps than this are not taken: the profile and the model are too long to be aligned.
  private static let mostSteps = 50_000_000

  /// The longest common order of what is left, where layers of one sort and shape count most.
  ///
  /// Source: Needleman, Wunsch, "A general method applicable to the search for similarities in the
  /// amino acid sequence of two proteins", 1970.
  mutating func alignRest() {
    let left = measured.indices.filter { layersOf[$0].isEmpty && !measured[$0].operation.isEmpty }
    let right = ownerOf.indices.filter { ownerOf[$0] == nil }
    guard !left.isEmpty, !right.isEmpty, left.count * right.count <= Self.mostSteps else { return }
    let kinds = right.map { OperationKind.kind(of: model.work[$0].operatorName.type) }
    let columns = right.count + 1
    var best = Array(repeating: Int32(0), count: (left.count + 1) * columns)
    for (row, place) in left.enumerated().reversed() {
      let kind = OperationKind.kind(of: measured[place].operation)
      for column in right.indices.reversed() {
        let here = row * columns + column
        let skip = max(best[here + columns], best[here + 1])
        let gain = kinds[column] == kind ? gain(place, right[column]) : 0
        best[here] = gain > 0 ? max(skip, best[here + columns + 1] + gain) : skip
      }
    }
    var (row, column) = (0, 0)
    while row < left.count, column < right.count {
      let here = row * columns + column
      let kind = OperationKind.kind(of: measured[left[row]].operation)
      let gain = kinds[column] == kind ? gain(left[row], right[column]) : 0
      if gain > 0, best[here] == best[here + columns + 1] + gain {
        assign(right[column], to: left[row])
        means[left[row]] = .order
        (row, column) = (row + 1, column + 1)
      } else if best[here] == best[here + 1] {
        column += 1
      } else {
        row += 1
      }
    }
  }

  /// 3 where the shape that is made is the same, 2 where it is not known, 1 where it differs.
  private func gain(_ place: Int, _ layer: Int) -> Int32 {
    guard let made = model.work[layer].outputShapes.first else { return 2 }
    guard let shape = measured[place].outputShape else { return 2 }
    return shape == made ? 3 : 1
  }

  // MARK: - Fused layers

  /// A layer of the model that was not measured was fused: one without a contraction into what it
  /// reads from, one with a contraction into what reads it.
  mutating func absorbFused() {
    for layer in ownerOf.indices where ownerOf[layer] == nil && model.work[layer].work.macs == 0 {
      // Of several the one that ran last: only then are all of its inputs there.
      if let owner = model.producers[layer].compactMap({ ownerOf[$0] }).max() {
        assign(layer, to: owner)
      }
    }
    for layer in ownerOf.indices.reversed() where ownerOf[layer] == nil {
      let owners = Set(model.consumers[layer].compactMap { ownerOf[$0] })
      if owners.count == 1, let owner = owners.first { assign(layer, to: owner) }
    }
  }
}
