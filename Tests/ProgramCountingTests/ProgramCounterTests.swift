import CounterGroups
import Foundation
import Machine
import ProgramCounting
import Testing

/// Programs that are run and counted, by the events that the kernel counts everywhere.
@Suite("Running and counting programs", .serialized)
struct ProgramCounterTests {
  /// Whether the kernel counts its own events here: not in every container.
  static let isCounted: Bool = {
    // PAPI looks for the library of software-defined events, which other suites use, when it starts.
    _ = dlopen("libsde.so.1", RTLD_NOW | RTLD_GLOBAL)
    guard let plan = try? CounterPlan(groups: [.software]),
      let run = try? ProgramCounter(plan).run(Program(arguments: ["true"]))
    else { return false }
    return plan.values(of: run.counts).contains { $0.metric.id == "page-faults" && $0.value > 0 }
  }()

  private func run(_ arguments: [String], every: Double? = nil) throws -> CountedRun {
    // Tests run on threads that hold signals back, and what they start would too.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    let plan = try CounterPlan(groups: [.software])
    return try ProgramCounter(plan, every: every).run(Program(arguments: arguments))
  }

  private func value(_ id: String, of run: CountedRun) throws -> Double {
    let plan = try CounterPlan(groups: [.software])
    return try #require(plan.values(of: run.counts).first { $0.metric.id == id }).value
  }

  @Test(
    "a program's exit status is the shell's for it",
    arguments: [
      (["true"], 0), (["false"], 1), (["sh", "-c", "exit 42"], 42),
      (["sh", "-c", "kill -9 $$"], 137), (["sh", "-c", "kill -TERM $$"], 143),
    ] as [([String], Int32)])
  func exitCode(arguments: [String], code: Int32) throws {
    #expect(try run(arguments).exitCode == code)
  }

  @Test(
    "what cannot be run is told in one line, with the shell's status",
    arguments: [(["nonexistent-program"], 127), (["/"], 126), (["/etc/passwd"], 126), ([], 125)]
      as [([String], Int32)])
  func notRun(arguments: [String], code: Int32) {
    let error = #expect(throws: CountingError.self) { try run(arguments) }
    #expect(error?.exitCode == code)
    #expect(error?.description.contains("\n") == false)
  }

  @Test("time, memory and switches of a program that sleeps are told")
  func sleeping() throws {
    let use = try run(["sleep", "0.2"]).use
    #expect(use.wallSeconds >= 0.2 && use.wallSeconds < 5)
    #expect(try #require(use.userSeconds) < 0.2)
    #expect(try #require(use.voluntarySwitches) >= 1)
    #expect(try #require(use.peakBytes) > 100_000)
    #expect(use.minorFaults ?? 0 > 10)
  }

  @Test("a program that takes memory shows it")
  func memory() throws {
    // dd reads into a buffer of 64 MiB.
    let use = try run([
      "dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1", "status=none",
    ]).use
    #expect(try #require(use.peakBytes) > 64 << 20)
  }

  @Test(
    "page faults of children are counted with their parent's",
    .enabled(if: isCounted, "the kernel's events are not counted here"))
  func children() throws {
    let one = try value("page-faults", of: run(["sh", "-c", ":"]))
    let many = try value(
      "page-faults", of: run(["sh", "-c", "for i in 1 2 3 4 5; do sh -c :; done"]))
    // Each child is a shell of its own.
    #expect(many > 4 * one)
  }

  @Test(
    "intervals add up to the whole",
    .enabled(if: isCounted, "the kernel's events are not counted here"))
  func intervals() throws {
    let plan = try CounterPlan(groups: [.software])
    var told = 0
    let run = try ProgramCounter(plan, every: 0.05).run(
      Program(arguments: ["sh", "-c", "sleep 0.12; sh -c :; sleep 0.12"]),
      onInterval: { _ in told += 1 })
    #expect(told == run.timeline.count)
    #expect(told >= 3)
    #expect(run.timeline.map(\.seconds) == run.timeline.map(\.seconds).sorted())
    let sum = run.timeline.flatMap(\.counts).filter { $0.key.key == "page_faults" }
      .reduce(0) { $0 + $1.value.value }
    #expect(sum > 0)
    #expect(try sum <= value("page-faults", of: run))
  }

  @Test("a program is bound to the processing units that it is given")
  func bound() throws {
    let plan = try CounterPlan(groups: [.software])
    let run = try ProgramCounter(plan).run(
      Program(
        arguments: ["sh", "-c", "test \"$(nproc)\" = 1"],
        units: [try #require(firstUnit)]))
    #expect(run.exitCode == 0)
    #expect(throws: CountingError.self) {
      _ = try ProgramCounter(plan).run(Program(arguments: ["true"], units: [8_000]))
    }
  }

  private var firstUnit: Int? {
    let list = SystemFiles().text("/proc/self/status")?.split(separator: "\n")
      .first { $0.hasPrefix("Cpus_allowed_list:") }
    return list?.split { !$0.isNumber }.first.flatMap { Int($0) }
  }

  @Test(
    "a process that runs already is attached to until it ends",
    .enabled(if: isCounted, "the kernel's events are not counted here"))
  func attached() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "sleep 0.1; for i in 1 2 3; do sh -c :; done; sleep 0.1"]
    try process.run()
    let plan = try CounterPlan(groups: [.software])
    let reaper = Thread { process.waitUntilExit() }
    reaper.start()
    let run = try ProgramCounter(plan).attach(to: process.processIdentifier, seconds: 30)
    #expect(run.exitCode == nil)
    #expect(run.use.wallSeconds < 30)
    #expect(try value("page-faults", of: run) > 30)
  }

  @Test("a process that is not there cannot be attached to")
  func attachedToNobody() throws {
    let plan = try CounterPlan(groups: [.software])
    // Linux has at most 2^22 processes (proc(5), pid_max).
    let error = #expect(throws: CountingError.self) {
      _ = try ProgramCounter(plan).attach(to: (1 << 22) + 1)
    }
    #expect(error?.description.contains("no process") == true)
  }

  @Test(
    "regions are counted by name, nested, over all threads",
    .enabled(if: isCounted, "the kernel's events are not counted here"),
    .enabled(if: BuiltPrograms.threads != nil, "there is no C compiler"))
  func regions() throws {
    let program = try #require(BuiltPrograms.threads)
    let plan = try CounterPlan(groups: [.software])
    let run = try ProgramCounter(plan).run(
      Program(arguments: ["sh", "-c", "\(program) 1000 >/dev/null"]))
    #expect(run.exitCode == 0)
    #expect(run.regions.map(\.path) == [["outer"], ["outer", "inner"]])
    for region in run.regions {
      #expect(region.calls == 1_000)
      #expect(region.threads == 1_000)
      #expect(region.seconds > 0)
      let faults = plan.values(of: region.counts).first { $0.metric.id == "page-faults" }
      // One page in each of 1,000 threads, and a few of their stacks.
      #expect((1_000..<10_000).contains(faults?.value ?? 0))
    }
    #expect(run.regions[0].seconds >= run.regions[1].seconds)
  }

  @Test("a program without regions has none, and no variable that it was not given twice")
  func noRegions() throws {
    #expect(try run(["sh", "-c", "test -n \"$RIDGELINE_COUNT_REGIONS\""]).exitCode == 0)
    #expect(try run(["true"]).regions.isEmpty)
  }
}
