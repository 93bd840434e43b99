import ArgumentParser
import CounterGroups
import Machine
import ProgramCounting

/// How `ridgeline count` counts.
struct EventOptions: ParsableArguments {
  @Option(
    name: .customLong("group"),
    help: ArgumentHelp(
      "What to count: \(CounterGroup.allCases.map(\.rawValue).joined(separator: ", ")); may be given "
        + "more than once, and is all where not given.",
      valueName: "group"),
    completion: .list(CounterGroup.allCases.map(\.rawValue)))
  var groups: [CounterGroup] = []

  @Option(
    name: .customLong("event"),
    help: ArgumentHelp(
      "Count an event of PAPI's beside, by its name there; may be given more than once.",
      valueName: "name"))
  var events: [String] = []

  @Option(
    name: .customLong("every"),
    help: ArgumentHelp("Tell a line of a time line this often.", valueName: "time"))
  var every: Duration?

  @Option(
    name: .customLong("repeat"), parsing: .unconditional,
    help: ArgumentHelp("Run the program so often; medians and extremes are told.", valueName: "n"))
  var repeats = 1

  @Flag(help: "Run the program once for each set of events that fits the counters: none is scaled.")
  var passes = false

  @Option(
    help: ArgumentHelp(
      "The processing units that the program may run on, as 0-3,8.", valueName: "list"))
  var cores: UnitList?

  func validate() throws {
    if repeats < 1 || repeats > 10_000 {
      throw ValidationError("--repeat is \(repeats); give 1 to 10000")
    }
  }

  /// The groups that are counted.
  private var chosen: Set<CounterGroup> {
    groups.isEmpty && events.isEmpty ? Set(CounterGroup.allCases) : Set(groups)
  }

  /// Whether anything of the processor's is counted.
  var wantsHardware: Bool { chosen != [.software] && !chosen.isEmpty }

  /// How these are counted here.
  func plan() throws(CountingError) -> CounterPlan {
    try CounterPlan(groups: chosen, papiEvents: events)
  }

  /// The processing units of `--cores`, which this process may use; none where not given.
  func units() throws -> [Int] {
    guard let cores else { return [] }
    let online = Set(try LocalUnits.online())
    if let unknown = cores.units.first(where: { !online.contains($0) }) {
      throw CleanFailure(
        "--cores names \(unknown), which this machine does not have or not let be used; "
          + "`ridgeline machine` lists them")
    }
    return cores.units
  }
}

/// The processing units of this machine.
enum LocalUnits {
  /// Those that are online, as the kernel lists them.
  static func online() throws(CleanFailure) -> [Int] {
    let text = SystemFiles().text("/sys/devices/system/cpu/online") ?? ""
    guard let list = UnitList(argument: text) else {
      throw CleanFailure("the kernel does not list its processing units")
    }
    return list.units
  }
}

/// Processing units as users and the kernel write them: `0-3,8`.
struct UnitList: ExpressibleByArgument {
  /// In ascending order, each once.
  let units: [Int]

  /// The most that are taken: as many as Linux has at most.
  private static let most = 8_192

  init?(argument: String) {
    var found: Set<Int> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1],
        low >= 0, low <= high, high < Self.most
      else { return nil }
      found.formUnion(low...high)
    }
    units = found.sorted()
  }
}

extension CounterGroup: NamedChoice {}
