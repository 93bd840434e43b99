import Glibc

/// What disturbs the calling thread, read before and after a stretch of work.
///
/// Opened on the thread that it reads: Linux ties the files to the thread that opened them.
package struct DisturbanceMeter: ~Copyable {
  private let scheduling: Int32
  private let statistics: Int32
  private let ticksPerSecond: Double

  /// A meter of the calling thread.
  package init(files: SystemFiles = SystemFiles()) {
    scheduling = open(files.root + "/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
    statistics = open(files.root + "/proc/stat", O_RDONLY | O_CLOEXEC)
    ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  deinit {
    for file in [scheduling, statistics] where file >= 0 { close(file) }
  }

  /// The counts until now. It takes some microseconds: two files and a system call.
  package borrowing func read() -> DisturbanceReading {
    DisturbanceReading(
      stolenSeconds: head(of: statistics).flatMap { stolenSeconds(statistics: $0) },
      runDelaySeconds: head(of: scheduling).flatMap { Self.runDelaySeconds(scheduling: $0) },
      involuntarySwitches: Self.involuntarySwitches)
  }

  /// The first bytes of an open file: all that is needed is in its first line.
  private borrowing func head(of file: Int32) -> String? {
    guard file >= 0 else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
      let count = pread(file, buffer.baseAddress, buffer.count, 0)
      guard count > 0 else { return nil }
      return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
  }

  /// The ninth word of the line `cpu`: ticks in which the hypervisor ran others (proc(5)).
  private borrowing func stolenSeconds(statistics text: String) -> Double? {
    guard let words = text.lines.first?.words, words.first == "cpu", words.count > 8 else {
      return nil
    }
    return Double(words[8]).map { $0 / ticksPerSecond }
  }

  /// The second word: nanoseconds in which the thread could run and did not (the kernel's
  /// Documentation/scheduler/sched-stats.rst).
  private static func runDelaySeconds(scheduling text: String) -> Double? {
    guard let words = text.lines.first?.words, words.count > 1 else { return nil }
    return Double(words[1]).map { $0 / 1e9 }
  }

  private static var involuntarySwitches: Int? {
    var usage = rusage()
    // RUSAGE_THREAD, a macro that is not imported (Linux's include/uapi/linux/resource.h).
    guard getrusage(1, &usage) == 0 else { return nil }
    return usage.ru_nivcsw
  }
}

/// Counts of what disturbs a thread: since the start, or of a stretch of work. What Linux does not
/// tell is nil.
package struct DisturbanceReading: Sendable, Hashable {
  /// Seconds that the hypervisor gave to others, over all processing units.
  package var stolenSeconds: Double?
  /// Seconds in which the thread could run, and another ran in its place.
  package var runDelaySeconds: Double?
  /// How often the thread was taken off its processing unit.
  package var involuntarySwitches: Int?

  /// A reading.
  package init(stolenSeconds: Double?, runDelaySeconds: Double?, involuntarySwitches: Int?) {
    self.stolenSeconds = stolenSeconds
    self.runDelaySeconds = runDelaySeconds
    self.involuntarySwitches = involuntarySwitches
  }

  /// What came since an earlier reading of the same thread.
  package func since(_ earlier: DisturbanceReading) -> DisturbanceReading {
    DisturbanceReading(
      stolenSeconds: Self.difference(stolenSeconds, earlier.stolenSeconds),
      runDelaySeconds: Self.difference(runDelaySeconds, earlier.runDelaySeconds),
      involuntarySwitches: involuntarySwitches.flatMap { now in
        earlier.involuntarySwitches.map {
          max(0, now.subtractingReportingOverflow($0).partialValue)
        }
      })
  }

  private static func difference(_ now: Double?, _ before: Double?) -> Double? {
    guard let now, let before else { return nil }
    return max(0, now - before)
  }

  /// Whether anything disturbed at all.
  package var isUndisturbed: Bool {
    (stolenSeconds ?? 0) == 0 && (runDelaySeconds ?? 0) == 0 && (involuntarySwitches ?? 0) == 0
  }
}
