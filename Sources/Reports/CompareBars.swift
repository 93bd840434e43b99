import Devices
import Roofline

/// The latency of each device as a bar, parted by what binds, and what the best device would gain.
struct CompareBars {
  /// How long the longest bars are, in characters.
  private static let latencyWidth = 24
  private static let shareWidth = 20

  /// The network on each device, the fastest first.
  let estimates: [Estimate]

  init(_ estimates: [Estimate]) {
    self.estimates = estimates
  }

  /// A row for each device.
  var table: Table {
    let longest = estimates.map(\.boundSeconds).max() ?? 0
    return Table(
      columns: [
        .text("device"), .text("latency"), .text("by bound"), .number("compute"),
        .number("transcendental"), .number("memory"), .text("the best saves"),
      ],
      rows: estimates.map { estimate in
        let all = estimate.boundSeconds
        let kinds = estimate.secondsByKind
        let shares = [kinds.compute, kinds.transcendental, kinds.memory].map {
          all > 0 ? $0 / all : 0
        }
        return [estimate.device.id, Self.bar(all, of: longest), Self.parts(shares)]
          + shares.map { Numbers.percent($0) } + [gain(over: estimate)]
      })
  }

  private static func bar(_ seconds: Double, of longest: Double) -> String {
    guard seconds > 0, longest > 0, longest.isFinite else { return "" }
    let length = Int((seconds / longest * Double(latencyWidth)).rounded())
    return String(repeating: "█", count: max(length, 1))
  }

  /// The shares of compute, transcendental functions and memory, each in its own shade, which differ in
  /// any print.
  private static func parts(_ shares: [Double]) -> String {
    var text = ""
    var sum = 0.0
    for (share, shade) in zip(shares, ["█", "▒", "░"]) where share > 0 {
      sum += share
      let end = Int((min(sum, 1) * Double(shareWidth)).rounded())
      text += String(repeating: shade, count: max(end - text.count, 0))
    }
    return text
  }

  /// What the fastest device would save of the time of another one.
  private func gain(over estimate: Estimate) -> String {
    guard let best = estimates.first, best.boundSeconds > 0,
      estimate.boundSeconds > best.boundSeconds
    else { return "" }
    let saved = estimate.boundSeconds - best.boundSeconds
    return "\(Numbers.seconds(saved)) (\(Numbers.percent(saved / estimate.boundSeconds)))"
  }
}

extension Estimate {
  /// The time that arithmetic, transcendental functions and memory levels bind, in seconds.
  var secondsByKind: (compute: Double, transcendental: Double, memory: Double) {
    var seconds = (compute: 0.0, transcendental: 0.0, memory: 0.0)
    for layer in layers {
      switch layer.bound {
      case .compute: seconds.compute += layer.boundSeconds
      case .transcendental: seconds.transcendental += layer.boundSeconds
      case .memory: seconds.memory += layer.boundSeconds
      case .nothing: break
      }
    }
    return seconds
  }
}
