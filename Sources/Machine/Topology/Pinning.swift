import CHwloc

/// Binding threads to processing units through hwloc.
package enum Pinning {
  /// Binds the calling thread to one processing unit, and sees to it that it is bound there.
  package static func bind(to unit: Int) throws(MachineError) {
    try bind(toAny: [unit])
  }

  /// Binds the calling thread to a set of processing units: what ``current()`` told before. Where
  /// many threads bind, or one often, a ``Binder`` loads the topology once.
  package static func bind(toAny units: [Int]) throws(MachineError) {
    try Binder().bind(toAny: units)
  }

  /// The processing units that the calling thread is bound to, in ascending order.
  package static func current() throws(MachineError) -> [Int] {
    try HwlocTopology(.binding).boundUnits(HWLOC_CPUBIND_THREAD)
  }
}
