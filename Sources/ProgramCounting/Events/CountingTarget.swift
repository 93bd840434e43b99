/// What is counted.
package enum CountingTarget: Sendable, Hashable {
  /// A process that has not executed its program yet, with all that comes of it.
  case program(pid: Int32)
  /// The threads of a process that runs, with those that come later.
  case process(pid: Int32, threads: [Int32])
  /// Whatever runs on these processing units.
  case system(units: [Int])
  /// The calling thread alone.
  case thread
}
