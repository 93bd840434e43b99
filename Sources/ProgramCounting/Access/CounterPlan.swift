import CProgramCounting
package import CounterGroups
import Glibc
package import Machine

/// What is counted, and how: the families of this machine with the events of the groups asked for.
package struct CounterPlan: Sendable {
  /// The families whose events are counted: those of the processor, where they can be, and the
  /// kernel's.
  package var families: [MachineFamily]
  /// Whether the processor's events can be counted.
  package var access: CounterAccess
  /// The events of the processor, all of which fit in one run, or take turns in it.
  package var hardware: [EventRequest]
  /// The events of the kernel.
  package var software: [EventRequest]
  /// The memory controllers, where bytes are asked for and the kernel has counters of some.
  package var controllers: MemoryControllers?
  /// The values of the names in formulas that are no events.
  package var constants: [String: Double]

  /// The plan for this machine.
  ///
  /// - Parameter papiEvents: events of PAPI's that are wanted beside, by their names.
  /// - Throws: ``CountingError`` where a family cannot be read.
  package init(
    groups: Set<CounterGroup>, papiEvents: [String] = [], files: SystemFiles = SystemFiles()
  ) throws(CountingError) {
    access = CounterAccess.trying(files: files)
    let bits = Int(rl_scalable_vector_bits())
    constants = ["sve_quads": Double(max(bits, 128)) / 128]
    do {
      let software = MachineFamily(
        family: try CounterFamilies.family("software"), kernelPMU: "software")
      // Reading what the processor is takes a millisecond, which is left out where it tells nothing.
      let designs = access.refusal == nil ? Processor.microarchitectures(files) : []
      let hardware = access.refusal != nil ? [] : try CounterFamilies.families(of: designs)
      controllers =
        groups.contains(.memory) ? MemoryControllers(designs: designs, files: files) : nil
      families = hardware + (groups.contains(.software) ? [software] : [])
      if let controllers, controllers.refusal == nil {
        families.append(
          MachineFamily(family: try controllers.counterFamily(), kernelPMU: "uncore"))
      }
      self.software = groups.contains(.software) ? software.requests([.software]) : []
      self.hardware = hardware.flatMap { $0.requests(groups, files: files) }
    } catch {
      throw CountingError(error.description)
    }
    self.hardware += papiEvents.map { EventRequest(papi: $0) }
  }

  /// The counters of a core.
  package var counters: Int {
    families.filter { $0.family.id != "software" }.map(\.family.counters.value).min() ?? 4
  }

  /// Whether the processor's events are more than its counters.
  package var needsTurns: Bool {
    hardware.reduce(0) { $0 + $1.slots } > counters
  }

  /// The same split into plans that fit the counters, for a run each.
  package var passes: [CounterPlan] {
    guard needsTurns else { return [self] }
    var parts: [[EventRequest]] = [[]]
    for event in hardware {
      let taken = parts[parts.count - 1].reduce(0) { $0 + $1.slots }
      if taken + event.slots > counters, taken > 0 { parts.append([]) }
      parts[parts.count - 1].append(event)
    }
    return parts.map { part in
      var plan = self
      plan.hardware = part
      return plan
    }
  }

  /// Opens the events.
  ///
  /// - Throws: ``CountingError`` where the processor's cannot be opened on any way. The kernel's are
  ///   left out where it does not let them be counted.
  func sets(for target: CountingTarget) throws(CountingError) -> [any CounterSet] {
    var sets: [any CounterSet] = []
    if let set = try? KernelCounters(software, of: target) { sets.append(set) }
    sets += controllerSets(for: target)
    guard !hardware.isEmpty else { return sets }
    // Events that only PAPI knows are tried with it whatever its trial came to: it says why not.
    let onlyPAPI = hardware.filter { $0.code == nil }
    let others = hardware.filter { $0.code != nil }
    if !onlyPAPI.isEmpty { sets.append(try PAPICounters(onlyPAPI, of: target, counters: counters)) }
    if !others.isEmpty { sets.append(try hardwareSet(others, of: target)) }
    return sets
  }

  /// The memory controllers' events, of the whole machine whatever is counted; none for a thread, for
  /// which that would tell nothing.
  private func controllerSets(for target: CountingTarget) -> [any CounterSet] {
    guard target != .thread, let controllers, controllers.refusal == nil else { return [] }
    return controllers.requests.compactMap { units, events in
      try? KernelCounters(events, of: .system(units: units))
    }
  }

  /// Through PAPI where it can: where it knows all events by name, and they need not take turns, since
  /// only the kernel tells for how long each had a counter.
  private func hardwareSet(
    _ events: [EventRequest], of target: CountingTarget
  ) throws(CountingError) -> any CounterSet {
    let isNamed = events.allSatisfy { $0.name != nil }
    if isNamed, !needsTurns, access.ways.first == .papi,
      let set = try? PAPICounters(events, of: target, counters: counters)
    {
      return set
    }
    return try KernelCounters(events, of: target)
  }

  /// The metrics of counts, family by family, and the counts of events that are in no family.
  package func values(of counts: [EventRequest: EventCount]) -> [MetricValue] {
    families.flatMap { member in
      let own = counts.filter { $0.key.family == member.family.id }
      let byName = Dictionary(
        own.map { ($0.key.key, $0.value) }, uniquingKeysWith: { first, _ in first })
      return member.family.values(of: byName, constants: constants)
    }.merged
  }
}

extension [MetricValue] {
  /// One value a metric: those of a machine's kinds of cores are added.
  fileprivate var merged: [MetricValue] {
    var result: [MetricValue] = []
    for value in self {
      guard let place = result.firstIndex(where: { $0.metric.id == value.metric.id }) else {
        result.append(value)
        continue
      }
      result[place].value += value.value
      result[place].share = Swift.min(result[place].share, value.share)
      let errors = [result[place].relativeError, value.relativeError].compactMap { $0 }
      result[place].relativeError = errors.max()
    }
    return result
  }
}
