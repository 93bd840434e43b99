import MicroBenchmarks
import Testing

@Suite("Quantiles and intervals")
struct StatisticsTests {
  @Test(
    "a quantile lies between its neighbours",
    arguments: [
      // Five samples have their quantiles at 0, 25, 50, 75 and 100 per cent.
      (0.0, 10.0), (0.25, 20), (0.5, 30), (1, 50), (0.625, 35), (-1, 10), (2, 50),
    ])
  func quantile(_ share: Double, _ value: Double) {
    #expect(Quantile.value(of: [10, 20, 30, 40, 50], at: share) == value)
  }

  @Test("nothing has no quantile, and one sample is every quantile")
  func few() {
    #expect(Quantile.value(of: [], at: 0.5) == nil)
    #expect(Quantile.mean(of: [], from: 0.95, to: 0.99) == nil)
    #expect(Quantile.value(of: [7], at: 0.3) == 7)
    #expect(Quantile.mean(of: [7], from: 0.95, to: 0.99) == 7)
  }

  @Test("the mean of the 95th to the 99th percentile leaves out the highest hundredth")
  func upperMean() {
    // Of 0 … 100 these are 95, 96, 97, 98 and 99.
    #expect(Quantile.mean(of: (0...100).map(Double.init), from: 0.95, to: 0.99) == 97)
  }

  @Test("an interval holds its value, is the same every time, and has no width without noise")
  func bootstrap() throws {
    let samples = (0..<200).map { Double($0 % 17) }.sorted()
    let median: ([Double]) -> Double? = { Quantile.value(of: $0, at: 0.5) }
    let one = try #require(Interval.bootstrap(sorted: samples, statistic: median))
    #expect(one == Interval.bootstrap(sorted: samples, statistic: median))
    #expect(one.low <= one.value && one.value <= one.high)
    #expect(one.low < one.high)
    let still = try #require(
      Interval.bootstrap(sorted: [Double](repeating: 3, count: 50), statistic: median))
    #expect(still == Interval(value: 3, low: 3, high: 3))
    #expect(still.spread == 0)
    #expect(Interval.bootstrap(sorted: [Double](), statistic: median) == nil)
  }

  @Test("the interval of a mean has the width that theory gives")
  func width() throws {
    // Of 0 … 999 the standard deviation is 288.7; 1.96 of its error of the mean, 9.13, is 17.9.
    let samples = (0..<1000).map(Double.init)
    let found = try #require(
      Interval.bootstrap(
        sorted: samples, draws: 1000,
        statistic: { $0.reduce(0, +) / Double($0.count) }))
    #expect(((found.high - found.low) / 2 - 17.9).magnitude < 2)
  }
}

@Suite("Ceilings of made-up slices")
struct CeilingTests {
  /// 100 slices of 100 operations in a second each, of which the last `count` are disturbed.
  private func slices(_ count: Int, _ slow: JointSlice) -> [JointSlice] {
    [JointSlice](repeating: JointSlice(work: 100, seconds: 1, hertz: 50), count: 100 - count)
      + [JointSlice](repeating: slow, count: count)
  }

  @Test("disturbances lower what is sustained, and not the capability")
  func disturbed() throws {
    let slow = JointSlice(work: 100, seconds: 3, hertz: 10, disturbances: .switched)
    let ceiling = try #require(Ceiling(slices(50, slow)))
    #expect(ceiling.capability.value == 100)
    // 10,000 operations in 50 + 150 seconds.
    #expect(ceiling.sustained.value == 50)
    #expect(ceiling.hertz == 50)
    #expect(ceiling.undisturbed == 50)
    #expect(ceiling.disturbed[.switched] == 50)
    #expect(ceiling.disturbed[.slow] == 0)
  }

  @Test("a disturbed slice that seems fast does not raise the capability")
  func fast() throws {
    let fast = JointSlice(work: 1000, seconds: 1, disturbances: .apart)
    #expect(try #require(Ceiling(slices(40, fast))).capability.value == 100)
  }

