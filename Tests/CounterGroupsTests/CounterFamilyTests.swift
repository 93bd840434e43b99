import CounterGroups
import Testing

/// The files of families.
@Suite("Families of counters")
struct CounterFamilyTests {
  private static let processors = CounterFamilies.ids.filter {
    !["papi-presets", "software"].contains($0)
  }

  @Test(
    "every family is there",
    arguments: [
      "sandy-bridge", "ivy-bridge", "haswell", "broadwell", "skylake", "skylake-server", "ice-lake",
      "ice-lake-server", "sapphire-rapids", "emerald-rapids", "granite-rapids", "golden-cove",
      "gracemont", "crestmont", "zen1", "zen2", "zen3", "zen4", "zen5", "neoverse-n1",
      "neoverse-n2", "neoverse-v1", "neoverse-v2", "apple-m1", "apple-m2", "papi-presets",
      "software",
    ])
  func isThere(id: String) throws {
    let family = try CounterFamilies.family(id)
    #expect(family.id == id)
    #expect(!family.metrics.isEmpty)
  }

  @Test(
    "a processor's family counts cycles, instructions, FLOPs and bytes of each level, or says why not",
    arguments: processors)
  func isComplete(id: String) throws {
    let family = try CounterFamilies.family(id)
    #expect(!family.designs.isEmpty)
    for metric in ["cycles", "instructions", "flops", "bytes-l2", "bytes-l3", "bytes-dram"] {
      let reason = family.absent[metric] ?? ""
      #expect((family.metric(metric) != nil) != (reason.count > 40), "\(metric) of \(id)")
    }
    #expect(
      family.metrics.contains { $0.id.hasPrefix("stall") }, "no metric of \(id) tells of stalls")
  }

  @Test("every source has a title and an address, every fault its evidence, no event is idle")
  func sources() throws {
    for id in CounterFamilies.ids {
      let family = try CounterFamilies.family(id)
      for (key, source) in family.sources {
        #expect(source.contains(" | https://"), "source \(key) of \(id)")
      }
      for (key, fault) in family.faults {
        #expect(fault.what.hasSuffix(".") && fault.evidence.count > 20, "fault \(key) of \(id)")
        #expect(
          family.metrics.contains { $0.faults.contains(key) }, "fault \(key) of \(id) is idle")
      }
      let used = Set(family.metrics.flatMap(\.formula.names))
      #expect(used.isSuperset(of: family.events.keys), "idle events in \(id)")
      #expect(Set(family.metrics.map(\.id)).count == family.metrics.count)
    }
  }

  @Test("a design is found by its name, a hybrid machine has two, an unknown one the presets")
  func designs() throws {
    #expect(try CounterFamilies.families(of: ["Zen 3"]).map(\.family.id) == ["zen3"])
    let hybrid = try CounterFamilies.families(of: ["Alder Lake"])
    #expect(hybrid.map(\.family.id) == ["golden-cove", "gracemont"])
    #expect(hybrid.map(\.kernelPMU) == ["cpu_core", "cpu_atom"])
    #expect(try CounterFamilies.families(of: ["Zen"]).map(\.family.id) == ["zen1"])
    #expect(try CounterFamilies.families(of: ["Nehalem"]).map(\.family.id) == ["papi-presets"])
    #expect(try CounterFamilies.families(of: []).map(\.family.id) == ["papi-presets"])
    #expect(
      try CounterFamilies.families(of: ["M1 Firestorm", "M1 Icestorm"]).map(\.kernelPMU)
        == ["apple_icestorm_pmu", "apple_firestorm_pmu"])
  }

  @Test("every metric is of one group")
  func groups() throws {
    for id in Self.processors {
      for metric in try CounterFamilies.family(id).metrics {
        let groups = CounterGroup.allCases.filter { $0.contains(metric) }
        #expect(groups.count == 1 && groups != [.software], "\(metric.id) of \(id)")
      }
    }
    for metric in try CounterFamilies.family("software").metrics {
      #expect(CounterGroup.software.contains(metric))
    }
  }

  @Test(
    "a file whose parts do not fit is refused in one line",
    arguments: [
      ("", "no family"), ("{}", "no family"),
      (sample(config: "12"), "a code without 0x"),
      (sample(formula: "b"), "an unknown event"),
      (sample(source: "other"), "an unknown source"),
      (sample(fault: "\"gone\""), "an unknown fault"),
    ])
  func refused(text: String, why: String) {
    let error = #expect(throws: CounterGroupError.self, "\(why)") {
      _ = try CounterFamily(json5: text)
    }
    #expect(error?.description.contains("\n") == false)
  }

  @Test("a file whose parts fit is read")
  func read() throws {
    let family = try CounterFamily(json5: Self.sample())
    #expect(family.events["a"]?.config == 0x1c7)
    #expect(family.events["a"]?.slots == 1)
  }

  private static func sample(
    config: String = "0x1c7", formula: String = "a", source: String = "s", fault: String = ""
  ) -> String {
    """
    { id: "x", name: "X", designs: [], counters: { value: 4, source: "s" },
      sources: { s: "S | https://example.org" },
      events: { a: { config: "\(config)", source: "\(source)" } },
      metrics: [{ id: "flops", about: "f", unit: "FLOP", formula: "\(formula)", source: "s",
                  faults: [\(fault)] }],
      faults: {}, absent: {} }
    """
  }
}
