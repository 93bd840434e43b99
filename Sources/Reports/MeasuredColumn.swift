import MeasuredProfiles
import Roofline

/// What a runtime took for a network, layer by layer, for a page that shows it beside the estimate.
public struct MeasuredColumn: Sendable {
  /// What is known of one layer.
  public enum Layer: Sendable, Hashable {
    /// It took so many seconds, with the layers that were fused into it.
    case own(Double)
    /// It ran within another layer, by that one's place.
    case fused(into: Int)
    /// It was not found in the profile.
    case unknown
  }

  /// The whole run, in seconds; what is not in the model too.
  public var seconds: Double
  /// The layers, in the network's order.
  public var layers: [Layer]
  /// How it was measured.
  public var facts: [Document.Fact]
  /// What was found on one side only, and what to know: sentences.
  public var remarks: [String]
}

extension MeasuredReport {
  /// The measured times as a page's column.
  public var column: MeasuredColumn {
    var layers = Array(repeating: MeasuredColumn.Layer.unknown, count: estimate.layers.count)
    for pair in match.pairs {
      guard let host = pair.layers.first else { continue }
      for layer in pair.layers.dropFirst() { layers[layer] = .fused(into: host) }
      layers[host] = .own(pair.measured.seconds)
    }
    let foreign = match.unmatchedMeasured.map {
      "\($0.name) (\($0.operation)), \(Numbers.seconds($0.seconds))"
    }
    var remarks =
      foreign.isEmpty
      ? [] : ["Measured, and not in the model: \(foreign.joined(separator: "; "))."]
    if !match.unmatchedLayers.isEmpty { remarks.append(unmeasured) }
    return MeasuredColumn(
      seconds: match.profile.seconds, layers: layers, facts: profileFacts,
      remarks: remarks + match.profile.notes)
  }
}
