import Operators

extension LatencyModel {
  /// A matrix product: the tiles that take least, in waves over the compute units.
  func product(
    _ product: Kernel.Product, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let (batch, m, n, k) = (
      Double(product.batch), Double(product.m), Double(product.n), Double(product.k)
    )
    let rate = try sustainedRate(format) * costs.productShare / figures.computeUnits
    let bytes =
      batch
      * (m * k * Double(format.inputBits) + k * n * Double(format.weightBits)
        + m * n * Double(format.outputBits)) / 8
    let memory = memorySeconds(bytes)
    let draw = achieved.cacheBytesPerClock * figures.clockHertz
    var best = LatencyParts(overhead: 0, compute: 0, memory: 0, seconds: .infinity)
    for tile in Self.tiles {
      let (tm, tn) = (Double(tile.m), Double(tile.n))
      let grid = batch * (m / tm).rounded(.up) * (n / tn).rounded(.up)
      var split = 1.0
      while split <= 32 {
        let depth = (k / split / 32).rounded(.up) * 32
        let arithmetic = 2 * tm * tn * depth / rate
        let loading = (tm + tn) * depth * Double(format.inputBits) / 8 / draw
        let waves = (grid * split / figures.computeUnits).rounded(.up)
        let compute = waves * (max(arithmetic, loading) + achieved.tileSeconds)
        let joining =
          split > 1 ? costs.splitSeconds + split * batch * m * n * 4 / cacheBandwidth : 0
        let candidate = parts(
          compute: compute, memory: memory, overhead: joining,
          algorithm: .tiles(tile.m, tile.n, parts: Int(split)))
        if candidate.seconds < best.seconds { best = candidate }
        if grid * split > 2 * figures.computeUnits || k / split < 256 { break }
        split *= 2
      }
    }
    return best
  }

  /// The tiles of an output that a compute unit works on, as libraries have them.
  static let tiles: [(m: Int, n: Int)] = [
    (256, 128), (128, 256), (128, 128), (256, 64), (64, 256), (128, 64), (64, 128), (64, 64),
    (128, 32), (32, 128), (64, 32), (32, 64), (32, 32), (16, 64), (16, 128),
  ]
}
