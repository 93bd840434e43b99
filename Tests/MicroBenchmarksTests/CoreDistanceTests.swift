import CMicroKernels
import MicroBenchmarks
import Testing

@Suite("How far cores are apart")
struct CoreDistanceTests {
  private let pair = CoreDistances.Pair(1, 0)

  /// So many samples of 50 ns, and of 240.
  private func distances(near: Int, far: Int) -> CoreDistances {
    CoreDistances([
      pair: [Double](repeating: 50e-9, count: near) + [Double](repeating: 240e-9, count: far)
    ])
  }

  @Test("CPUs that were moved have a near and a far place, each with its share")
  func moved() throws {
    let distances = distances(near: 75, far: 25)
    let (near, far) = try #require(distances.placements(pair))
    #expect(near.seconds == 50e-9)
    #expect(near.share == 0.75)
    #expect(far.seconds == 240e-9)
    #expect(far.share == 0.25)
    #expect(distances.median(pair) == 50e-9)
    // The geometric mean of 50 and 240 is the root of 12,000: 109.5.
    let border = try #require(distances.border)
    #expect((border * 1e9 - 109.5).magnitude < 0.1)
  }

  @Test("CPUs that stayed have one place, whatever few samples say")
  func stayed() {
    #expect(distances(near: 100, far: 0).placements(pair) == nil)
    #expect(distances(near: 97, far: 3).placements(pair) == nil)
    #expect(distances(near: 100, far: 0).border == nil)
    #expect(CoreDistances().placements(pair) == nil)
    #expect(CoreDistances().median(pair) == nil)
  }

  @Test("samples that spread without a gap are of one place")
  func spread() {
    // The 95th percentile is 64 ns, 1.83 times the 5th; the medians of both halves are 35 and 52, 1.49 times.
    let samples = [(35.0, 50), (46, 30), (52, 14), (64, 6)].flatMap { nanoseconds, count in
      [Double](repeating: nanoseconds / 1e9, count: count)
    }
    #expect(CoreDistances([pair: samples]).placements(pair) == nil)
  }

  @Test("a slice has a place where its cores were as far apart after it as before")
  func around() {
    #expect(CoreDistances.around(before: 50, after: 55) == 50)
    #expect(CoreDistances.around(before: 240, after: 230) == 240)
    // Moved meanwhile; or one of both was not measured.
    #expect(CoreDistances.around(before: 50, after: 240) == nil)
    #expect(CoreDistances.around(before: 240, after: 50) == nil)
    #expect(CoreDistances.around(before: 50, after: 0) == nil)
    #expect(CoreDistances.around(before: 0, after: 0) == nil)
  }

  @Test("two CPUs are one pair in either order, and pairs come in order")
  func pairs() {
    #expect(CoreDistances.Pair(3, 2) == CoreDistances.Pair(2, 3))
    let all = [(2, 1), (0, 2), (0, 1)].map { CoreDistances.Pair($0, $1) }
    let distances = CoreDistances(Dictionary(uniqueKeysWithValues: all.map { ($0, [1e-7]) }))
    #expect(distances.pairs.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
  }

  @Test(
    "every two of a team have their turn once, several at the same time",
    arguments: [2, 3, 4, 5, 8, 9] as [UInt32])
  func partners(_ threads: UInt32) {
    // An even number needs one round less than there are threads.
    let rounds = threads % 2 == 0 ? threads - 1 : threads
    var met: [[UInt32]: Int] = [:]
    for round in 0..<rounds {
      for thread in 0..<threads {
        let partner = rl_partner(thread, threads, round)
        #expect(rl_partner(partner, threads, round) == thread)
        if thread < partner { met[[thread, partner], default: 0] += 1 }
      }
    }
    #expect(met.count == Int(threads * (threads - 1) / 2))
    #expect(met.values.allSatisfy { $0 == 1 })
  }

  @Test("a thread that is alone, or none of the team, has no partner")
  func alone() {
    #expect(rl_partner(0, 1, 5) == 0)
    #expect(rl_partner(0, 0, 0) == 0)
    #expect(rl_partner(7, 4, 1) == 7)
  }
}
