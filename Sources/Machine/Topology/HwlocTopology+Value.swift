import CHwloc

extension HwlocTopology {
  /// The most processing units of a topology; beyond it, a file is a mistake or an attack.
  static let mostProcessingUnits = 65_536

  /// The value of what was loaded.
  func value(origin: Topology.Origin) throws(MachineError) -> Topology {
    let units = objects(HWLOC_OBJ_PU).compactMap { Self.index(of: $0) }.sorted()
    guard units.count <= Self.mostProcessingUnits else {
      throw MachineError(
        .topology, "\(units.count) processing units are more than \(Self.mostProcessingUnits)")
    }
    let packages = objects(HWLOC_OBJ_PACKAGE).map { package in
      Topology.Package(processingUnits: members(package), infos: Self.infos(of: package))
    }
    let cores = cores(packages: packages)
    return Topology(
      origin: origin, packages: packages, cores: cores, processingUnits: units,
      allowed: allowed(units, isThisMachine: origin == .thisMachine), numaNodes: numaNodes,
      caches: caches(cores: cores), infos: hwloc_get_root_obj(handle).map(Self.infos) ?? [:],
      accelerators: accelerators)
  }

  /// The processing units below an object, in ascending order.
  private func members(_ object: hwloc_obj_t) -> [Int] {
    guard let set = object.pointee.cpuset else { return [] }
    // An endless set would have no last bit; `all` bounds it to what the machine has.
    return Self.bits(of: set, within: hwloc_topology_get_complete_cpuset(handle))
  }

  private static func bits(of set: hwloc_const_bitmap_t, within all: hwloc_const_bitmap_t?) -> [Int]
  {
    guard let all, hwloc_bitmap_last(all) >= 0 else { return [] }
    var bits: [Int] = []
    var bit = hwloc_bitmap_next(set, -1)
    while bit >= 0, bits.count < mostProcessingUnits, bit <= hwloc_bitmap_last(all) {
      if hwloc_bitmap_isset(all, UInt32(bit)) != 0 { bits.append(Int(bit)) }
      bit = hwloc_bitmap_next(set, bit)
    }
    return bits
  }

  private static func index(of object: hwloc_obj_t) -> Int? {
    let index = object.pointee.os_index
    return index == UInt32.max ? nil : Int(index)
  }

  private static func infos(of object: hwloc_obj_t) -> [String: String] {
    var infos: [String: String] = [:]
    for place in 0..<Int(object.pointee.infos_count) {
      guard let info = object.pointee.infos?[place], let name = info.name, let value = info.value
      else { continue }
      infos[String(cString: name)] = String(cString: value).printable
    }
    return infos
  }

  private func cores(packages: [Topology.Package]) -> [Topology.Core] {
    var packageOf: [Int: Int] = [:]
    for (number, package) in packages.enumerated() {
      for unit in package.processingUnits { packageOf[unit] = number }
    }
    let kinds = kinds
    return objects(HWLOC_OBJ_CORE).map { core in
      let units = members(core)
      let kind = units.first.flatMap { unit in kinds.first { $0.units.contains(unit) } }
      return Topology.Core(
        package: units.first.flatMap { packageOf[$0] }, processingUnits: units,
        efficiencyClass: kind?.efficiency, kind: kind?.name)
    }
  }

  /// The kinds of cores, where hwloc tells them apart.
  private var kinds: [(units: Set<Int>, efficiency: Int?, name: String?)] {
    let all = hwloc_topology_get_complete_cpuset(handle)
    return (0..<max(0, hwloc_cpukinds_get_nr(handle, 0))).compactMap { number in
      guard let set = hwloc_bitmap_alloc() else { return nil }
      defer { hwloc_bitmap_free(set) }
      var efficiency: Int32 = -1
      var count: UInt32 = 0
      var infos: UnsafeMutablePointer<hwloc_info_s>?
      guard
        hwloc_cpukinds_get_info(handle, UInt32(number), set, &efficiency, &count, &infos, 0) == 0
      else { return nil }
      let name = (0..<Int(count)).compactMap { place -> String? in
        guard let info = infos?[place], String(cString: info.name) == "CoreType" else { return nil }
        return String(cString: info.value).printable
      }.first
      return (Set(Self.bits(of: set, within: all)), efficiency < 0 ? nil : Int(efficiency), name)
    }
  }

