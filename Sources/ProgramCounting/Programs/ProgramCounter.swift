import CProgramCounting
import Glibc
package import Machine

/// Runs programs, and counts what they do.
package struct ProgramCounter {
  /// Told of each interval, where intervals are asked for.
  package typealias Interval = (CountedRun.Sample) -> Void

  let plan: CounterPlan
  let every: Double?
  let files: SystemFiles

  /// A counter of these events.
  ///
  /// - Parameter every: the seconds between intervals; nil for none.
  package init(_ plan: CounterPlan, every: Double? = nil, files: SystemFiles = SystemFiles()) {
    self.plan = plan
    self.every = every
    self.files = files
  }

  /// Readings for the error of scaled counts, where no intervals are asked for: a guess between too
  /// few and too many.
  private static let secondsBetweenReadings = 0.05

  var interval: UInt64? {
    let seconds = every ?? (plan.needsTurns ? Self.secondsBetweenReadings : nil)
    return seconds.map { UInt64(max($0, 0.001) * 1e9) }
  }

  /// Runs a program to its end. SIGINT, SIGTERM and their like go to it and its group, once each.
  ///
  /// - Parameter units: the processing units of the whole machine, where all that runs there meanwhile
  ///   is to be counted, not the program alone.
  /// - Throws: ``CountingError`` where it cannot be run, or its events cannot be counted.
  package func run(
    _ program: Program, machine units: [Int]? = nil, onInterval: Interval = { _ in }
  ) throws(CountingError) -> CountedRun {
    let signals = SignalHold()
    let regions = plan.regionFile()
    var program = program
    if let regions { program.variables[RegionFile.variable] = regions.path }
    let floor = ResourceUse.ownPeakBytes
    let held = try HeldProgram(program, signals: signals)
    let sets: [any CounterSet]
    do throws(CountingError) {
      sets = try plan.sets(for: units.map { .system(units: $0) } ?? .program(pid: held.pid))
      for set in sets { try set.start() }
    } catch {
      rl_give_terminal(held.terminal, getpgrp())
      throw error
    }
    let meter = DisturbanceMeter(files: files)
    let stolen = meter.read()
    var series = Readings(sets, interval: interval, tells: every != nil)
    try held.release()
    // While the program runs: the report tells PAPI's reason, and PAPI takes long to start.
    _ = plan.access.refusal?.papiReason
    let (status, usage) = wait(
      for: held.pid, terminal: held.terminal, signals, &series, onInterval)
    let seconds = series.seconds
    rl_give_terminal(held.terminal, getpgrp())
    try series.read()
    for set in sets { set.stop() }
    let use = ResourceUse(
      usage, wallSeconds: seconds, stolenSeconds: meter.read().since(stolen).stolenSeconds,
      floorBytes: floor)
    var run = CountedRun(exitCode: rl_exit_code(status), use: use, counts: series.totals)
    run.timeline = series.timeline
    run.regions = regions?.regions() ?? []
    return run
  }

  /// Waits for a program's end; passes signals on, and takes readings meanwhile.
  private func wait(
    for pid: Int32, terminal: Int32, _ signals: SignalHold, _ series: inout Readings,
    _ onInterval: Interval
  ) -> (status: Int32, usage: rusage) {
    var status: Int32 = 0
    var usage = rusage()
    while true {
      let ended = wait4(pid, &status, WNOHANG | WUNTRACED, &usage)
      if ended == pid {
        guard rl_is_stopped(status) else { return (status, usage) }
        if terminal >= 0 { stop(with: pid, terminal: terminal) }
        continue
      }
      if ended < 0 && errno != EINTR { return (status, usage) }
      if let signal = signals.wait(until: series.next), signal != SIGCHLD {
        // A program that left its group, or has not made it yet, is reached alone.
        if kill(-pid, signal) != 0 { kill(pid, signal) }
      }
      if let sample = series.sampleIfDue() { onInterval(sample) }
    }
  }

  /// A program that was stopped at the terminal stops this one too, so that the shell takes over; both
  /// go on together.
  private func stop(with pid: Int32, terminal: Int32) {
    rl_give_terminal(terminal, getpgrp())
    raise(SIGSTOP)
    rl_give_terminal(terminal, pid)
    kill(-pid, SIGCONT)
  }
}
