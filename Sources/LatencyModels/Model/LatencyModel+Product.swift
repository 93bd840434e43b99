import Devices
import Operators

extension LatencyModel {
  /// A matrix product: the tiles that take least, in rounds over the compute units.
  func product(
    _ product: Kernel.Product, format: NumberFormat, reuse: Reuse
  ) throws(LatencyError) -> LatencyParts {
    let grid = ProductGrid(product)
    let bits = (
      input: Double(format.inputBits), weight: Double(format.weightBits),
      output: Double(format.outputBits)
    )
    let bytes = Bytes(
      weights: grid.batch * grid.k * grid.n * bits.weight / 8,
      activations: grid.batch * grid.m * (grid.k * bits.input + grid.n * bits.output) / 8)
    let memory = memorySeconds(bytes, share: costs.productTrafficShare, reuse: reuse)
    let rate = try sustainedRate(format.arithmetic) * costs.productShare
    let (compute, algorithm) = tiled(
      grid, tiles: tiles, unitRate: rate / figures.computeUnits,
      bytesPerRow: (bits.input / 8, bits.weight / 8), hidden: memory,
      smallTileShare: device.kind == .cpu ? 1 : achieved.smallTileShare)
    let extra = format.weightBits <= 8 ? costs.narrowSeconds : 0
    return parts(
      compute: compute, memory: memory, extra: extra, host: costs.hostSeconds + extra,
      algorithm: algorithm)
  }

  /// The arithmetic of a product under the best of some tiles: of each, its depth at the unit's rate or
  /// at the rate at which the cache delivers its two sides, whichever is longer, and its start.
  ///
  /// - Parameters:
  ///   - unitRate: FLOP/s of one compute unit.
  ///   - bytesPerRow: bytes of an element of the left and of the right side.
  ///   - hidden: the time of the traffic; a split that only shortens what it hides is not chosen.
  ///   - smallTileShare: the rate of a tile of 64 columns, of that of one of 128; one of 64 rows has its
  ///     root.
  func tiled(
    _ grid: ProductGrid, tiles: [Tile], unitRate: Double,
    bytesPerRow: (left: Double, right: Double), hidden: Double, smallTileShare: Double = 1
  ) -> (seconds: Double, algorithm: LatencyParts.Algorithm) {
    var best = Double.infinity
    var bestBusy = Double.infinity
    var choice = (tile: tiles[0], parts: 1.0)
    let units = figures.computeUnits
    // Matrix units take a stretch of the depth at a time; a processor one place after the other.
    let depthStep = device.kind == .cpu ? 1.0 : 32
    // Libraries split the sums of a single product, not of many at once.
    let mostParts = grid.batch > 1 ? 1.0 : 16
    let joined = 4 * grid.batch * grid.m * grid.n / cacheBandwidth
    for tile in tiles {
      let count = grid.tiles(tile)
      let share =
        (tile.m < 128 ? smallTileShare.squareRoot() : 1) * (tile.n < 128 ? smallTileShare : 1)
      let fetching = (tile.m * bytesPerRow.left + tile.n * bytesPerRow.right) / cacheDraw
      let step = max(2 * tile.m * tile.n / (unitRate * share), fetching)
      var split = 1.0
      while split <= mostParts {
        let depth = (grid.k / split / depthStep).rounded(.up) * depthStep
        var seconds = rounds(count * split) * (depth * step + Self.tileSeconds)
        if split > 1 { seconds += achieved.kernelSeconds + split * joined }
        let busy = Self.overlap(seconds, hidden)
        if busy < bestBusy {
          (best, bestBusy, choice) = (seconds, busy, (tile, split))
        }
        if count * split > 2 * units || grid.k / split < 256 { break }
        split *= 2
      }
    }
    return (best, .tiles(Int(choice.tile.m), Int(choice.tile.n), parts: Int(choice.parts)))
  }

  /// Start and end of a tile, in which its unit computes nothing: fitted once over all devices.
  static let tileSeconds = 1.2e-6

  /// The tiles that libraries for the device's kind have.
  var tiles: [Tile] { device.kind == .cpu ? Tile.ofProcessors : Tile.ofGraphics }
}

/// The part of an output that one compute unit works on at a time.
struct Tile: Sendable {
  var m: Double
  var n: Double

  /// Those of GPU libraries.
  static let ofGraphics = [
    Tile(m: 256, n: 128), Tile(m: 128, n: 256), Tile(m: 128, n: 128), Tile(m: 128, n: 64),
    Tile(m: 64, n: 128), Tile(m: 64, n: 64),
  ]
  /// Those of CPU libraries: several register tiles of a core.
  static let ofProcessors = [
    Tile(m: 128, n: 128), Tile(m: 64, n: 64), Tile(m: 32, n: 64), Tile(m: 64, n: 32),
    Tile(m: 16, n: 32), Tile(m: 8, n: 32), Tile(m: 128, n: 16), Tile(m: 128, n: 8),
  ]
  /// Those of convolutions: narrower ones for few filters.
  static let ofConvolutions = [Tile(m: 128, n: 128), Tile(m: 128, n: 64), Tile(m: 128, n: 32)]
}

/// The sizes of a product, as numbers.
struct ProductGrid {
  var batch: Double
  var m: Double
  var n: Double
  var k: Double

  init(batch: Double, m: Double, n: Double, k: Double) {
    self.batch = batch
    self.m = m
    self.n = n
    self.k = k
  }

  init(_ product: Kernel.Product) {
    self.init(
      batch: Double(product.batch), m: Double(product.m), n: Double(product.n),
      k: Double(product.k))
  }

  /// How many tiles cover the outputs.
  func tiles(_ tile: Tile) -> Double {
    batch * (m / tile.m).rounded(.up) * (n / tile.n).rounded(.up)
  }
}
