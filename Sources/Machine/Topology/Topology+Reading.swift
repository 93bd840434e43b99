extension Topology {
  /// This machine.
  package static func ofThisMachine() throws(MachineError) -> Topology {
    try HwlocTopology(.thisMachine).value(origin: .thisMachine)
  }

  /// Another machine, from hwloc's XML (`lstopo machine.xml`) in a file.
  ///
  /// The file is tried in a child process first, bounded in memory and time, since hwloc may end the
  /// process on a hostile one.
  package static func recorded(path: String) throws(MachineError) -> Topology {
    let text = try RecordedFile.text(path: path)
    guard text.utf8.first(where: { !" \n\t\r".utf8.contains($0) }) == UInt8(ascii: "<") else {
      throw MachineError(.topology, "is no XML", location: path, remedy: remedy)
    }
    return try read(.xml(text), origin: .recorded(path: path), location: path)
  }

  /// A machine that need not exist, from hwloc's synthetic description, as `pack:2 core:8 pu:2`.
  package static func synthetic(_ text: String) throws(MachineError) -> Topology {
    guard !text.isEmpty, !text.utf8.contains(0) else {
      throw MachineError(.topology, "the synthetic description is empty", remedy: syntheticRemedy)
    }
    return try read(.synthetic(text), origin: .synthetic(text), location: text)
  }

  private static let remedy = "write one with `lstopo machine.xml`"
  private static let syntheticRemedy = "write it as in `pack:2 numa:2 core:8 pu:2`"

  private static func read(
    _ source: TopologySource, origin: Origin, location: String
  ) throws(MachineError) -> Topology {
    do throws(MachineError) {
      try Trial.run(source)
      return try HwlocTopology(source).value(origin: origin)
    } catch {
      var error = error
      error.location = location
      if case .synthetic = origin {
        error.remedy = syntheticRemedy
      } else {
        error.remedy = remedy
      }
      throw error
    }
  }
}
