import CounterGroups
import ProgramCounting
import Reports

extension CountReport {
  /// What is missing, scaled, or known to be wrong, a sentence or a paragraph each.
  var notes: [String] {
    var notes: [String] = []
    if wantsHardware, let refusal = plan.access.refusal {
      notes.append("\(refusal.explanation) \(refusal.remedy) \(refusal.rest)")
    }
    if let controllers = plan.controllers?.explanation { notes.append(controllers) }
    notes += plan.families.filter { $0.family.id != "software" }.flatMap(Self.absences)
    if metrics.contains(where: { $0.share < 1 }) {
      notes.append(
        "There are more events than counters: they took turns, and their counts are scaled up from "
          + "the part of the time under “counted”. The error is the standard error of that, from how "
          + "the rates changed in the course of the run; --passes runs the program several times and "
          + "counts each event all the time.")
    }
    if passes > 1 {
      notes.append(
        "There are more events than counters: each was counted in one of \(passes) runs, all the "
          + "time.")
    }
    return notes + faults
  }

  private static func absences(of member: MachineFamily) -> [String] {
    member.family.absent.sorted { $0.key < $1.key }.map { "Not counted: \($0.key). \($0.value)" }
  }

  /// The known faults of what was counted, with their evidence, each once.
  private var faults: [String] {
    let shown = Set(metrics.map(\.metric.id))
    var told: [String] = []
    for family in plan.families.map(\.family) {
      for key in family.faults.keys.sorted() {
        let concerned = family.metrics.filter { $0.faults.contains(key) && shown.contains($0.id) }
        guard !concerned.isEmpty, let fault = family.faults[key] else { continue }
        // What the kernel cannot count without permission is worth a word only where it is zero.
        if key == "kernelmode",
          metrics.contains(where: { $0.metric.id == "context-switches" && $0.spread.high > 0 })
        {
          continue
        }
        let names = concerned.map(\.id).joined(separator: ", ")
        told.append("Known of \(names): \(fault.what) Evidence: \(fault.evidence)")
      }
    }
    return told
  }
}
