import Glibc

/// What a program took of the machine, as the kernel tells it. What it does not tell is nil.
package struct ResourceUse: Sendable, Hashable {
  /// Time from its start to its end.
  package var wallSeconds: Double
  /// Time that its processes ran in user mode, those that it waited for included.
  package var userSeconds: Double?
  /// Time that they ran in the kernel.
  package var systemSeconds: Double?
  /// Time that the hypervisor gave to others meanwhile, over all processing units.
  package var stolenSeconds: Double?
  /// The most memory that one of its processes had at a time.
  package var peakBytes: Int?
  /// Whether ``peakBytes`` is only known not to be more: the kernel counts what the process had
  /// before it executed its program.
  package var isPeakBound = false
  /// Page faults that needed no disk.
  package var minorFaults: Int?
  /// Page faults that read the disk.
  package var majorFaults: Int?
  /// How often it waited of itself.
  package var voluntarySwitches: Int?
  /// How often it was taken off its processing unit.
  package var involuntarySwitches: Int?

  /// Processing units that it kept busy on average.
  package var busyUnits: Double? {
    guard let userSeconds, let systemSeconds, wallSeconds > 0 else { return nil }
    return (userSeconds + systemSeconds) / wallSeconds
  }

  /// What `wait4` tells of a process, which took so long.
  init(_ usage: rusage, wallSeconds: Double, stolenSeconds: Double?, floorBytes: Int) {
    self.wallSeconds = wallSeconds
    self.stolenSeconds = stolenSeconds
    userSeconds = Self.seconds(usage.ru_utime)
    systemSeconds = Self.seconds(usage.ru_stime)
    let peak = usage.ru_maxrss.multipliedReportingOverflow(by: 1024)
    peakBytes = peak.overflow ? nil : peak.partialValue
    isPeakBound = (peakBytes ?? 0) <= floorBytes
    minorFaults = usage.ru_minflt
    majorFaults = usage.ru_majflt
    voluntarySwitches = usage.ru_nvcsw
    involuntarySwitches = usage.ru_nivcsw
  }

  /// A use of which only the time is known so far.
  package init(wallSeconds: Double) { self.wallSeconds = wallSeconds }

  /// The memory of this process at its peak, in bytes: what a child is counted to have had.
  static var ownPeakBytes: Int {
    var usage = rusage()
    // RUSAGE_SELF, a macro that is not imported (Linux's include/uapi/linux/resource.h).
    guard getrusage(0, &usage) == 0 else { return Int.max }
    return usage.ru_maxrss.multipliedReportingOverflow(by: 1024).partialValue
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
