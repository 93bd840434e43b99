import ModelGraph

/// What Ultralytics prints for a model: twice what THOP counts, scaled to pictures of 640 x 640.
struct UltralyticsConvention: CountConvention {
  private let thop = ThopConvention()
  /// The side of the picture that get_flops assumes where it is told nothing.
  private static let side = 640

  let description = ConventionDescription(
    name: "ultralytics", tool: "ultralytics 8, get_flops() at 640 x 640", unit: "FLOPs",
    meaning: "two for each multiply–accumulate, and two for each other operation",
    source: "ultralytics/utils/torch_utils.py, get_flops: 2 · thop.profile, scaled by the area",
    seesPyTorch: true)

  func tally(of layer: SeenLayer) -> Tally { thop.tally(of: layer) }

  func finish(_ sum: Tally, of network: NetworkView) -> Tally {
    var tally = sum
    tally.add(sum.figure, .twoPerMultiplyAccumulate)
    guard let shape = Self.picture(of: network),
      let area = (Count(shape[2]) * Count(shape[3])).value
    else { return tally }
    let samples = max(shape[0], 1)
    let doubled = tally.figure
    let scaled = (doubled * Count(Self.side) * Count(Self.side)).divided(by: area)
      .divided(by: samples)
    switch (scaled.value, doubled.value) {
    case (let scaled?, let doubled?) where scaled < doubled:
      tally.omit(Count(doubled - scaled), .inputSize)
    case (let scaled?, let doubled?): tally.add(Count(scaled - doubled), .inputSize)
    default: tally.add(scaled, .inputSize)
    }
    return tally
  }

  func notes(on network: NetworkView) -> [String] {
    guard let shape = Self.picture(of: network) else {
      return ["ultralytics: no picture goes in, so nothing is scaled to 640 x 640"]
    }
    return [
      "ultralytics: the model's pictures are \(shape[3]) x \(shape[2]); its figure is scaled to one of "
        + "640 x 640 by the area, as the tool does"
    ]
  }

  /// The shape of the first input that is a picture.
  private static func picture(of network: NetworkView) -> [Int]? {
    network.inputShapes.first { $0.count == 4 && $0[2] > 0 && $0[3] > 0 }
  }
}
