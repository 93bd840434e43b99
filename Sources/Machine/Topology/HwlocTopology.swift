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
    try requireLibrary()
    guard let handle = source.withText({ ridgeline_load(source.kind, $0) }) else {
      throw MachineError(.topology, "hwloc cannot load it: \(reason())")
    }
    return handle
  }

  /// Passes where hwloc's library is there.
  static func requireLibrary() throws(MachineError) {
    guard let refusal = ridgeline_hwloc_refusal() else { return }
    throw MachineError(
      .topology, "hwloc cannot be loaded: \(String(cString: refusal))",
      remedy: "apt-get install libhwloc15")
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

  /// Its kind, as the C side knows it.
  var kind: ridgeline_source {
    switch self {
    case .thisMachine: RIDGELINE_THIS_MACHINE
    case .binding: RIDGELINE_BINDING
    case .xml: RIDGELINE_XML
    case .synthetic: RIDGELINE_SYNTHETIC
    }
  }

  /// What `body` makes of its text; nil where it needs none.
  func withText<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    switch self {
    case .thisMachine, .binding: body(nil)
    case .xml(let text), .synthetic(let text): text.withCString { body($0) }
    }
  }
}
