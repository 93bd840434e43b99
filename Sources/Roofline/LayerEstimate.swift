public import Operators

/// The least time that one layer takes on a device.
///
/// A large network has very many, so one is no more than a place among what all of them ask.
public struct LayerEstimate: Sendable {
  private let all: LayerTimes
  private let place: Int
  /// The place of the ceiling that takes longest; nil where nothing does.
  let longest: Int?
  /// The longest time that a ceiling asks, in seconds: no implementation that runs the layer by itself is
  /// faster.
  public let boundSeconds: Double

  /// The layer at a place.
  init(_ place: Int, of all: LayerTimes) {
    self.all = all
    self.place = place
    var longest: LayerTimes.Time?
    for index in all.range(of: place) where all.times[index].seconds > longest?.seconds ?? -1 {
      longest = all.times[index]
    }
    self.longest = longest?.ceiling
    boundSeconds = longest?.seconds ?? 0
  }

  /// The layer and its work.
  public var layer: LayerWork {
    _read { yield all.layers[place] }
  }

  /// What each ceiling of the device asks of it, in seconds.
  public var ceilings: [CeilingTime] {
    all.range(of: place).map {
      CeilingTime(ceiling: all.ceilings[all.times[$0].ceiling], seconds: all.times[$0].seconds)
    }
  }

  /// The ceiling that ``boundSeconds`` belongs to.
  public var bound: Bound { longest.map { all.ceilings[$0] } ?? .nothing }
}

/// What the layers of a network ask of a device, side by side. A class, since every layer refers to it.
final class LayerTimes: Sendable {
  /// The time that a ceiling asks of a layer.
  struct Time: Sendable {
    /// The place of the ceiling.
    var ceiling: Int
    /// Amount ÷ rate.
    var seconds: Double
  }

  /// The layers.
  let layers: [LayerWork]
  /// The ceilings, each once.
  let ceilings: [Bound]
  /// The times, layer after layer.
  let times: [Time]
  /// Where the times of each layer end.
  private let ends: [Int]

  init(layers: [LayerWork], ceilings: [Bound], times: [Time], ends: [Int]) {
    self.layers = layers
    self.ceilings = ceilings
    self.times = times
    self.ends = ends
  }

  /// The places of a layer's times.
  func range(of layer: Int) -> Range<Int> { (layer > 0 ? ends[layer - 1] : 0)..<ends[layer] }

  /// The ceilings that any layer was held against.
  var met: [Bound] {
    var isMet = Array(repeating: false, count: ceilings.count)
    for time in times { isMet[time.ceiling] = true }
    return zip(ceilings, isMet).compactMap { $1 ? $0 : nil }
  }
}
