package import Devices
import Machine
package import MicroBenchmarks
package import Reports

/// What a probe found, per core and in total.
package struct ProbeReport: Report {
  /// What was measured.
  let result: ProbeResult
  /// The profile that was made of it.
  let profile: DeviceProfile
  /// A profile that it is held against.
  let other: DeviceProfile?

  /// A report of a probe.
  package init(_ result: ProbeResult, profile: DeviceProfile, against other: DeviceProfile? = nil) {
    self.result = result
    self.profile = profile
    self.other = other
  }

  /// For programs that read JSON.
  package var json: ProbeJSON { ProbeJSON(result, profile: profile, against: other) }

  /// For people.
  package var document: Document {
    var blocks: [Document.Block] = [.heading("\(profile.name), measured"), .facts(facts)]
    blocks += section("Warnings", result.warnings.map { .paragraph($0) })
    blocks += section("Compute", table(computeTable))
    blocks += section("Memory, bytes of the algorithm", table(memoryTable { $0.capability }))
    blocks += section("Memory, bytes with write-allocate", table(allocatingTable))
    blocks += section("Memory, bytes of the algorithm in a cycle of a core", table(cycleTable))
    blocks += section("Main memory between nodes", table(nodeTable))
    blocks += distanceBlocks
    if let chart = RooflineChart(profile) { blocks += section("Roofline", [.chart(chart.lines)]) }
    blocks += section("Disturbances", [.facts(disturbanceFacts)])
    blocks += counterBlocks + productBlocks
    blocks += comparisonBlocks
    let lacks = result.unavailable.map { Document.Fact($0.name, $0.reason) }
    return Document(blocks + (lacks.isEmpty ? [] : section("Unavailable", [.facts(lacks)])))
  }

  /// The measured figures against those of the other profile; a sentence where they have none in common.
  private var comparisonBlocks: [Document.Block] {
    guard let other else { return [] }
    let rows = table(ProbeComparison(profile, other).table)
    let none = Document.Block.paragraph("No figure of it was measured here.")
    return section("Against \(other.name)", rows.isEmpty ? [none] : rows)
  }

  private func section(_ name: String, _ content: [Document.Block]) -> [Document.Block] {
    content.isEmpty ? [] : [.heading(name)] + content
  }

  private func table(_ table: Table) -> [Document.Block] {
    table.rows.isEmpty ? [] : [.table(table)]
  }

  private var facts: [Document.Fact] {
    let machine = result.machine
    var facts = [
      Document.Fact("cores", "\(machine.cores.count)"),
      Document.Fact("threads", "\(machine.cpus.count)"),
    ]
    if let cores = result.effectiveCores {
      facts.append(
        Document.Fact(
          "effective cores",
          "\(Numbers.fixed(cores, digits: 2)): the joint peak over one core's, in fp32"))
    }
    facts += bestFacts
    let bounds = result.lowerBounds
    if bounds.count > 0 {
      facts.append(
        Document.Fact(
          "known from below",
          "\(bounds.count) of \(bounds.all) ceilings, marked ≥: their threads hardly ever had their "
            + "cores to themselves, be it that those are threads of one core, or that a neighbour is "
            + "always there"))
    }
    if result.sumsOfThreads > 0 {
      facts.append(
        Document.Fact(
          "thread by thread",
          "\(result.sumsOfThreads) of \(bounds.all) ceilings: all threads hardly ever had their cores to "
            + "themselves at once, and what each did while it had, beside the others, is added up"))
    }
    if let distances = distanceFact { facts.append(distances) }
    if let pages = result.pageBytes {
      let chains = result.chainPageBytes.map { ", of the chains \(Sizes.binary($0))" } ?? ""
      facts.append(Document.Fact("pages", "of the arrays \(Sizes.binary(pages))\(chains)"))
    }
    if let limits = result.limits {
      facts.append(
        Document.Fact("limits", "\(machine.design ?? ""), by \(limits.source)"))
    }
    facts.append(Document.Fact("measured in", "\(Numbers.fixed(result.seconds, digits: 1)) s"))
    if result.isInterrupted { facts.append(Document.Fact("ended", "early, as asked")) }
    return facts
  }

  /// How many cores and threads give the most: a result, since more may give less.
  private var bestFacts: [Document.Fact] {
    let rates = result.bestRates.map { measured in
      Document.Fact(
        "most \(measured.kernel.kind)",
        Numbers.prefixed(measured.ceiling.capability.value, unit: "OP/s")
          + " on \(measured.team.name)")
    }
    let reads = result.levels.last.flatMap { $0.best("read") }.map { measured in
      Document.Fact(
        "most read from \(result.levels.last?.level.name ?? "")",
        Numbers.prefixed(measured.ceiling.capability.value, unit: "B/s")
          + " on \(measured.team.name)")
    }
    return rates + [reads].compactMap { $0 }
  }

  private var disturbanceFacts: [Document.Fact] {
    let all = max(result.slices, 1)
    let share = Double(result.undisturbedSlices) / Double(all)
    return [
      Document.Fact("slices", "\(result.slices), undisturbed: \(Numbers.percent(share))")
    ]
      + result.disturbances.filter { $0.slices > 0 }.map { name, slices in
        Document.Fact(name, Numbers.percent(Double(slices) / Double(all)))
      }
  }

  /// A row for each point.
  package var records: Records {
    Records(
      fields: [
        "what", "cores", "threads", "capability", "low", "high", "sustained", "hertz", "perCycle",
        "slices", "undisturbed",
      ],
      rows: result.compute.map { row($0.kernel.name, $0.team, $0.ceiling, $0.perCycle) }
        + result.levels.flatMap { level in
          level.bandwidths.map {
            row("\(level.level.name) \($0.kernel.name)", $0.team, $0.ceiling, $0.perCycle)
          }
        })
  }

  private func row(
    _ name: String, _ team: ProbeTeam, _ ceiling: Ceiling, _ perCycle: Double?
  ) -> [String] {
    [
      name, "\(team.cores)", "\(team.threads)", "\(ceiling.capability.value)",
      "\(ceiling.capability.low)", "\(ceiling.capability.high)", "\(ceiling.sustained.value)",
      "\(ceiling.hertz)", perCycle.map { "\($0)" } ?? "", "\(ceiling.slices)",
      "\(ceiling.undisturbed)",
    ]
  }
}
