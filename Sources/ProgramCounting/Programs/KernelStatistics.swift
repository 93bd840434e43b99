import Glibc
import Machine

/// What the kernel's files tell of a process, or of the whole machine, until now.
struct KernelStatistics: Sendable, Hashable {
  var userSeconds: Double?
  var systemSeconds: Double?
  var stolenSeconds: Double?
  var peakBytes: Int?
  var minorFaults: Int?
  var majorFaults: Int?
  var voluntarySwitches: Int?
  var involuntarySwitches: Int?

  private static var ticksPerSecond: Double { Double(max(1, sysconf(Int32(_SC_CLK_TCK)))) }

  /// Of a process that runs: `/proc/PID/stat`, and `status` of it and its threads (proc(5)).
  static func ofProcess(_ pid: Int32, _ files: SystemFiles) -> KernelStatistics {
    var found = KernelStatistics()
    // The name, which may hold anything, ends with the last parenthesis; the state is field 3.
    let stat = files.text("/proc/\(pid)/stat") ?? ""
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    let field = { (number: Int) in
      fields.indices.contains(number - 2) ? Int(fields[number - 2]) : nil
    }
    found.minorFaults = field(10)
    found.majorFaults = field(12)
    found.userSeconds = field(14).map { Double($0) / ticksPerSecond }
    found.systemSeconds = field(15).map { Double($0) / ticksPerSecond }
    found.peakBytes = number("VmHWM", in: files.text("/proc/\(pid)/status")).map { $0 * 1024 }
    for thread in files.names(in: "/proc/\(pid)/task") {
      let status = files.text("/proc/\(pid)/task/\(thread)/status")
      found.voluntarySwitches.add(number("voluntary_ctxt_switches", in: status))
      found.involuntarySwitches.add(number("nonvoluntary_ctxt_switches", in: status))
    }
    found.stolenSeconds = DisturbanceMeter(files: files).read().stolenSeconds
    return found
  }

  /// Of the whole machine: `/proc/stat` and `/proc/vmstat`.
  static func ofMachine(_ files: SystemFiles) -> KernelStatistics {
    var found = KernelStatistics()
    let lines = (files.text("/proc/stat") ?? "").split(separator: "\n")
    let words = { (name: String, text: [Substring]) in
      text.lazy.map { $0.split(separator: " ") }.first { $0.first.map(String.init) == name }
    }
    if let times = words("cpu", lines)?.dropFirst().map({ Double($0) ?? 0 }), times.count > 7 {
      found.userSeconds = (times[0] + times[1]) / ticksPerSecond
      found.systemSeconds = (times[2] + times[5] + times[6]) / ticksPerSecond
      found.stolenSeconds = times[7] / ticksPerSecond
    }
    found.voluntarySwitches = words("ctxt", lines).flatMap { $0.count > 1 ? Int($0[1]) : nil }
    let memory = (files.text("/proc/vmstat") ?? "").split(separator: "\n")
    let faults = words("pgfault", memory).flatMap { $0.count > 1 ? Int($0[1]) : nil }
    found.majorFaults = words("pgmajfault", memory).flatMap { $0.count > 1 ? Int($0[1]) : nil }
    if let faults, let major = found.majorFaults { found.minorFaults = max(0, faults - major) }
    return found
  }

  /// What came since an earlier reading.
  func use(since earlier: KernelStatistics, wallSeconds: Double) -> ResourceUse {
    var use = ResourceUse(wallSeconds: wallSeconds)
    use.userSeconds = Self.difference(userSeconds, earlier.userSeconds)
    use.systemSeconds = Self.difference(systemSeconds, earlier.systemSeconds)
    use.stolenSeconds = Self.difference(stolenSeconds, earlier.stolenSeconds)
    use.peakBytes = peakBytes ?? earlier.peakBytes
    use.minorFaults = Self.difference(minorFaults, earlier.minorFaults)
    use.majorFaults = Self.difference(majorFaults, earlier.majorFaults)
    use.voluntarySwitches = Self.difference(voluntarySwitches, earlier.voluntarySwitches)
    use.involuntarySwitches = Self.difference(involuntarySwitches, earlier.involuntarySwitches)
    return use
  }

  private static func difference<T: Numeric & Comparable>(_ now: T?, _ before: T?) -> T? {
    guard let now, let before else { return nil }
    return now > before ? now - before : 0
  }

  /// The number after a name and a colon.
  private static func number(_ name: String, in text: String?) -> Int? {
    let line = (text ?? "").split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.dropFirst(name.count + 1).split { $0 == " " || $0 == "\t" }.first
      .flatMap { Int($0) }
  }
}

extension Int? {
  /// Adds what is known.
  fileprivate mutating func add(_ other: Int?) {
    guard let other else { return }
    self = (self ?? 0).addingReportingOverflow(other).partialValue
  }
}
