/// What can disturb a slice.
package struct Disturbances: OptionSet, Sendable, Hashable {
  /// A bit for each kind.
  package let rawValue: Int

  /// The kinds of these bits.
  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The kernel took the CPU away for another process.
  package static let switched = Disturbances(rawValue: 1)
  /// A thread was ready and waited for a CPU.
  package static let delayed = Disturbances(rawValue: 2)
  /// The threads did not run at the same time.
  package static let apart = Disturbances(rawValue: 4)
  /// Slow, in a stretch in which the hypervisor gave processor time to others.
  package static let stolen = Disturbances(rawValue: 8)
  /// Slow, in a stretch in which the control group's quota (`cpu.max`) held the process back.
  package static let throttled = Disturbances(rawValue: 16)
  /// Slow, and the clock was low too.
  package static let clock = Disturbances(rawValue: 32)
  /// All threads slow together at a full clock: as when the host runs them on the threads of one core,
  /// or a neighbour takes their share.
  package static let together = Disturbances(rawValue: 64)
  /// Slow with nothing to blame in this system: the host's neighbours, another thread of the core.
  package static let slow = Disturbances(rawValue: 128)

  /// Every kind with its name.
  package static let names: [(kind: Disturbances, name: String)] = [
    (.switched, "involuntary switch"), (.delayed, "run delay"), (.apart, "threads apart"),
    (.stolen, "stolen time"), (.throttled, "cpu.max"), (.clock, "low clock"),
    (.together, "all threads slow together"), (.slow, "slow without a cause in this system"),
  ]
}
