import Devices
import MicroBenchmarks
import Reports

extension ProbeReport {
  /// Every kernel on every team.
  var computeTable: Table {
    Table(
      columns: [
        .text("ISA"), .text("precision"), .text("form"), .text("on"), .number("capability"),
        .number("±"), .number("sustained"), .number("per core"), .number("per cycle"),
        .number("limit"), .number("clock"), .number("undisturbed"),
      ],
      rows: result.compute.map { measured in
        let ceiling = measured.ceiling
        let limit = result.limit(of: measured)
        return [
          measured.kernel.isa, measured.kernel.precision.rawValue, measured.kernel.form,
          measured.team.name,
          Self.rate(ceiling.capability, "OP/s", isLowerBound: result.isLowerBound(measured)),
          Numbers.percent(ceiling.capability.spread),
          Numbers.prefixed(ceiling.sustained.value, unit: "OP/s"),
          Numbers.prefixed(measured.perCore, unit: "OP/s"),
          measured.perCycle.map { Numbers.fixed($0, digits: 2) } ?? "–",
          Self.share(measured.perCycle, of: limit),
          ceiling.hertz > 0 ? Numbers.prefixed(ceiling.hertz, unit: "Hz") : "–",
          Numbers.percent(Double(ceiling.undisturbed) / Double(max(ceiling.slices, 1))),
        ]
      })
  }

  /// `≥ 4.2 GOP/s` where that is only known to be reached.
  private static func rate(_ value: Interval, _ unit: String, isLowerBound: Bool) -> String {
    (isLowerBound ? "≥ " : "") + Numbers.prefixed(value.value, unit: unit)
  }

  /// `99.8 % of 32`; a dash where either is not known.
  private static func share(_ value: Double?, of limit: Double?) -> String {
    guard let limit else { return "–" }
    let text = Numbers.fixed(limit, digits: limit == limit.rounded() ? 0 : 1)
    return value.map { "\(Numbers.percent($0 / limit)) of \(text)" } ?? text
  }

  /// A row for each level and team, `value` of every operation.
  func memoryTable(_ value: (Ceiling) -> Interval) -> Table {
    let operations = result.memoryOperations
    var columns: [Table.Column] = [.text("level")]
    columns += ["size", "stated", "latency", "at once"].map { .number($0) }
    columns += [.text("on")] + operations.map { .number($0) }
    return Table(
      columns: columns,
      rows: result.levels.flatMap { level in
        level.teams.map { team in
          head(of: level) + [team.name]
            + operations.map { operation in
              level.best(operation, on: team).map {
                Self.rate(
                  value($0.ceiling), "B/s", isLowerBound: result.isLowerBound($0, on: level))
              } ?? "–"
            }
        }
      })
  }

  private func head(of level: MeasuredLevel) -> [String] {
    [
      level.level.name, level.level.bytes.map(Sizes.binary) ?? "–",
      level.level.statedBytes.map(Sizes.binary) ?? "–",
      level.latencySeconds.map(Numbers.seconds) ?? "–",
      level.parallelism.map { Numbers.fixed($0, digits: 1) } ?? "–",
    ]
  }

  /// The operations whose stores read a line before they write it, beyond the first level: what really
  /// passes.
  var allocatingTable: Table {
    let operations = result.memoryOperations.filter { operation in
      result.levels.contains { $0.best(operation)?.kernel.writeAllocateFactor ?? 1 > 1 }
    }
    let outer = result.levels.filter { $0.level.number != 1 }
    return Table(
      columns: [.text("level"), .text("on")] + operations.map { .number($0) },
      rows: outer.flatMap { level in
        level.teams.map { team in
          [level.level.name, team.name]
            + operations.map { operation in
              level.best(operation, on: team).map {
                let bytes = $0.ceiling.capability.value * $0.kernel.writeAllocateFactor
                return Numbers.prefixed(bytes, unit: "B/s")
              } ?? "–"
            }
        }
      })
  }

  /// The same in bytes a cycle, with the share of what the design allows.
  var cycleTable: Table {
    let operations = result.memoryOperations
    return Table(
      columns: [.text("level"), .text("on")] + operations.map { .number($0) },
      rows: result.levels.flatMap { level in
        level.teams.map { team in
          [level.level.name, team.name]
            + operations.map { operation in
              level.best(operation, on: team).map { measured in
                guard let cycle = measured.perCycle else { return "–" }
                let share = result.limit(of: measured, on: level.level).map {
                  " (\(Numbers.fixed(cycle / $0 * 100, digits: 0)) % of "
                    + "\(Numbers.fixed($0, digits: 0)))"
                }
                return Numbers.fixed(cycle, digits: 1) + (share ?? "")
              } ?? "–"
            }
        }
      })
  }

  /// A row for each pair of nodes.
  var nodeTable: Table {
    Table(
      columns: [
        .number("cores of node"), .number("memory of node"), .text("on"), .number("read"),
        .number("latency"),
      ],
      rows: result.nodes.map { pair in
        [
          "\(pair.from)", "\(pair.to)", pair.team.name,
          pair.bandwidth.map { Numbers.prefixed($0.capability.value, unit: "B/s") } ?? "–",
          pair.chase.map { Numbers.seconds(1 / $0.capability.value) } ?? "–",
        ]
      })
  }

  /// What the processor's counters say; the reason where they say nothing.
  var counterBlocks: [Document.Block] {
    guard let counters = result.counters else { return [] }
    let heading = Document.Block.heading("Hardware counters")
    if let reason = counters.reason { return [heading, .paragraph("None: \(reason)")] }
    let rows = counters.kernels.flatMap { kernel in
      kernel.comparisons.map { found in
        [
          kernel.name, found.quantity, Numbers.prefixed(found.declared),
          Numbers.prefixed(found.counted),
          found.isFlagged ? "differs by more than 2 %" : "agrees", found.events,
        ]
      }
    }
    let table = Table(
      columns: [
        .text("kernel"), .text("what"), .number("declared"), .number("counted"), .text(""),
        .text("events"),
      ], rows: rows)
    return [heading, .table(table)] + counters.refusals.map { .paragraph("Not believed: \($0)") }
  }

  /// The matrix products of libraries, beside the ceiling.
  var productBlocks: [Document.Block] {
    guard let products = result.products else { return [] }
    let rows = products.products.map { product in
      let ceiling = result.best(product.precision.rawValue, threads: product.threads)
      return [
        product.library, product.precision.rawValue, "\(product.threads)", "\(product.size)",
        Numbers.prefixed(product.flopsPerSecond, unit: "FLOP/s"),
        Numbers.prefixed(product.medianFlopsPerSecond, unit: "FLOP/s"),
        ceiling.map {
          Numbers.percent(product.flopsPerSecond / $0.ceiling.capability.value)
        } ?? "–",
      ]
    }
    let table = Table(
      columns: [
        .text("library"), .text("precision"), .number("threads"), .number("n"), .number("best"),
        .number("median"), .number("of the ceiling"),
      ], rows: rows)
    return [.heading("Matrix products")] + (rows.isEmpty ? [] : [.table(table)])
      + products.failures.map { .paragraph($0) }
  }
}
