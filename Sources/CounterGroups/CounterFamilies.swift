/// The families that come with the program.
package enum CounterFamilies {
  /// The names of their files, sorted.
  package static var ids: [String] { embeddedTexts.map(\.id) }

  /// The family of this name.
  ///
  /// - Throws: ``CounterGroupError`` where there is none.
  package static func family(_ id: String) throws(CounterGroupError) -> CounterFamily {
    guard let text = embeddedTexts.first(where: { $0.id == id })?.text else {
      throw CounterGroupError("no family of counters is called \(id)")
    }
    return try CounterFamily(json5: text)
  }

  /// The families of a machine with these designs, in their order, each with the folder that Linux
  /// has its counters in. PAPI's presets where no file knows any of the designs.
  package static func families(
    of microarchitectures: [String]
  ) throws(CounterGroupError) -> [MachineFamily] {
    var found: [MachineFamily] = []
    for design in microarchitectures {
      // Only the files that name the design are read: reading all would take milliseconds.
      for entry in embeddedTexts where entry.text.contains(#""microarchitecture":"\#(design)""#) {
        let family = try CounterFamily(json5: entry.text)
        for place in family.designs where place.microarchitecture == design {
          let member = MachineFamily(family: family, kernelPMU: place.kernelPMU)
          if !found.contains(member) { found.append(member) }
        }
      }
    }
    if found.isEmpty {
      return [MachineFamily(family: try family("papi-presets"), kernelPMU: "cpu")]
    }
    return found.sorted { $0.kernelPMU > $1.kernelPMU }
  }
}

/// A family on a machine.
package struct MachineFamily: Sendable, Hashable {
  /// What is counted.
  package var family: CounterFamily
  /// The folder of its counters in `/sys/bus/event_source/devices`.
  package var kernelPMU: String

  /// A family with the folder of its counters.
  package init(family: CounterFamily, kernelPMU: String) {
    self.family = family
    self.kernelPMU = kernelPMU
  }
}
