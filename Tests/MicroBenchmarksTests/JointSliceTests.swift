import CMicroKernels
import MicroBenchmarks
import Testing

@Suite("Slices of several threads")
struct JointSliceTests {
  /// A slice from 1,000 ns on that did as many operations as it took nanoseconds, at most 100.
  private func slice(_ nanoseconds: UInt64) -> rl_slice {
    var slice = rl_slice()
    (slice.start, slice.end, slice.work) = (1000, 1000 + nanoseconds, 100)
    (slice.chain_cycles, slice.chain_nanoseconds) = (60, 20)
    return slice
  }

  @Test("a thread with its core whole tells of itself where the other works as long as it does")
  func parts() throws {
    // The second takes twice its time beside a neighbour, and so works all the while that the first does.
    let joined = try #require(
      JointSlice(joining: [slice(100), slice(200)], shares: [0.99, 0.5], isShared: false))
    #expect(joined.disturbances == .apart)
    #expect(joined.openness == 0.5)
    // 100 operations in 100 ns.
    #expect(joined.parts == [1e9, 0])
    // A core that is whole while the other has ended tells what it does alone.
    let alone = try #require(
      JointSlice(joining: [slice(100), slice(200)], shares: [0.99, 0.99], isShared: false))
    #expect(alone.parts == [1e9, 0])
    let both = try #require(
      JointSlice(joining: [slice(100), slice(100)], shares: [0.99, 0.99], isShared: false))
    #expect(both.parts == [1e9, 1e9])
  }

  @Test("no thread tells of itself where another did not run, where they share, or where it is one")
  func noParts() throws {
    var switched = slice(200)
    switched.involuntary_switches = 1
    let slices = [
      JointSlice(joining: [slice(100), switched], shares: [0.99, 0.5], isShared: false),
      JointSlice(joining: [slice(100), slice(100)], shares: [0.99, 0.99], isShared: true),
      JointSlice(joining: [slice(100)], shares: [0.99], isShared: false),
    ]
    for slice in slices { #expect(try #require(slice).parts == []) }
  }
}
