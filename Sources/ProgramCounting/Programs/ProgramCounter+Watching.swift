import Glibc
import Machine

extension ProgramCounter {
  /// Counts what a process does that runs already, with the threads that come later, until it ends,
  /// for `seconds` at most, or until this program is asked to end.
  ///
  /// - Throws: ``CountingError`` where there is no such process, or it cannot be counted.
  package func attach(
    to pid: Int32, seconds: Double? = nil, onInterval: Interval = { _ in }
  ) throws(CountingError) -> CountedRun {
    guard kill(pid, 0) == 0 || errno == EPERM else {
      throw CountingError("there is no process \(pid); `ps` lists those that there are")
    }
    let threads = files.names(in: "/proc/\(pid)/task").compactMap { Int32($0) }
    return try watch(
      .process(pid: pid, threads: threads), seconds: seconds, onInterval,
      isOver: { kill(pid, 0) != 0 && errno == ESRCH },
      statistics: { .ofProcess(pid, files) })
  }

  /// Counts what the whole machine does, for `seconds` or until this program is asked to end.
  ///
  /// - Throws: ``CountingError`` where it cannot be counted.
  package func countMachine(
    units: [Int], seconds: Double? = nil, onInterval: Interval = { _ in }
  ) throws(CountingError) -> CountedRun {
    try watch(
      .system(units: units), seconds: seconds, onInterval, isOver: { false },
      statistics: { .ofMachine(files) })
  }

  private func watch(
    _ target: CountingTarget, seconds: Double?, _ onInterval: Interval, isOver: () -> Bool,
    statistics: () -> KernelStatistics
  ) throws(CountingError) -> CountedRun {
    let signals = SignalHold()
    let sets = try plan.sets(for: target)
    var latest = statistics()
    let first = latest
    for set in sets { try set.start() }
    var readings = Readings(sets, interval: interval, tells: every != nil)
    let end = seconds.map { Clock.nanoseconds() &+ UInt64(max(0, min($0, 1e9)) * 1e9) } ?? .max
    while !isOver(), Clock.nanoseconds() < end {
      let signal = signals.wait(until: min(readings.next, end))
      if signal == SIGINT || signal == SIGTERM || signal == SIGHUP { break }
      if let sample = readings.sampleIfDue() { onInterval(sample) }
      // The files of a process go with it: the last that could be read count.
      let now = statistics()
      if now.userSeconds != nil { latest = now }
    }
    let elapsed = readings.seconds
    try readings.read()
    for set in sets { set.stop() }
    var run = CountedRun(
      exitCode: nil, use: latest.use(since: first, wallSeconds: elapsed), counts: readings.totals)
    run.timeline = readings.timeline
    return run
  }
}
