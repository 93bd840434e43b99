import Machine
import Testing

/// PAPI's software-defined events exercise the event sets where no counter of a processor is.
@Suite("Event sets", .serialized)
struct EventSetTests {
  private static let availability = counterAvailability
  private static let isBuiltIn = availability.version != nil

  @Test("PAPI says what it has, and why the rest is disabled")
  func components() {
    for component in Self.availability.components {
      #expect(!component.name.isEmpty)
      #expect(component.disabledReason?.isEmpty != true)
    }
    #expect(Self.availability.reason?.isEmpty != true)
    #expect(Self.isBuiltIn == !Self.availability.components.isEmpty)
  }

  @Test(
    "a set of no events, or of unknown ones, is refused in one line",
    arguments: [[], [""], ["PAPI_NO_SUCH_EVENT"]])
  func refused(events: [String]) {
    let error = #expect(throws: MachineError.self) {
      var set = try EventSet(events: events)
      try set.start()
    }
    #expect(error?.code == .counters)
    #expect(error?.description.contains("\n") == false)
  }

  @Test(
    "a software-defined event is started, read and stopped",
    .enabled(if: isBuiltIn && SoftwareEvents.isInstalled, "PAPI or its libsde is not installed"))
  func softwareEvent() throws {
    let events = try #require(SoftwareEvents(library: "ridgeline"))
    events.register("passes")
    var set = try EventSet(events: ["sde:::ridgeline::passes"])
    events.value.pointee = 40
    try set.start()
    events.value.pointee += 2
    #expect(try set.read() == [2])
    events.value.pointee += 5
    #expect(try set.stop() == [7])
    try set.start()
    #expect(try set.stop() == [0])
  }

  @Test("the trial loop decides whether the processor's counters are believed")
  func trial() {
    switch CounterTrial.run() {
    case .believed(let event, _):
      #expect(!event.isEmpty)
      #expect(Self.availability.reason == nil)
    case .refused(let reason):
      #expect(!reason.isEmpty && !reason.contains("\n"))
    }
  }

  @Test(
    "a loop counts more cycles than none",
    .enabled(if: availability.reason == nil, "the processor's events cannot be counted here"))
  func cycles() throws {
    guard case .believed(_, let cycles?) = CounterTrial.run() else { return }
    var set = try EventSet(events: [cycles])
    try set.start()
    #expect(try set.stop().first ?? 0 > 0)
  }
}
