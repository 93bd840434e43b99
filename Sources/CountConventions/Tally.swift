package import ModelGraph

/// What a convention makes of one layer, or of a network: how its figure comes from the number of
/// multiply–accumulates.
package struct Tally: Sendable {
  /// The multiply–accumulates that all begin with.
  package private(set) var macs: Count
  /// What is counted beside them, by reason.
  package private(set) var added: [CountReason: Count] = [:]
  /// Which of them are left out, by reason.
  package private(set) var omitted: [CountReason: Count] = [:]
  /// How many layers each reason concerns.
  package private(set) var layers: [CountReason: Int] = [:]

  /// A tally that begins with `macs`.
  package init(macs: Count = 0) {
    self.macs = macs
  }

  /// Counts `amount` more.
  package mutating func add(_ amount: Count, _ reason: CountReason) {
    guard amount != 0 else { return }
    added[reason, default: 0] += amount
    layers[reason, default: 0] += 1
  }

  /// Counts `amount` of the multiply–accumulates less.
  package mutating func omit(_ amount: Count, _ reason: CountReason) {
    guard amount != 0 else { return }
    omitted[reason, default: 0] += amount
    layers[reason, default: 0] += 1
  }

  /// Takes in the tally of a layer that is applied `times` over.
  package mutating func merge(_ other: Tally, times: Count) {
    macs += other.macs * times
    for (reason, amount) in other.added { added[reason, default: 0] += amount * times }
    for (reason, amount) in other.omitted { omitted[reason, default: 0] += amount * times }
    for (reason, count) in other.layers { layers[reason, default: 0] += count }
  }

  /// The figure; overflowed where a part of it is.
  package var figure: Count {
    let more = added.values.reduce(macs) { $0 + $1 }
    return omitted.values.reduce(more) { $0 - $1 }
  }
}
