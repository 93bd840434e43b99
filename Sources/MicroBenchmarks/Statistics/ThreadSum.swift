/// What threads that share nothing can do together: the sum of what each did where it had its core whole,
/// while all the others worked too.
///
/// On a machine whose cores others use as well, the moment in which all threads have their cores whole may
/// never come, least of all where there are many; for each of them there is one.
struct ThreadSum {
  /// The slices in which each thread was asked.
  private let slices: [JointSlice]
  private let threads: Int

  /// The sum of what these slices tell of each thread; nil where they tell nothing of any.
  init?(_ slices: [JointSlice]) {
    self.slices = slices.filter { !$0.parts.isEmpty }
    guard let threads = self.slices.map(\.parts.count).min() else { return nil }
    self.threads = threads
  }

  /// How many quiet slices each thread has at least.
  var quiet: Int { fewest { $0 > 0 } }

  /// Whether each thread has some slices that reach its part of a rate of all.
  func reaches(_ rate: Double) -> Bool {
    let each = Float(rate / Double(threads))
    return fewest { $0 > 0 && $0 >= each } >= Ceiling.fewestQuiet
  }

  /// How many slices of a thread are so, at least. Asked again and again while slices come.
  private func fewest(where isSo: (Float) -> Bool) -> Int {
    var counts = [Int](repeating: 0, count: threads)
    for slice in slices {
      for thread in 0..<threads where isSo(slice.parts[thread]) { counts[thread] += 1 }
    }
    return counts.min() ?? 0
  }

  /// Draws of the bootstrap in all, and for each thread at least: what many threads err by evens out.
  private static let draws = 800
  private static let fewestDraws = 20
  private static let mostDraws = 100

  /// The sum of the capabilities; nil where a thread has too few quiet slices to tell one. What the threads
  /// err by is independent, so that the squares of their intervals add up.
  var capability: Interval? {
    guard quiet >= Ceiling.fewestQuiet else { return nil }
    let draws = min(max(Self.draws / threads, Self.fewestDraws), Self.mostDraws)
    let each = (0..<threads).compactMap { thread in
      let rates = slices.map { Double($0.parts[thread]) }.filter { $0 > 0 }
      return Interval.bootstrap(
        sorted: rates.sorted(), draws: draws,
        statistic: { Quantile.mean(of: $0, from: 0.95, to: 0.99) })
    }
    let value = each.reduce(0) { $0 + $1.value }
    func root(_ distance: (Interval) -> Double) -> Double {
      each.reduce(0) { $0 + distance($1) * distance($1) }.squareRoot()
    }
    return Interval(
      value: value, low: value - root { $0.value - $0.low },
      high: value + root { $0.high - $0.value })
  }

  /// The clock of the slices that make up the capability, and the work of all threads in a cycle of it: each
  /// rate by the clock of its own slice, since the fastest are those of the highest clock. Nil without one.
  var clock: (hertz: Double, perCycle: Double)? {
    let told = slices.filter { $0.hertz > 0 }
    let tops = (0..<threads).map { thread in
      let quiet = told.filter { $0.parts[thread] > 0 }.sorted {
        $0.parts[thread] < $1.parts[thread]
      }
      return quiet[Quantile.range(of: quiet.count, from: 0.95, to: 0.99)].map { slice in
        (hertz: slice.hertz, perCycle: Double(slice.parts[thread]) / slice.hertz)
      }
    }
    let each = tops.compactMap { Quantile.median(of: $0.map(\.perCycle)) }
    guard each.count == threads, let hertz = Quantile.median(of: tops.joined().map(\.hertz)) else {
      return nil
    }
    return (hertz, each.reduce(0, +))
  }
}
