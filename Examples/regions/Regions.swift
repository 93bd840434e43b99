import RidgelineCounting

/// Counts a dot product, by itself and as a region of `ridgeline count`:
///
///     swift build -c release --package-path Examples/regions
///     ridgeline count -- Examples/regions/.build/release/regions
@main
struct Regions {
  static func main() {
    let x = [Double](repeating: 0.5, count: 1 << 20)
    do {
      let counted = try counting(.flops, region: "dot") { dot(x, x) }
      // Two operations for each of 1,048,576 elements.
      print("dot \(counted.value), \(counted["flops"] ?? .nan) FLOPs in \(counted.seconds) s")
    } catch {
      print("not counted: \(error)")
      // The kernel's own counts are there without counters of the processor.
      let counted = try? counting(.software, region: "dot") { dot(x, x) }
      print("dot \(counted?.value ?? .nan), page faults: \(counted?["page-faults"] ?? .nan)")
    }
  }

  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
