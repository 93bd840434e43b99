import Devices
import MicroBenchmarks
import Reports

/// What a probe found, per core and in total.
struct ProbeReport: Report {
  /// What was measured.
  let result: ProbeResult
  /// The profile that was made of it.
  let profile: DeviceProfile
  /// A profile that it is held against.
  let other: DeviceProfile?

  /// A report of a probe.
  init(_ result: ProbeResult, profile: DeviceProfile, against other: DeviceProfile?) {
    self.result = result
    self.profile = profile
    self.other = other
  }

  /// For programs that read JSON: the profile.
  var json: DeviceProfile { profile }

  /// For people.
  var document: Document {
    var blocks: [Document.Block] = [
      .heading("\(profile.name), measured"), .facts(facts),
      .heading("Compute"), .table(computeTable),
      .heading("Memory, bytes of the algorithm"), .table(memoryTable),
    ]
    if let other { blocks += [.heading("Against \(other.name)"), .table(comparison(other))] }
    if !result.unavailable.isEmpty {
      blocks += [
        .heading("Unavailable"),
        .facts(result.unavailable.map { Document.Fact($0.name, $0.reason) }),
      ]
    }
    return Document(blocks)
  }

  private var facts: [Document.Fact] {
    let machine = result.machine
    var facts = [
      Document.Fact("cores", "\(machine.cores)"), Document.Fact("threads", "\(machine.cpus.count)"),
    ]
    if let cores = result.effectiveCores {
      facts.append(Document.Fact("joint peak over one core's", Numbers.fixed(cores, digits: 2)))
    }
    if let pages = result.pageBytes {
      facts.append(Document.Fact("pages", Numbers.bytes(Double(pages))))
    }
    if result.isInterrupted { facts.append(Document.Fact("ended", "early, as asked")) }
    return facts
  }

  private var computeTable: Table {
    Table(
      columns: [
        .text("ISA"), .text("precision"), .text("form"), .number("threads"),
        .number("capability"), .number("±"), .number("sustained"), .number("per core"),
        .number("per cycle"), .number("clock"), .number("undisturbed"),
      ],
      rows: result.compute.map { measured in
        let ceiling = measured.ceiling
        let rate = ceiling.capability.value
        return [
          measured.kernel.isa, measured.kernel.precision.rawValue, measured.kernel.form,
          "\(measured.threads)", Numbers.prefixed(rate, unit: "OP/s"),
          Numbers.percent(ceiling.capability.spread),
          Numbers.prefixed(ceiling.sustained.value, unit: "OP/s"),
          Numbers.prefixed(rate / Double(measured.threads), unit: "OP/s"),
          measured.perCycle.map { Numbers.fixed($0, digits: 2) } ?? "–",
          Numbers.prefixed(ceiling.hertz, unit: "Hz"),
          Numbers.percent(Double(ceiling.undisturbed) / Double(max(ceiling.slices, 1))),
        ]
      })
  }

  private static let operations = [
    "read", "write", "write non-temporal", "copy", "triad", "update",
  ]

  private var memoryTable: Table {
    var columns: [Table.Column] = [.text("level")]
    columns += ["size", "latency", "at once", "threads"].map { .number($0) }
    columns += Self.operations.map { .number($0) }
    return Table(columns: columns, rows: result.levels.flatMap(rows))
  }

  /// A row for each number of threads that a level was measured with.
  private func rows(of level: MeasuredLevel) -> [[String]] {
    let size = level.level.bytes.map { Numbers.fixed(Double($0) / 1024, digits: 0) + " KiB" }
    let latency = level.latencySeconds.map(Numbers.seconds)
    let parallelism = level.parallelism.map { Numbers.fixed($0, digits: 1) }
    return Set(level.bandwidths.map(\.threads)).sorted().map { threads in
      let head = [
        level.level.name, size ?? "–", latency ?? "–", parallelism ?? "–", "\(threads)",
      ]
      return head
        + Self.operations.map { operation in
          let best = level.best(operation, threads: threads)
          return best.map { Numbers.prefixed($0.ceiling.capability.value, unit: "B/s") } ?? "–"
        }
    }
  }

  /// The figures that both profiles have.
  private func comparison(_ other: DeviceProfile) -> Table {
    let rates = profile.compute.compactMap { rate in
      other.compute.first { $0.unit == rate.unit && $0.precision == rate.precision }.map {
        (
          "\(rate.unit.rawValue) \(rate.precision.rawValue)", "OP/s", rate.flopsPerSecond.value,
          $0.flopsPerSecond.value
        )
      }
    }
    let levels = profile.memoryLevels.compactMap { level -> (String, String, Double, Double)? in
      guard let twin = other.memoryLevels.first(where: { $0.level == level.level }),
        let ours = level.bytesPerSecond?.value, let theirs = twin.bytesPerSecond?.value
      else { return nil }
      return ("\(level.level) bandwidth", "B/s", ours, theirs)
    }
    return Table(
      columns: [.text("what"), .number("measured"), .number("there"), .number("ratio")],
      rows: (rates + levels).map { name, unit, ours, theirs in
        [
          name, Numbers.prefixed(ours, unit: unit), Numbers.prefixed(theirs, unit: unit),
          Numbers.fixed(ours / theirs, digits: 3),
        ]
      })
  }

  /// A row for each point.
  var records: Records {
    Records(
      fields: [
        "what", "threads", "capability", "low", "high", "sustained", "hertz", "slices",
        "undisturbed",
      ],
      rows: result.compute.map { row($0.kernel.name, $0.threads, $0.ceiling) }
        + result.levels.flatMap { level in
          level.bandwidths.map {
            row("\(level.level.name) \($0.kernel.name)", $0.threads, $0.ceiling)
          }
        })
  }

  private func row(_ name: String, _ threads: Int, _ ceiling: Ceiling) -> [String] {
    [
      name, "\(threads)", "\(ceiling.capability.value)", "\(ceiling.capability.low)",
      "\(ceiling.capability.high)", "\(ceiling.sustained.value)", "\(ceiling.hertz)",
      "\(ceiling.slices)", "\(ceiling.undisturbed)",
    ]
  }
}
