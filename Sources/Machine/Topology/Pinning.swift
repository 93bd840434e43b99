import CHwloc

/// Binding threads to processing units, and memory to nodes, through hwloc.
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

  /// Sees to it that memory not yet touched comes from one memory node, by the system's index.
  package static func place(
    _ start: UnsafeMutableRawPointer, bytes: Int, on node: Int
  ) throws(MachineError) {
    let topology = try HwlocTopology(.binding)
    let place = "memory node \(node)"
    let object = UInt32(exactly: node).flatMap {
      hwloc_get_numanode_obj_by_os_index(topology.handle, $0)
    }
    guard let set = object?.pointee.nodeset else {
      throw MachineError(
        .pinning, "this machine has no such node", location: place,
        remedy: "`ridgeline machine` lists them")
    }
    let flags = HWLOC_MEMBIND_STRICT.rawValue | HWLOC_MEMBIND_BYNODESET.rawValue
    guard
      hwloc_set_area_membind(
        topology.handle, start, bytes, set, HWLOC_MEMBIND_BIND, Int32(flags)) == 0
    else {
      throw MachineError(
        .pinning, "cannot bind memory: \(HwlocTopology.reason())", location: place)
    }
  }
}
