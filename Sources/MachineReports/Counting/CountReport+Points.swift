import CounterGroups
import ProgramCounting

extension CountReport {
  /// A point on the roofline: FLOPs and bytes of memory in a time in seconds.
  package struct Point: Sendable, Hashable {
    /// The program, or a region of it.
    package let name: String
    /// Floating-point operations.
    package let flops: Double
    /// Bytes between the last cache and memory.
    package let bytes: Double
    /// How long they took.
    package let seconds: Double
  }

  /// The whole program, and each region whose FLOPs and bytes were counted; none where neither is known.
  package var points: [Point] {
    var points: [Point] = []
    if let roofline, let flops = roofline.flops, let bytes = roofline.bytes {
      points.append(Point(name: title, flops: flops, bytes: bytes, seconds: roofline.seconds))
    }
    for region in regions {
      let metrics = plan.values(of: region.counts).byID
      guard let flops = metrics["flops"], let bytes = metrics["bytes-dram"], flops > 0, bytes > 0
      else { continue }
      points.append(
        Point(
          name: region.path.joined(separator: "/"), flops: flops, bytes: bytes,
          // Threads are in a region at the same time: a thread's part of it is its length.
          seconds: region.seconds / Double(max(1, region.threads))))
    }
    return points
  }

  /// Whether most of the FLOPs that were counted are of fp64.
  package var isMostlyFP64: Bool {
    let counted = { (id: String) in metrics.first { $0.metric.id == id }?.spread.median }
    guard let all = counted("flops"), let fp64 = counted("flops-fp64") else { return false }
    return fp64 * 2 >= all
  }
}