  @Test("a slice at half speed with nothing to blame is told as slow")
  func slow() throws {
    let half = JointSlice(work: 50, seconds: 1)
    let ceiling = try #require(Ceiling(slices(30, half)))
    #expect(ceiling.disturbed[.slow] == 30)
    #expect(ceiling.undisturbed == 70)
  }

  @Test(
    "a slow slice is laid to what was seen around it, to its clock, or to all threads together",
    arguments: [
      (JointSlice(work: 50, seconds: 1, hertz: 50, suspects: .stolen), Disturbances.stolen),
      (JointSlice(work: 50, seconds: 1, hertz: 50, suspects: .throttled), .throttled),
      (JointSlice(work: 50, seconds: 1, hertz: 20), .clock),
      (JointSlice(work: 50, seconds: 1.5, hertz: 50, fastestSeconds: 1.4), .together),
      (JointSlice(work: 50, seconds: 1.5, hertz: 50, fastestSeconds: 1), .slow),
    ])
  func causes(_ slice: JointSlice, _ cause: Disturbances) throws {
    let ceiling = try #require(Ceiling(slices(10, slice)))
    #expect(ceiling.disturbed[cause] == 10)
    #expect(ceiling.undisturbed == 90)
    #expect(ceiling.capability.value == 100)
  }

  @Test("what happened around a slice that is not slow did not disturb it")
  func innocent() throws {
    let fine = JointSlice(work: 100, seconds: 1, hertz: 50, suspects: [.stolen, .throttled])
    let ceiling = try #require(Ceiling(slices(40, fine)))
    #expect(ceiling.undisturbed == 100)
  }

  @Test("work a cycle is that of the fastest slices by their own clock")
  func perCycle() throws {
    // Half of the slices at half the clock: 2 operations a cycle in all.
    let low = JointSlice(work: 50, seconds: 1, hertz: 25)
    let ceiling = try #require(Ceiling(slices(50, low)))
    #expect(ceiling.perCycle == 2)
    #expect(ceiling.hertz == 50)
  }

  @Test("what runs without a break takes the place of the slices' sum")
  func sustained() throws {
    let ceiling = try #require(Ceiling(slices(0, JointSlice(work: 1, seconds: 1))))
    let stretches = [JointSlice(work: 8, seconds: 0.1), JointSlice(work: 4, seconds: 0.1)]
    let sustained = ceiling.sustaining(stretches)
    // 12 operations in 0.2 s.
    #expect((sustained.sustained.value - 60).magnitude < 1e-9)
    #expect(sustained.secondsSustained == 0.2)
    #expect(sustained.capability == ceiling.capability)
    #expect(ceiling.sustaining([]) == ceiling)
  }

  @Test("the interval of a few slices reaches down to the slowest of all")
  func few() throws {
    let one = JointSlice(work: 100, seconds: 1)
    let slow = JointSlice(work: 40, seconds: 1, disturbances: .switched)
    let ceiling = try #require(Ceiling([one, slow, slow]))
    #expect(ceiling.capability == Interval(value: 100, low: 40, high: 100))
    let eight = try #require(Ceiling([JointSlice](repeating: one, count: 8) + [slow]))
    #expect(eight.capability == Interval(value: 100, low: 100, high: 100))
  }

  @Test("with nothing undisturbed there is still a figure, and a count that says so")
  func allDisturbed() throws {
    let one = JointSlice(work: 100, seconds: 1, disturbances: .delayed)
    let ceiling = try #require(Ceiling([one, one]))
    #expect(ceiling.capability.value == 100)
    #expect(ceiling.undisturbed == 0)
  }

