/// Why something about a machine could not be read or done.
package struct MachineError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  package struct Code: Sendable, Hashable {
    private enum Kind { case file, topology, pinning, counters }
    private let kind: Kind

    /// A file cannot be read, or is none that holds a topology.
    package static let file = Code(kind: .file)
    /// hwloc cannot tell or cannot read a topology.
    package static let topology = Code(kind: .topology)
    /// A thread cannot be bound.
    package static let pinning = Code(kind: .pinning)
    /// Events cannot be counted.
    package static let counters = Code(kind: .counters)
  }

  /// The kind of failure.
  package var code: Code
  /// What is wrong.
  package var what: String
  /// Where: a file, a processing unit, an event; may be empty.
  package var location: String
  /// What to do about it; may be empty.
  package var remedy: String

  /// A failure; the texts may quote a file or a user: ``description`` escapes what is not printable.
  package init(_ code: Code, _ what: String, location: String = "", remedy: String = "") {
    self.code = code
    self.what = what
    self.location = location
    self.remedy = remedy
  }

  /// One line: where, what, and what to do.
  package var description: String {
    let text = remedy.isEmpty ? what : "\(what); \(remedy)"
    let line = location.isEmpty ? text : "\(location): \(text)"
    return line.printable
  }
}

extension String {
  /// The same with what is not printable escaped, since a file may hold what moves a terminal's
  /// cursor.
  var printable: String {
    unicodeScalars.map { scalar in
      let hidden: [Unicode.GeneralCategory] = [
        .control, .format, .lineSeparator, .paragraphSeparator,
      ]
      return hidden.contains(scalar.properties.generalCategory)
        ? scalar.escaped(asASCII: true) : String(scalar)
    }.joined()
  }
}
