extension ProbeResult {
  /// Every slice as CSV: what, threads, start and length in nanoseconds, work, clock in hertz, what
  /// disturbed it, joined by `+`, and how far the cores were apart in nanoseconds (empty for one).
  package var rawText: String {
    var text =
      "point,threads,startNanoseconds,nanoseconds,work,hertz,disturbances,apartNanoseconds\n"
    for raw in raw {
      let head = "\"\(raw.point.label)\",\(raw.point.team.threads)"
      for slice in raw.slices {
        let found = Disturbances.names.filter { slice.disturbances.contains($0.kind) }
          .map(\.name).joined(separator: "+")
        let length = (slice.seconds * 1e9).rounded()
        let apart = slice.distance.map { "\(($0 * 1e9).rounded())" } ?? ""
        text += "\(head),\(slice.start),\(length),\(slice.work),\(slice.hertz),"
        text += "\(found),\(apart)\n"
      }
    }
    return text
  }
}
