extension MachineDescription {
  /// What is missing, misleading or in the way of a measurement, one sentence each.
  package var notes: [String] {
    var notes: [String] = []
    if topology.allowed.isEmpty {
      notes.append("No processing unit is allowed: nothing can run or be measured here.")
    } else if topology.allowed.count < topology.processingUnits.count {
      notes.append(
        "\(topology.allowed.count) of \(topology.processingUnits.count) processing units are "
          + "allowed.")
    }
    if topology.dataCaches.isEmpty {
      notes.append("hwloc tells of no caches: their sizes can only be measured.")
    }
    if processor.microarchitectures.isEmpty, let identity = processor.identity {
      notes.append("No microarchitecture is known for \(identity).")
    }
    guard let system else { return notes }
    return notes + system.notes(allowed: topology.allowed.count)
      + (system.virtualization.isVirtual ? Virtualization.hidden : [])
  }
}

extension SystemState {
  /// What is in the way of a measurement on `allowed` processing units, and can be changed.
  package func notes(allowed: Int) -> [String] {
    var notes: [String] = []
    if let quota = controlGroup.processors, quota < Double(allowed) {
      notes.append("The control group allows the time of \(quota) of \(allowed) processors.")
    }
    let slow = governors.filter { $0 != "performance" }
    if !slow.isEmpty {
      notes.append("The clock's governor is \(slow.joined(separator: ", ")), not performance.")
    }
    if let swapped = memory.swappedBytes, swapped > 0 {
      notes.append("\(swapped) bytes of memory are swapped out.")
    }
    return notes
  }
}
