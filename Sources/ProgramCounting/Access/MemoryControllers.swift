import CProgramCounting
import Glibc
package import Machine

/// The counters of memory controllers, where the kernel has some: they count what the whole machine reads
/// from memory and writes to it, whoever asked for it.
package struct MemoryControllers: Sendable, Hashable {
  /// One event of one controller.
  package struct Event: Sendable, Hashable {
    /// The folder of the controller's counters in `/sys/bus/event_source/devices`.
    package var pmu: String
    /// What it counts.
    package var direction: Direction
    /// As `perf_event_open` takes it.
    package var code: EventRequest.KernelCode
    /// Bytes for each count.
    package var bytes: Double
    /// The processing units that it is opened on, one a package.
    package var units: [Int]
  }

  /// What the bytes of an event did.
  package enum Direction: String, Sendable, Hashable, CaseIterable {
    case read, written, moved
  }

  /// The events, in the order of their controllers.
  package var events: [Event]
  /// Why they cannot be counted, in the kernel's words; nil where they can.
  package var refusal: String?

  private static let root = "/sys/bus/event_source/devices"

  /// Those of a machine whose cores are of these designs; nil where the kernel has none.
  package init?(
    designs: [String], files: SystemFiles = SystemFiles(),
    isAllowed: (Event) -> String? = MemoryControllers.trial
  ) {
    events = files.names(in: Self.root).flatMap { Self.events(of: $0, designs, files) }
    guard let first = events.first else { return nil }
    refusal = isAllowed(first)
  }

  private static func events(
    of pmu: String, _ designs: [String], _ files: SystemFiles
  ) -> [Event] {
    let folder = "\(root)/\(pmu)"
    let choices: [(Direction, String, Double)]
    if pmu.hasPrefix("uncore_imc") {
      choices = intel.compactMap { name, direction in
        guard let text = files.text("\(folder)/events/\(name)"),
          let bytes = bytesPerCount("\(folder)/events/\(name)", files)
        else { return nil }
        return (direction, text, bytes)
      }
    } else if pmu.hasPrefix("amd_umc") {
      choices = umc.map { ($0, $1, 64) }
    } else if pmu == "amd_df", !designs.allSatisfy({ !fabricDesigns.contains($0) }) {
      choices = fabric.map { (.moved, $0, 64) }
    } else {
      return []
    }
    guard let type = files.number("\(folder)/type").flatMap({ UInt32(exactly: $0) }) else {
      return []
    }
    let units = list(files.text("\(folder)/cpumask") ?? "0")
    return choices.compactMap { direction, text, bytes in
      config(of: text, { files.text("\(folder)/format/\($0)") }).map {
        Event(
          pmu: pmu, direction: direction, code: .init(type: type, config: $0), bytes: bytes,
          units: units)
      }
    }
  }

  /// Intel's drivers name their events themselves: those of servers by channel, those of clients and the
  /// free-running ones for all (Linux, drivers arch/x86/events/intel/uncore_snb.c and uncore_snbep.c).
  private static let intel: [(String, Direction)] = [
    ("cas_count_read", .read), ("cas_count_write", .written), ("data_reads", .read),
    ("data_writes", .written), ("data_read", .read), ("data_write", .written),
  ]

  /// `umc_cas_cmd.rd` and `.wr`, a line of 64 bytes each (Linux,
  /// tools/perf/pmu-events/arch/x86/amdzen4/memory-controller.json).
  private static let umc: [(Direction, String)] = [
    (.read, "event=0x0a,rdwrmask=0x1"), (.written, "event=0x0a,rdwrmask=0x2"),
  ]

  /// `dram_channel_data_controller_0` to `_7`, requests with data of 64 bytes (Linux,
  /// tools/perf/pmu-events/arch/x86/amdzen1/data-fabric.json; the same for Zen 2 and 3).
  private static let fabric = [0x07, 0x47, 0x87, 0xc7, 0x107, 0x147, 0x187, 0x1c7].map {
    "event=\($0),umask=56"
  }
  private static let fabricDesigns: Set<String> = ["Zen", "Dhyana (Zen)", "Zen 2", "Zen 3"]

  /// The bytes of a count, from the driver's scale and unit: `6.103515625e-5` of a `MiB` are 64.
  private static func bytesPerCount(_ path: String, _ files: SystemFiles) -> Double? {
    let units = ["Bytes": 1.0, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824]
    guard let scale = files.text("\(path).scale").flatMap({ Double($0) }),
      let unit = units[files.text("\(path).unit") ?? "Bytes"], scale > 0, scale.isFinite
    else { return nil }
    return scale * unit
  }

  /// The number that `perf_event_open` takes for `event=0x04,umask=0x03`, by the formats of the driver:
  /// `config:0-7,32-35` tells which bits take a term's value, the lowest first.
  static func config(of text: String, _ format: (String) -> String?) -> UInt64? {
    var config: UInt64 = 0
    for term in text.split(separator: ",") {
      let parts = term.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      guard let name = parts.first, var rest = number(parts.count > 1 ? parts[1] : "1"),
        let places = format(name), places.hasPrefix("config:")
      else { return nil }
      for bit in list(String(places.dropFirst(7))) where bit < 64 {
        config |= (rest & 1) << UInt64(bit)
        rest >>= 1
      }
      // What has no bit left cannot be asked for.
      guard rest == 0 else { return nil }
    }
    return config
  }

  private static func number(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }

  /// The numbers of a list of the kernel's: `0-7,32`.
  private static func list(_ text: String) -> [Int] {
    text.split(separator: ",").flatMap { part -> [Int] in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let low = ends.first, let high = ends.last, low >= 0, low <= high, high < 8192 else {
        return []
      }
      return Array(low...high)
    }
  }

  /// Opens an event, and closes it; the kernel's reason where it does not let that be done.
  package static func trial(_ event: Event) -> String? {
    let file = rl_event_open(
      event.code.type, event.code.config, -1, Int32(event.units.first ?? 0), 0)
    guard file >= 0 else { return String(cString: strerror(-file)) }
    close(file)
    return nil
  }
}