  @Test("where enough slices had their cores whole, they alone tell the capability")
  func quiet() throws {
    // Of 1,000 slices 40 were quiet, at twice the rate of those beside a neighbour: 4 per cent, which the
    // 95th to the 99th percentile of all would mix with slow ones.
    let fast = JointSlice(work: 200, seconds: 1, hertz: 50, openness: 0.99)
    let shared = JointSlice(work: 100, seconds: 1, hertz: 50, openness: 0.5)
    let most = [JointSlice](repeating: shared, count: 960)
    let ceiling = try #require(Ceiling([JointSlice](repeating: fast, count: 40) + most))
    #expect(ceiling.capability.value == 200)
    #expect(ceiling.quiet == 40)
    // Seven tell nothing by themselves, and are above the 99th percentile of all.
    let few = try #require(Ceiling([JointSlice](repeating: fast, count: 7) + most))
    #expect(few.capability.value == 100)
    #expect(few.quiet == 7)
  }

  /// Slices of two threads, each with its core whole in every other one: 100 a second then, and 60 else.
  private func alternating(_ count: Int) -> [JointSlice] {
    (0..<count).map { slice in
      JointSlice(
        work: 120, seconds: 1, hertz: 50, disturbances: .apart, openness: 0.5,
        parts: slice.isMultiple(of: 2) ? [100, 0] : [0, 100])
    }
  }

  @Test("threads that share nothing and never had all their cores whole at once add up")
  func sum() throws {
    let ceiling = try #require(Ceiling(alternating(80)))
    #expect(ceiling.capability == Interval(value: 200, low: 200, high: 200))
    #expect(ceiling.isSumOfThreads)
    #expect(ceiling.quiet == 40)
    // 200 operations a second at a clock of 50.
    #expect(ceiling.perCycle == 4)
    #expect(ceiling.sustained.value == 120)
    #expect(Ceiling.hasEnoughQuiet(alternating(80)))
    #expect(!Ceiling.hasEnoughQuiet(alternating(78)))
    // Seven slices of a thread tell nothing of it.
    let few = try #require(Ceiling(alternating(15)))
    #expect(few.capability.value == 120)
    #expect(!few.isSumOfThreads)
  }

  @Test("work a cycle of the sum is by the clock of the slices that are the fastest")
  func sumPerCycle() throws {
    // A tenth of each thread's slices at 55 rather than 50 a second: 110 rather than 100, 2 a cycle in each.
    let slices = (0..<200).map { slice in
      let isFast = slice % 20 < 2
      let part: Float = isFast ? 110 : 100
      return JointSlice(
        work: 120, seconds: 1, hertz: isFast ? 55 : 50, disturbances: .apart,
        parts: slice.isMultiple(of: 2) ? [part, 0] : [0, part])
    }
    let ceiling = try #require(Ceiling(slices))
    #expect(ceiling.capability.value == 220)
    #expect(ceiling.perCycle == 4)
    #expect(ceiling.hertz == 55)
  }

  @Test("what all threads did at once is told before the sum of what each did")
  func joint() throws {
    let slice = JointSlice(work: 199, seconds: 1, hertz: 50, openness: 1, parts: [100, 100])
    let ceiling = try #require(Ceiling([JointSlice](repeating: slice, count: 50)))
    // Half a per cent more is noise of the tops.
    #expect(ceiling.capability.value == 199)
    #expect(!ceiling.isSumOfThreads)
  }

  @Test("slices whose later half tells more than the earlier one are not steady")
  func steady() {
    let flat = [JointSlice](repeating: JointSlice(work: 100, seconds: 1), count: 50)
    let higher = [JointSlice](repeating: JointSlice(work: 103, seconds: 1), count: 50)
    #expect(Ceiling.isSteady(flat + flat))
    #expect(!Ceiling.isSteady(flat + higher))
    // One that was disturbed says nothing.
    let wild = JointSlice(work: 900, seconds: 1, disturbances: .apart)
    #expect(Ceiling.isSteady(flat + flat + [wild]))
    #expect(!Ceiling.isSteady([]))
  }

