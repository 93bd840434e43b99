import Foundation
import Machine
import Testing

/// Each of PAPI's calls, with counts that are known: of events that this program makes itself, and of
/// page faults, which the kernel counts.
@Suite("The calls of event sets", .serialized)
struct EventSetCallTests {
  private static let hasSoftwareEvents =
    counterAvailability.version != nil && SoftwareEvents.isInstalled

  @Test(
    "counts are exact when read, accumulated and stopped, beyond 2^48 too",
    .enabled(if: hasSoftwareEvents, "PAPI or its libsde is not installed"))
  func exact() throws {
    let first = try #require(SoftwareEvents(library: "ridgeline_first"))
    let second = try #require(SoftwareEvents(library: "ridgeline_second"))
    first.register("bytes")
    second.register("passes")
    var set = try EventSet(
      events: ["sde:::ridgeline_first::bytes", "sde:::ridgeline_second::passes"])
    try set.start()
    // A counter of 48 bits would come to 7 here.
    first.value.pointee += (1 << 48) + 7
    second.value.pointee += 3
    #expect(try set.read() == [(1 << 48) + 7, 3])
    var totals = [100, 200]
    try set.accumulate(into: &totals)
    #expect(totals == [(1 << 48) + 107, 203])
    first.value.pointee += 5
    try set.accumulate(into: &totals)
    #expect(totals == [(1 << 48) + 112, 203])
    second.value.pointee += 11
    #expect(try set.stop() == [0, 11])
  }

  @Test(
    "sets are made and freed thousands of times",
    .enabled(if: hasSoftwareEvents, "PAPI or its libsde is not installed"))
  func freed() throws {
    let events = try #require(SoftwareEvents(library: "ridgeline_freed"))
    events.register("passes")
    for pass in 1...3_000 {
      var set = try EventSet(events: ["sde:::ridgeline_freed::passes"])
      try set.start()
      events.value.pointee += Int64(pass)
      #expect(try set.stop() == [pass])
    }
  }

  @Test(
    "what a component cannot do is told in PAPI's words",
    .enabled(if: hasSoftwareEvents, "PAPI or its libsde is not installed"),
    arguments: [
      EventSet.Options(isInherited: true), EventSet.Options(isMultiplexed: true),
      EventSet.Options(attachedTo: 1),
    ])
  func refused(options: EventSet.Options) throws {
    let events = try #require(SoftwareEvents(library: "ridgeline_refused"))
    events.register("passes")
    let error = #expect(throws: MachineError.self) {
      _ = try EventSet(events: ["sde:::ridgeline_refused::passes"], options: options)
    }
    let reason = error?.what ?? ""
    #expect(["Not supported by component", "Invalid argument"].contains(where: reason.hasSuffix))
  }

  @Test("totals for another number of events are refused")
  func wrongTotals() throws {
    guard Self.hasSoftwareEvents else { return }
    let events = try #require(SoftwareEvents(library: "ridgeline_totals"))
    events.register("passes")
    var set = try EventSet(events: ["sde:::ridgeline_totals::passes"])
    try set.start()
    var totals: [Int] = []
    #expect(throws: MachineError.self) { try set.accumulate(into: &totals) }
  }

  @Test(
    "page faults of the calling thread are counted",
    .enabled(if: KernelEvents.areCounted(EventSet.Options()), "PAPI counts no page faults here"))
  func pageFaults() throws {
    let count = try KernelEvents.counted { KernelEvents.touch(pages: 3_000) }
    #expect((3_000..<4_000).contains(count))
  }

  @Test(
    "a thread that comes later is counted where the set is inherited, and only there",
    .enabled(
      if: KernelEvents.areCounted(EventSet.Options(isInherited: true)),
      "PAPI counts no children here"))
  func inherited() throws {
    let inThread = {
      let thread = Thread { KernelEvents.touch(pages: 3_000) }
      thread.start()
      while !thread.isFinished { usleep(100) }
    }
    let options = EventSet.Options(isInherited: true)
    let all = try KernelEvents.counted(options, inThread)
    #expect((3_000..<4_000).contains(all))
    #expect(try KernelEvents.counted(EventSet.Options(), inThread) < 3_000)
  }

  @Test(
    "a multiplexed set counts what has counters all the time",
    .enabled(
      if: KernelEvents.areCounted(EventSet.Options(isMultiplexed: true)),
      "PAPI does not multiplex here"))
  func multiplexed() throws {
    let options = EventSet.Options(isMultiplexed: true)
    let count = try KernelEvents.counted(options) { KernelEvents.touch(pages: 3_000) }
    #expect((3_000..<4_000).contains(count))
  }

  @Test(
    "a process that a set is attached to is counted in the caller's place",
    .enabled(
      if: KernelEvents.areCounted(EventSet.Options(isInherited: true)),
      "PAPI attaches to no process here"))
  func attached() throws {
    // Waits for a line, so that it can be attached to before it does anything.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "read line; : ; sh -c :; exit 0"]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    let options = EventSet.Options(isInherited: true, attachedTo: process.processIdentifier)
    var set = try EventSet(events: [KernelEvents.pageFaults], options: options)
    try set.start()
    KernelEvents.touch(pages: 20_000)
    try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
    process.waitUntilExit()
    let count = try set.stop().first ?? -1
    #expect((20..<20_000).contains(count))
  }

  @Test("a process that is not there cannot be attached to")
  func attachedToNobody() {
    // Linux has at most 2^22 processes (proc(5), pid_max).
    let options = EventSet.Options(isInherited: true, attachedTo: Int32(1 << 22) + 1)
    #expect(throws: MachineError.self) {
      var set = try EventSet(events: [KernelEvents.pageFaults], options: options)
      try set.start()
    }
  }
}
