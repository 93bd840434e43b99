package import Machine
package import Reports

/// One machine: what it is made of, and what of it this process has.
package struct MachineReport: Report {
  /// The machine.
  package let machine: MachineDescription

  /// A report of `machine`.
  package init(_ machine: MachineDescription) {
    self.machine = machine
  }

  /// For people.
  package var document: Document {
    var blocks: [Document.Block] = [.heading(title), .facts(facts)]
    let tables = [("Caches", caches), ("Memory nodes", nodes), ("Kinds of cores", kinds)]
    for (name, table) in tables where !table.rows.isEmpty {
      blocks += [.heading(name), .table(table)]
    }
    let notes = machine.notes
    if !notes.isEmpty { blocks.append(.heading("Notes")) }
    return Document(blocks + notes.map { .paragraph($0) })
  }

  private var title: String {
    switch machine.topology.origin {
    case .thisMachine: "This machine"
    case .recorded(let path): "Machine recorded in \(path)"
    case .synthetic(let text): "Synthetic machine \(text)"
    }
  }

  private var caches: Table {
    Table(
      columns: [
        .text("cache"), .number("count"), .number("size"), .number("line"),
        .number("cores sharing"),
      ],
      rows: CacheGroup.all(of: machine.topology).map { group in
        [
          group.name, "\(group.count)", group.bytes.map(Sizes.binary) ?? "–",
          group.lineBytes.map { "\($0) B" } ?? "–", "\(group.coresSharing)",
        ]
      })
  }

  private var nodes: Table {
    Table(
      columns: [.number("node"), .number("memory"), .text("processing units")],
      rows: machine.topology.numaNodes.map { node in
        [
          "\(node.index)", node.bytes.map(Sizes.binary) ?? "–",
          Ranges.text(node.processingUnits),
        ]
      })
  }

  private var kinds: Table {
    Table(
      columns: [
        .number("efficiency class"), .text("kind"), .number("cores"), .text("processing units"),
      ],
      rows: CoreKind.all(of: machine.topology).map { kind in
        [
          "\(kind.efficiencyClass)", kind.name ?? "–", "\(kind.cores)",
          Ranges.text(kind.processingUnits),
        ]
      })
  }

  /// A row for each number, in SI base units; a fact that is not known has an empty value.
  package var records: Records {
    let json = json
    let topology = machine.topology
    let system = json.system
    let numbers: [(String, String?)] = [
      ("fingerprint", json.fingerprint), ("processor", json.processor.name),
      ("microarchitecture", json.processor.microarchitectures.joined(separator: " ")),
      ("packages", "\(topology.packages.count)"), ("cores", "\(topology.cores.count)"),
      ("processingUnits", "\(topology.processingUnits.count)"),
      ("allowedProcessingUnits", "\(topology.allowed.count)"),
      ("quotaProcessors", system?.quotaProcessors.map { "\($0)" }),
      ("memoryBytes", system?.memoryBytes.map { "\($0)" }),
      ("availableBytes", system?.availableBytes.map { "\($0)" }),
      ("limitBytes", system?.limitBytes.map { "\($0)" }),
    ]
    let caches = CacheGroup.all(of: topology).map { group in
      ("\(group.name) bytes", group.bytes.map { "\($0)" })
    }
    let nodes = topology.numaNodes.map { node in
      ("node \(node.index) bytes", node.bytes.map { "\($0)" })
    }
    return Records(
      fields: ["name", "value"], rows: (numbers + caches + nodes).map { [$0.0, $0.1 ?? ""] })
  }

  /// The machine as JSON has it.
  package var json: MachineJSON { MachineJSON(machine) }
}