  /// So many slices of a rate with the cores so far apart.
  private func placed(_ rate: Double, _ distance: Double?, _ count: Int = 120) -> [JointSlice] {
    [JointSlice](repeating: JointSlice(work: rate, seconds: 1, distance: distance), count: count)
  }

  @Test("a ceiling is that of the better place of the cores, with the other's beside it")
  func places() throws {
    // Those that were taken while the cores were moved, 900 a second, are of no place.
    let slices = placed(16, 50e-9) + placed(20, 240e-9) + placed(900, nil)
    let ceiling = try #require(Ceiling(slices)).placed(slices, border: 110e-9)
    #expect(ceiling.capability.value == 20)
    #expect(ceiling.distance == 240e-9)
    #expect(ceiling.slices == 120)
    #expect(ceiling.elsewhere?.capability.value == 16)
    #expect(ceiling.elsewhere?.distance == 50e-9)
    // 119 slices of a place tell nothing of it.
    let few = placed(16, 50e-9) + placed(20, 240e-9, 119)
    let near = try #require(Ceiling(few)).placed(few, border: 110e-9)
    #expect(near.capability.value == 16)
    #expect(near.distance == 50e-9)
    #expect(near.elsewhere == nil)
  }

  @Test("cores that stay have a distance and no other place, and one core has none")
  func onePlace() throws {
    let slices = placed(16, 50e-9) + placed(16, 60e-9, 10)
    let ceiling = try #require(Ceiling(slices))
    let placed = ceiling.placed(slices, border: nil)
    #expect(placed.capability == ceiling.capability)
    #expect(placed.distance == 50e-9)
    #expect(placed.elsewhere == nil)
    let alone = self.placed(16, nil)
    #expect(try #require(Ceiling(alone)).placed(alone, border: nil).distance == nil)
    #expect(try #require(Ceiling(alone)).placed(alone, border: 110e-9).distance == nil)
  }

  @Test("no slices, and slices without time, have no ceiling")
  func none() {
    #expect(Ceiling([]) == nil)
    #expect(Ceiling([JointSlice(work: 0, seconds: 0)]) == nil)
  }
}

@Suite("Levels in made-up curves")
struct LevelTests {
  @Test("runs of neighbours are cut where a curve steps, despite a slope and a wild point")
  func plateaus() {
    let points = [1.0, 1, 1, 1, 3, 5, 5, 9, 5, 5].map { [$0] }
    let runs = ChangePoints.plateaus(of: points, count: 2)
    #expect(runs == [0..<4, 4..<10] || runs == [0..<5, 5..<10])
  }

  @Test("there are no more runs than points")
  func fewPoints() {
    #expect(ChangePoints.plateaus(of: [], count: 3) == [])
    #expect(ChangePoints.plateaus(of: [[1], [2]], count: 5) == [0..<1, 1..<2])
    #expect(ChangePoints.plateaus(of: [[1], [2]], count: 0) == [])
  }

  private let stated = [
    ProbedMachine.Cache(name: "l1", bytes: 32 << 10, sharers: 1),
    ProbedMachine.Cache(name: "l2", bytes: 1 << 20, sharers: 1),
    ProbedMachine.Cache(name: "l3", bytes: 260 << 20, sharers: 2),
  ]

  /// A curve that steps at 32 KiB, 1 MiB, and at `real` bytes, which the system states as 260 MiB.
  private func curve(_ real: Int) -> [Levels.Sample] {
    Levels.sizes(upTo: 512 << 20).map { bytes in
      switch bytes {
      case ...(32 << 10): Levels.Sample(bytes: bytes, latency: 1e-9, bandwidth: 400e9)
      case ...(1 << 20): Levels.Sample(bytes: bytes, latency: 4e-9, bandwidth: 150e9)
      case ...real: Levels.Sample(bytes: bytes, latency: 20e-9, bandwidth: 30e9)
      default: Levels.Sample(bytes: bytes, latency: 120e-9, bandwidth: 14e9)
      }
    }
  }

