import CRidgelineRegions
import CounterGroups
import Glibc

/// The memory in which a program's regions leave their counts. A class, since it frees it.
final class RegionFile {
  /// The variable that names the memory to a program (ridgeline_regions.h).
  static let variable = "RIDGELINE_COUNT_REGIONS"

  private let memory: OpaquePointer
  private let events: [EventRequest]

  /// Memory for counts of these events; nil where the system gives none.
  init?(_ events: [EventRequest]) {
    guard let memory = rl_region_memory_make() else { return nil }
    self.memory = memory
    self.events = events.filter { event in
      guard let code = event.code else { return false }
      return rl_region_memory_add(memory, code.type, code.config, event.isHardware)
    }
  }

  deinit { rl_region_memory_free(memory) }

  /// Where the program finds it.
  var path: String { "/proc/\(getpid())/fd/\(rl_region_memory_file(memory))" }

  /// Stops without a start, and regions that found no room.
  var faults: (unmatched: Int, lost: Int) {
    (Int(rl_region_memory_unmatched(memory)), Int(rl_region_memory_lost(memory)))
  }

  /// The regions, each after the one that it is in.
  func regions() -> [CountedRegion] {
    var found: [CountedRegion] = []
    var region = rl_region()
    var paths: [[String]] = []
    while rl_region_at(memory, Int32(paths.count), &region) {
      let parent = region.parent >= 0 ? paths[Int(region.parent)] : []
      paths.append(parent + [String(cString: region.name)])
      found.append(
        CountedRegion(
          path: paths[paths.count - 1], calls: Int(clamping: region.calls),
          threads: Int(clamping: region.threads), seconds: Double(region.nanoseconds) / 1e9,
          counts: counts(at: Int32(paths.count - 1))))
    }
    return found.sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private func counts(at index: Int32) -> [EventRequest: EventCount] {
    var counts: [EventRequest: EventCount] = [:]
    for (number, event) in events.enumerated() {
      var raw: [UInt64] = [0, 0, 0]
      rl_region_count_at(memory, index, Int32(number), &raw)
      counts[event] = EventCount(raw: raw[0], enabled: raw[1], running: raw[2])
    }
    return counts
  }
}

extension CounterPlan {
  /// Memory for the regions of a program that is run by this plan.
  func regionFile() -> RegionFile? { RegionFile(hardware + software) }
}
