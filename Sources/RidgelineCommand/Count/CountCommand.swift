import ArgumentParser
import CounterGroups
import Devices
import Glibc
import MachineReports
import ProgramCounting
import Reports

/// `ridgeline count`: what a program really does.
struct CountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "count",
    abstract:
      "Run a program and tell what it does: FLOPs, bytes, time, and how far below the roofline.",
    discussion: """
      The program's own output and exit status pass through; the report goes to standard error, or \
      to --output. Its threads and children are counted with it. Where the processor's events cannot \
      be counted, the report says why and what to do, and tells the rest.

      EXAMPLES:
        ridgeline count -- ./solve input.dat
        ridgeline count --repeat 5 --cores 0-3 --device local -- python3 train.py
        ridgeline count --every 1s -- ./solve input.dat
        ridgeline count --flops 2.5e12 --bytes 8e9 --device amd-epyc-9654 -- ./solve input.dat
        ridgeline count --model resnet50.onnx --inferences 100 --device local -- ./infer
        ridgeline count --attach 4242 --for 10s
        sudo ridgeline count --system --for 5s
        ridgeline count --device local --format html --output solve.html -- ./solve input.dat
        ridgeline count --trace onnxruntime_profile.json --model resnet50.onnx --device local
        ridgeline count --self-test
      """)

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments, after `--`.", valueName: "program"))
  var program: [String] = []

  @OptionGroup(title: "What is counted") var subject: CountSubjectOptions
  @OptionGroup(title: "How it is counted") var counting: EventOptions
  @OptionGroup(title: "The point on the roofline") var work: StatedWorkOptions
  @OptionGroup(title: "The report") var report: CountReportOptions

  func validate() throws {
    let asked = [!program.isEmpty, subject.attach != nil, subject.system && program.isEmpty]
      .count(where: \.self)
    if let other = subject.trace != nil ? "--trace" : subject.selfTest ? "--self-test" : nil {
      guard asked == 0 else { throw ValidationError("\(other) counts no program; leave it out") }
    } else if asked == 0 {
      throw ValidationError(
        "no program to count: ridgeline count -- PROGRAM, or --attach PID, --system, --trace, "
          + "--self-test")
    } else if asked > 1 || (subject.attach != nil && subject.system) {
      throw ValidationError("give one of a program, --attach and --system")
    }
    if subject.duration != nil && !program.isEmpty && !subject.system {
      throw ValidationError("--for is for --attach and --system; a program runs to its end")
    }
    if counting.passes && (counting.repeats > 1 || program.isEmpty || subject.system) {
      throw ValidationError("--passes runs a program by itself, once for each set of events")
    }
    if counting.repeats > 1 && (program.isEmpty || subject.system) {
      throw ValidationError("--repeat is for a program")
    }
  }

  func run() throws {
    if subject.selfTest { return try report.write(SelfTestReport(SelfTest.run())) }
    if let trace = subject.trace { return try report.write(work.beside(trace, top: report.top)) }
    // Before the program runs: a mistake in these must not cost its time.
    let device = try work.device.map { try DeviceCatalogue.profile($0) }
    let stated = try work.stated()
    let plan = try counting.plan()
    let units = try counting.units()
    let (runs, passes) = try count(plan, units: units)
    let result = CountReport(
      title: title, runs: runs, plan: plan, passes: passes, stated: stated, device: device,
      wantsHardware: counting.wantsHardware)
    // What the program wrote stays apart from what is said of it.
    try report.write(result, to: program.isEmpty ? STDOUT_FILENO : STDERR_FILENO, result.figure)
    if let code = runs.last?.exitCode, code != 0 { throw ExitCode(code) }
  }

  private var title: String {
    if let pid = subject.attach { return "process \(pid)" }
    return program.isEmpty ? "the whole machine" : program.joined(separator: " ")
  }

  private func count(_ plan: CounterPlan, units: [Int]) throws -> ([CountedRun], passes: Int) {
    let tell = IntervalLines(plan, isShown: report.format == .table && report.output == nil)
    let counter = ProgramCounter(plan, every: counting.every?.seconds)
    do {
      if let pid = subject.attach {
        let run = try counter.attach(
          to: pid, seconds: subject.duration?.seconds, onInterval: tell.show)
        return ([run], 1)
      }
      if subject.system {
        let online = try LocalUnits.online()
        let run =
          program.isEmpty
          ? try counter.countMachine(
            units: online, seconds: subject.duration?.seconds, onInterval: tell.show)
          : try counter.run(
            Program(arguments: program, units: units), machine: online, onInterval: tell.show)
        return ([run], 1)
      }
      return try runs(of: Program(arguments: program, units: units), plan, tell)
    } catch let error as CountingError {
      StandardError.write("Error: \(error.description)")
      throw ExitCode(error.exitCode)
    }
  }

  /// Runs a program as often as asked; a failure ends it, and its status is the status of all.
  private func runs(
    of program: Program, _ plan: CounterPlan, _ tell: IntervalLines
  ) throws(CountingError) -> ([CountedRun], passes: Int) {
    let plans = counting.passes ? plan.passes : Array(repeating: plan, count: counting.repeats)
    var runs: [CountedRun] = []
    for plan in plans {
      let counter = ProgramCounter(plan, every: counting.every?.seconds)
      let run = try counter.run(program, onInterval: tell.show)
      runs.append(run)
      if run.exitCode != 0 { break }
    }
    return (runs, counting.passes ? plans.count : 1)
  }
}