  @Test("a level is as large as it is measured to be, whatever the system states")
  func detected() {
    let levels = Levels.detect(in: curve(24 << 20), stated: stated)
    #expect(levels.map(\.name) == ["l1", "l2", "l3", "dram"])
    #expect(levels.map(\.bytes) == [32 << 10, 1 << 20, 24 << 20, nil])
    #expect(levels[2].statedBytes == 260 << 20)
    #expect(levels[3].typicalBytes == 512 << 20)
    for (inner, outer) in zip(levels, levels.dropFirst()) {
      #expect(outer.typicalBytes > inner.bytes ?? 0)
    }
  }

  @Test("a working set leaves the level within it, for each thread of a team")
  func workingSets() {
    let team = ProbeTeam(cpus: [0, 1], cores: 2)
    for end in [4 << 20, 24 << 20] {
      let levels = Levels.detect(in: curve(end), stated: stated)
      // Three times the 32 KiB within it; three times 1 MiB. Two threads have as much each where both take
      // no more than half of the cache, 12 MiB, and else twice 1 MiB.
      #expect(levels[1].typicalBytes == 96 << 10)
      #expect(levels[2].typicalBytes == 3 << 20)
      #expect(levels[2].bytesPerThread(of: team) == (end == 24 << 20 ? 3 << 20 : 2 << 20))
    }
  }

  @Test("a level whose latency hardly differs from the one within it is told by its bandwidth")
  func byBandwidth() {
    // The last cache answers in 4.8 ns where the one within it takes 4, less than a quarter more.
    let curve = curve(24 << 20).map { sample in
      var sample = sample
      if sample.latency == 20e-9 { sample.latency = 4.8e-9 }
      return sample
    }
    let levels = Levels.detect(in: curve, stated: stated)
    #expect(levels.map(\.name) == ["l1", "l2", "l3", "dram"])
    #expect(levels.map(\.bytes) == [32 << 10, 1 << 20, 24 << 20, nil])
  }

  @Test("where the system states no caches, the curve alone tells them")
  func unstated() {
    let levels = Levels.detect(in: curve(24 << 20), stated: [])
    #expect(levels.map(\.name) == ["l1", "l2", "l3", "dram"])
    #expect(levels.map(\.bytes) == [32 << 10, 1 << 20, 24 << 20, nil])
    #expect(levels.allSatisfy { $0.statedBytes == nil })
  }

  @Test("a sweep that ends within the last cache has no main memory")
  func short() {
    let curve = curve(24 << 20).filter { $0.bytes <= 8 << 20 }
    let levels = Levels.detect(in: curve, stated: stated)
    #expect(levels.map(\.name) == ["l1", "l2", "l3"])
    #expect(levels.last?.bytes == nil)
    #expect(levels.last?.statedBytes == 260 << 20)
  }

  @Test("levels that do not differ are one, and main memory is always there")
  func alike() {
    let flat = Levels.sizes(upTo: 1 << 30).map {
      Levels.Sample(bytes: $0, latency: 1e-9, bandwidth: 1e9)
    }
    #expect(Levels.detect(in: flat, stated: stated).map(\.name) == ["dram"])
    #expect(Levels.detect(in: [], stated: stated) == [])
    #expect(Levels.detect(in: flat, stated: []).map(\.name) == ["dram"])
  }

  @Test("sizes go up by octaves and their middles, then by octaves alone, and end in time")
  func sizes() {
    #expect(Levels.sizes(upTo: 16384) == [4096, 6144, 8192, 12288, 16384])
    #expect(
      Levels.sizes(upTo: 256 << 20).suffix(4) == [48 << 20, 64 << 20, 128 << 20, 256 << 20])
    #expect(Levels.sizes(upTo: 0) == [])
    #expect(Levels.sizes(upTo: .max).allSatisfy { $0 > 0 })
  }
}
