/// What the cores of one design count: its events, and the metrics that are made of them.
package struct CounterFamily: Sendable, Hashable {
  /// A design of cores, and where Linux has its counters.
  package struct Design: Sendable, Hashable, Codable {
    /// The design's name, as `ridgeline machine` tells it.
    package var microarchitecture: String
    /// The folder of its counters in `/sys/bus/event_source/devices`; a machine with two kinds of
    /// cores has two.
    package var kernelPMU: String
  }

  /// How many events are counted at a time.
  package struct Counters: Sendable, Hashable, Codable {
    /// The counters of a core that any event can take; the kernel may keep one for itself.
    package var value: Int
    /// A key of ``CounterFamily/sources``.
    package var source: String
  }

  /// Something that the hardware counts.
  package struct Event: Sendable, Hashable {
    /// The name that libpfm4 and PAPI know it by; nil where they do not.
    package var name: String?
    /// The code of event and umask, as `perf_event_open` takes it for the family's counters.
    package var config: UInt64
    /// How many counters it takes; 1 where not said.
    package var slots: Int
    /// A key of ``CounterFamily/sources``.
    package var source: String
  }

  /// A number that is made of counts.
  package struct Metric: Sendable, Hashable {
    /// Its name, the same in every family that has it: `flops`, `bytes-l3`.
    package var id: String
    /// What it is, for people.
    package var about: String
    /// What it counts: `FLOP`, `byte`, `cycle`.
    package var unit: String
    /// How it is made of the family's events.
    package var formula: Formula
    /// A key of ``CounterFamily/sources``.
    package var source: String
    /// Keys of ``CounterFamily/faults``.
    package var faults: [String]
  }

  /// What is known to be wrong with a count.
  package struct Fault: Sendable, Hashable, Codable {
    /// What is wrong.
    package var what: String
    /// How it is known.
    package var evidence: String
  }

  /// The name of its file.
  package var id: String
  /// The name that people read.
  package var name: String
  /// The designs that count so.
  package var designs: [Design]
  /// The name of its table in libpfm4; nil where libpfm4 has none.
  package var pmu: String?
  /// How many counters a core has.
  package var counters: Counters
  /// The documents that events and metrics come from, `title | URL`, by their keys.
  package var sources: [String: String]
  /// The events, by their names in formulas.
  package var events: [String: Event]
  /// The metrics, in the order in which they are told.
  package var metrics: [Metric]
  /// The known faults, by their keys.
  package var faults: [String: Fault]
  /// Metrics that the design cannot count, each with the reason.
  package var absent: [String: String]

  /// The metric of this name.
  package func metric(_ id: String) -> Metric? { metrics.first { $0.id == id } }
}
