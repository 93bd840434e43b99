import Glibc
import Machine
import Testing

/// PAPI's software-defined events exercise the event sets where no counter of a processor is.
@Suite("Event sets", .serialized)
struct EventSetTests {
  /// After libsde is there, since PAPI looks for it when it starts.
  private static let availability = {
    _ = SoftwareEvents.isInstalled
    return CounterAvailability.current()
  }()
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

/// PAPI's library of software-defined events, where it is installed: a counter of our own.
private struct SoftwareEvents {
  private typealias Start = @convention(c) (UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
  private typealias Register =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<CChar>, Int32, Int32, UnsafeMutableRawPointer
    ) -> Int32

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    dlopen("libsde.so.1", RTLD_NOW | RTLD_GLOBAL).flatMap { dlsym($0, name) }
  }

  /// Whether it is there.
  static var isInstalled: Bool { symbol("papi_sde_init") != nil }

  private let handle: UnsafeMutableRawPointer
  /// The counter; PAPI keeps its place, so that it lives as long as the process.
  let value: UnsafeMutablePointer<Int64>

  init?(library: String) {
    guard let symbol = Self.symbol("papi_sde_init"),
      let handle = unsafeBitCast(symbol, to: Start.self)(library)
    else { return nil }
    self.handle = handle
    value = .allocate(capacity: 1)
    value.initialize(to: 0)
  }

  /// Registers the counter: read-only (0) and a delta (0x00), a `long long` (0), by sde_lib.h.
  func register(_ event: String) {
    guard let symbol = Self.symbol("papi_sde_register_counter") else { return }
    _ = unsafeBitCast(symbol, to: Register.self)(handle, event, 0, 0, value)
  }
}
