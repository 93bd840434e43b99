extension ProbeResult {
  /// Every slice as CSV: what, threads, start and length in nanoseconds, work, clock in hertz, and what
  /// disturbed it, joined by `+`.
  package var rawText: String {
    var text = "point,threads,startNanoseconds,nanoseconds,work,hertz,disturbances\n"
    for raw in raw {
      let head = "\"\(raw.point.label)\",\(raw.point.team.threads)"
      for slice in raw.slices {
        let found = Disturbances.names.filter { slice.disturbances.contains($0.kind) }
          .map(\.name).joined(separator: "+")
        let length = (slice.seconds * 1e9).rounded()
        text += "\(head),\(slice.start),\(length),\(slice.work),\(slice.hertz),\(found)\n"
      }
    }
    return text
  }
}
