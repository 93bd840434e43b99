import CounterGroups
import Testing

/// The events of the files are those that libpfm4 knows under their names.
@Suite("The names of events")
struct EventNameTests {
  /// An event with a name of libpfm4's.
  struct NamedEvent: Sendable {
    let family: String
    let key: String
    let name: String
    let config: UInt64
  }

  private static let events = CounterFamilies.ids.flatMap { id -> [NamedEvent] in
    guard let family = try? CounterFamilies.family(id), id != "papi-presets" else { return [] }
    return family.events.compactMap { key, event in
      event.name.map { NamedEvent(family: id, key: key, name: $0, config: event.config) }
    }.sorted { $0.name < $1.name }
  }

  /// The families of AArch64, whose tables only a libpfm4 of that architecture has.
  private static let arm = events.filter { $0.name.hasPrefix("arm_") }
  private static let others = events.filter { !$0.name.hasPrefix("arm_") }

  @Test(
    "libpfm4 gives each event of x86-64 and of the kernel the code that its file has",
    .enabled(if: EventTables.host != nil, "libpfm4-dev or a C compiler is not installed"))
  func hostEvents() throws {
    #if arch(x86_64)
      try check(Self.others, with: EventTables.host)
    #endif
  }

  @Test(
    "libpfm4 gives each event of AArch64 the code that its file has",
    .enabled(
      if: EventTables.arm != nil,
      "no libpfm4 of AArch64, cross compiler or emulator (Scripts/setup-for-tests)"))
  func armEvents() throws {
    try check(Self.arm, with: EventTables.arm)
  }

  private func check(_ events: [NamedEvent], with tables: EventTables?) throws {
    let tables = try #require(tables)
    let codes = try tables.codes(of: events.map(\.name))
    try #require(codes.count == events.count)
    for (event, code) in zip(events, codes) {
      #expect(
        code == "0x" + String(event.config, radix: 16),
        "\(event.name) of \(event.family).json5")
    }
  }

  @Test("every family that libpfm4 knows names the table, and all its events but the aliases")
  func namesAreOfTheTable() throws {
    #expect(Self.events.count > 200)
    for id in CounterFamilies.ids where id != "papi-presets" {
      let family = try CounterFamilies.family(id)
      for (key, event) in family.events {
        if let pmu = family.pmu {
          // Sandy Bridge's architectural event of misses, which libpfm4 encodes otherwise.
          let isExcepted = id == "sandy-bridge" && key == "l3_misses"
          #expect(event.name?.hasPrefix("\(pmu)::") == true || isExcepted, "\(key) of \(id)")
        } else {
          #expect(event.name == nil)
        }
      }
    }
  }
}