  private var numaNodes: [Topology.NUMANode] {
    objects(HWLOC_OBJ_NUMANODE).compactMap { node in
      guard let index = Self.index(of: node) else { return nil }
      let bytes = node.pointee.attr?.pointee.numanode.local_memory ?? 0
      return Topology.NUMANode(
        index: index, bytes: bytes == 0 ? nil : Int(exactly: bytes), processingUnits: members(node))
    }
  }

  private func caches(cores: [Topology.Core]) -> [Topology.Cache] {
    let types = [
      HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L1ICACHE, HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L2ICACHE,
      HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L3ICACHE, HWLOC_OBJ_L4CACHE, HWLOC_OBJ_L5CACHE,
    ]
    var coreOf: [Int: Int] = [:]
    for (number, core) in cores.enumerated() {
      for unit in core.processingUnits { coreOf[unit] = number }
    }
    return types.flatMap { objects($0) }.compactMap { object in
      guard let attributes = object.pointee.attr?.pointee.cache else { return nil }
      let units = members(object)
      return Topology.Cache(
        level: Int(attributes.depth), content: Self.content(attributes.type),
        bytes: attributes.size == 0 ? nil : Int(exactly: attributes.size),
        lineBytes: attributes.linesize == 0 ? nil : Int(attributes.linesize),
        processingUnits: units, cores: Set(units.compactMap { coreOf[$0] }).sorted())
    }
  }

  private static func content(_ type: hwloc_obj_cache_type_t) -> Topology.Cache.Content {
    switch type {
    case HWLOC_OBJ_CACHE_DATA: .data
    case HWLOC_OBJ_CACHE_INSTRUCTION: .instruction
    default: .unified
    }
  }

  private func allowed(_ units: [Int], isThisMachine: Bool) -> [Int] {
    guard let set = hwloc_topology_get_allowed_cpuset(handle) else { return [] }
    var allowed = units.filter { hwloc_bitmap_isset(set, UInt32($0)) != 0 }
    if isThisMachine, let bound = try? boundUnits(HWLOC_CPUBIND_PROCESS), !bound.isEmpty {
      let bound = Set(bound)
      allowed = allowed.filter { bound.contains($0) }
    }
    return allowed
  }

  /// The processing units that the process or the calling thread is bound to.
  func boundUnits(_ flag: hwloc_cpubind_flags_t) throws(MachineError) -> [Int] {
    guard let set = hwloc_bitmap_alloc() else {
      throw MachineError(.pinning, "hwloc has no memory for a set of processing units")
    }
    defer { hwloc_bitmap_free(set) }
    guard hwloc_get_cpubind(handle, set, Int32(bitPattern: UInt32(flag.rawValue))) == 0 else {
      throw MachineError(.pinning, "cannot read what a thread is bound to: \(Self.reason())")
    }
    return Self.bits(of: set, within: hwloc_topology_get_complete_cpuset(handle))
  }

  private var accelerators: [String] {
    objects(HWLOC_OBJ_OS_DEVICE).compactMap { device in
      guard let kind = device.pointee.attr?.pointee.osdev.type,
        kind == HWLOC_OBJ_OSDEV_GPU || kind == HWLOC_OBJ_OSDEV_COPROC,
        let name = device.pointee.name
      else { return nil }
      let infos = Self.infos(of: device)
      let text = String(cString: name).printable
      return infos["GPUModel"].map { "\(text) (\($0))" } ?? text
    }
  }
}
