extension ProbeResult {
  /// Every slice as CSV: what, threads, start and length in nanoseconds, work, clock in hertz, what
  /// disturbed it, joined by `+`, how far the cores were apart in nanoseconds (empty for one), and the least
  /// share of its core that a thread had (empty where it was not asked).
  package var rawText: String {
    var text =
      "point,threads,startNanoseconds,nanoseconds,work,hertz,disturbances,apartNanoseconds,coreShare\n"
    for raw in raw {
      let head = "\"\(raw.point.label)\",\(raw.point.team.threads)"
      for slice in raw.slices {
        let found = Disturbances.names.filter { slice.disturbances.contains($0.kind) }
          .map(\.name).joined(separator: "+")
        let length = (slice.seconds * 1e9).rounded()
        let apart = slice.distance.map { "\(($0 * 1e9).rounded())" } ?? ""
        text += "\(head),\(slice.start),\(length),\(slice.work),\(slice.hertz),"
        let share = slice.openness.map { "\(($0 * 1000).rounded() / 1000)" } ?? ""
        text += "\(found),\(apart),\(share)\n"
      }
    }
    return text
  }
}
