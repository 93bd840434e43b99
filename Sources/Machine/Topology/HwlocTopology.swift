import CHwloc
import Glibc

/// hwloc's own topology; it does not leave this module.
struct HwlocTopology: ~Copyable {
  /// hwloc's handle.
  let handle: hwloc_topology_t

  /// Loads what `source` tells.
  init(_ source: TopologySource) throws(MachineError) {
    handle = try Self.load(source)
  }

  private static func load(_ source: TopologySource) throws(MachineError) -> hwloc_topology_t {
    var made: hwloc_topology_t?
    guard hwloc_topology_init(&made) == 0, let handle = made else {
      throw MachineError(.topology, "hwloc cannot start: \(reason())")
    }
    guard source.configure(handle), hwloc_topology_load(handle) == 0 else {
      let error = MachineError(.topology, "hwloc cannot load it: \(reason())")
      hwloc_topology_destroy(handle)
      throw error
    }
    return handle
  }

  deinit {
    hwloc_topology_destroy(handle)
  }

  /// Why the last call failed.
  static func reason() -> String { String(cString: strerror(errno)) }

  /// All objects of a type, in hwloc's logical order.
  func objects(_ type: hwloc_obj_type_t) -> [hwloc_obj_t] {
    var found: [hwloc_obj_t] = []
    var last: hwloc_obj_t?
    while let next = hwloc_get_next_obj_by_type(handle, type, last) {
      found.append(next)
      last = next
    }
    return found
  }
}

/// What hwloc is to read.
enum TopologySource: Sendable {
  /// This machine, with the processing units that this process may not use.
  case thisMachine
  /// This machine, no more than binding needs.
  case binding
  /// An XML text.
  case xml(String)
  /// A synthetic description.
  case synthetic(String)

  /// Tells hwloc; false where it refuses.
  func configure(_ handle: hwloc_topology_t) -> Bool {
    switch self {
    case .thisMachine:
      return hwloc_topology_set_flags(handle, Self.flags) == 0 && Self.keepAll(handle)
    case .binding:
      let none = HWLOC_TYPE_FILTER_KEEP_NONE
      return hwloc_topology_set_flags(handle, Self.flags) == 0
        && hwloc_topology_set_all_types_filter(handle, none) == 0
    case .xml(let text):
      // hwloc counts the zero at the end.
      guard let length = Int32(exactly: text.utf8.count), length < .max else { return false }
      return hwloc_topology_set_xmlbuffer(handle, text, length + 1) == 0
        && hwloc_topology_set_flags(handle, Self.flags) == 0 && Self.keepAll(handle)
    case .synthetic(let text):
      return hwloc_topology_set_synthetic(handle, text) == 0
    }
  }

  private static var flags: UInt {
    UInt(HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.rawValue)
  }

  private static func keepAll(_ handle: hwloc_topology_t) -> Bool {
    hwloc_topology_set_io_types_filter(handle, HWLOC_TYPE_FILTER_KEEP_IMPORTANT) == 0
      && hwloc_topology_set_icache_types_filter(handle, HWLOC_TYPE_FILTER_KEEP_ALL) == 0
  }
}
