import CHwloc

/// Binds threads to processing units, and memory to nodes. A class: its topology, loaded once, is only read, by
/// as many threads as there are.
package final class Binder: @unchecked Sendable {
  private let topology: HwlocTopology

  /// A binder of this machine.
  package init() throws(MachineError) {
    topology = try HwlocTopology(.binding)
  }

  /// Binds the calling thread to processing units, and sees to it that it is bound there.
  package func bind(toAny units: [Int]) throws(MachineError) {
    let place = "processing unit " + units.map { "\($0)" }.joined(separator: ", ")
    guard let set = hwloc_bitmap_alloc() else {
      throw MachineError(.pinning, "hwloc has no memory for a set", location: place)
    }
    defer { hwloc_bitmap_free(set) }
    let known = hwloc_topology_get_complete_cpuset(topology.handle)
    for unit in units {
      guard let bit = UInt32(exactly: unit), bit < UInt32(HwlocTopology.mostProcessingUnits),
        let known, hwloc_bitmap_isset(known, bit) != 0
      else {
        throw MachineError(
          .pinning, "this machine has no processing unit \(unit)",
          remedy: "`ridgeline machine` lists them")
      }
      hwloc_bitmap_set(set, bit)
    }
    let flags = HWLOC_CPUBIND_THREAD.rawValue | HWLOC_CPUBIND_STRICT.rawValue
    guard !units.isEmpty, hwloc_set_cpubind(topology.handle, set, Int32(flags)) == 0 else {
      let reason = units.isEmpty ? "the set is empty" : HwlocTopology.reason()
      throw MachineError(.pinning, "cannot bind the thread: \(reason)", location: place)
    }
    let bound = try topology.boundUnits(HWLOC_CPUBIND_THREAD)
    guard bound == Set(units).sorted() else {
      throw MachineError(
        .pinning, "the thread was bound, and is bound to \(bound) instead", location: place)
    }
  }

  /// Sees to it that memory not yet touched comes from one memory node, by the system's index.
  package func place(
    _ start: UnsafeMutableRawPointer, bytes: Int, on node: Int
  ) throws(MachineError) {
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
