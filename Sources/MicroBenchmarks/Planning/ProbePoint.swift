import Devices

/// One thing that is measured: a kernel, on these CPUs together.
package struct ProbePoint: Sendable, Hashable {
  /// The work of each thread.
  package enum Work: Sendable, Hashable {
    /// A compute kernel.
    case compute(ComputeKernel)
    /// A memory kernel over a working set of so many bytes a thread, all its arrays together.
    case memory(MemoryKernel, bytes: Int)
    /// Dependent reads in a random order over so many bytes a thread, in so many chains at once.
    case chase(bytes: Int, chains: Int)
  }

  /// The work.
  package var work: Work
  /// The CPUs, one thread each.
  package var team: ProbeTeam
  /// The memory node that the bytes are on; nil for that of the thread that touches them first.
  package var node: Int?

  /// Work on these CPUs.
  package init(_ work: Work, on team: ProbeTeam, node: Int? = nil) {
    self.work = work
    self.team = team
    self.node = node
  }

  /// The width of its instructions: narrow ones run before wide ones, whose lower clock outlasts them; of
  /// one width small working sets before large ones, those of about a size together, since a cache takes
  /// time to keep what is worked on. Memory comes last, since it empties no caches for anyone then.
  var order: Int {
    switch work {
    case .compute(let kernel): kernel.widthBits
    case .memory(let kernel, let bytes):
      10_000 + kernel.widthBits * Int.bitWidth + (Int.bitWidth - bytes.leadingZeroBitCount)
    case .chase: .max
    }
  }

  /// What a progress bar and the list of slices call it.
  package var label: String {
    let place = team.name + (node.map { ", node \($0)" } ?? "")
    return switch work {
    case .compute(let kernel):
      "\(kernel.isa) \(kernel.precision.rawValue) \(kernel.form), \(place)"
    case .memory(let kernel, let bytes):
      "\(kernel.operation) \(kernel.isa) \(bytes >> 10) KiB, \(place)"
    case .chase(let bytes, let chains):
      "latency \(bytes >> 10) KiB, \(chains == 1 ? "1 chain" : "\(chains) chains"), \(place)"
    }
  }
}
