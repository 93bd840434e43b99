import Devices
import Operators

extension LatencyModel {
  /// A convolution, by the algorithm that takes least: as an implicit product, by Winograd's in one
  /// kernel (tiles of 2 × 2), or in three (tiles of 4 × 4, transformed apart).
  ///
  /// Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", arXiv:1509.09308.
  func convolution(
    _ sizes: Kernel.Convolution, format: NumberFormat, reuse: Reuse
  ) throws(LatencyError) -> LatencyParts {
    let shape = ConvolutionShape(sizes, format: format)
    let start = try figures.contraction(format.arithmetic).isMatrix ? 0 : costs.convolutionSeconds
    let rate = try sustainedRate(format.arithmetic) / figures.computeUnits
    if sizes.isDepthwise {
      let memory = memorySeconds(shape.bytes, share: costs.productTrafficShare, reuse: reuse)
      let compute =
        2 * shape.outputs * shape.taps
        / (rate * figures.computeUnits * costs.convolutionShare)
      let passing = passSeconds(shape.bytes, rate: costs.elementRate, format: format)
      return parts(
        compute: max(compute, passing), memory: memory, extra: start, algorithm: .depthwise)
    }
    let memory = memorySeconds(shape.bytes, share: costs.productTrafficShare, reuse: reuse)
    var best = implicitProduct(shape, unitRate: rate, memory: memory, start: start)
    guard shape.allowsWinograd else { return best }
    for candidate in [
      winograd(shape, unitRate: rate, memory: memory, start: start),
      winogradApart(shape, unitRate: rate, memory: memory, start: start),
    ] where candidate.seconds < best.seconds {
      best = candidate
    }
    return best
  }

  private func implicitProduct(
    _ shape: ConvolutionShape, unitRate: Double, memory: Double, start: Double
  ) -> LatencyParts {
    let (compute, _) = tiled(
      shape.product, tiles: device.kind == .cpu ? tiles : Tile.ofConvolutions,
      unitRate: unitRate * costs.convolutionShare, bytesPerRow: (shape.element, shape.element),
      hidden: memory)
    return parts(
      compute: compute, memory: memory, extra: start, algorithm: .implicitProduct
    )
  }

  /// One kernel: 16 small products for every 2 × 2 places, half as much again for the transforms.
  private func winograd(
    _ shape: ConvolutionShape, unitRate: Double, memory: Double, start: Double
  ) -> LatencyParts {
    // The filters, transformed by a kernel before, are 16 instead of 9 weights each.
    let transforming =
      shape.bytes.weights * (1 + 2 * 16.0 / 9)
      / (sustainedBandwidth * costs.productTrafficShare)
    let grid = shape.winogradProduct(side: 2)
    var compute = Double.infinity
    for filters in [32.0, 64, 128] {
      let tile = Tile(m: 32, n: filters)
      let depth = (grid.k / 8).rounded(.up) * 8
      let arithmetic =
        2 * 16 * tile.m * tile.n * Self.transformFactor / (unitRate * costs.winogradShare)
      let loading = 16 * (tile.m + tile.n) * shape.element / cacheDraw
      let seconds =
        rounds(grid.tiles(tile)) * (depth * max(arithmetic, loading) + Self.tileSeconds)
      compute = min(compute, seconds)
    }
    return parts(
      compute: compute, memory: memory,
      extra: start + achieved.kernelSeconds + transforming,
      algorithm: .winograd)
  }

  /// Three kernels: 36 products over all places, and their operands through the memory.
  private func winogradApart(
    _ shape: ConvolutionShape, unitRate: Double, memory: Double, start: Double
  ) -> LatencyParts {
    var grid = shape.winogradProduct(side: 4)
    let transformed = 2 * 36 * grid.m * (grid.k + grid.n) * shape.element
    let moving =
      (transformed + shape.bytes.activations + 9 * shape.bytes.weights)
      / (sustainedBandwidth * costs.productTrafficShare)
    grid.batch = 36
    let (compute, _) = tiled(
      grid, tiles: Tile.ofGraphics, unitRate: unitRate * costs.winogradShare,
      bytesPerRow: (shape.element, shape.element), hidden: 0)
    return parts(
      compute: compute + moving, memory: 0,
      extra: start + 3 * achieved.kernelSeconds,
      algorithm: .winogradApart)
  }

  /// The arithmetic of Winograd's transforms beside that of the products, in the kernel that does
  /// both: fitted once over all devices.
  static let transformFactor = 1.5
}

/// The sizes of a convolution, as numbers.
struct ConvolutionShape {
  var places: Double
  var outputs: Double
  var taps: Double
  var element: Double
  var bytes: Bytes
  var product: ProductGrid
  var allowsWinograd: Bool
  private let sizes: Kernel.Convolution

  init(_ sizes: Kernel.Convolution, format: NumberFormat) {
    self.sizes = sizes
    element = Double(format.inputBits) / 8
    let groups = Double(max(sizes.groups, 1))
    let pictures = Double(sizes.batch)
    places = pictures * Double(sizes.outputHeight) * Double(sizes.outputWidth)
    outputs = places * Double(sizes.filters)
    taps = Double(sizes.kernelHeight) * Double(sizes.kernelWidth)
    let depth = Double(sizes.channels) / groups * taps
    let inputs = pictures * Double(sizes.channels) * Double(sizes.height) * Double(sizes.width)
    bytes = Bytes(
      weights: Double(sizes.filters) * depth * Double(format.weightBits) / 8,
      activations: element * inputs + outputs * Double(format.outputBits) / 8)
    product = ProductGrid(
      batch: groups, m: places, n: Double(sizes.filters) / groups, k: depth)
    allowsWinograd =
      sizes.kernelHeight == 3 && sizes.kernelWidth == 3 && sizes.stride == 1
      && sizes.dilation == 1 && sizes.groups == 1 && format.arithmetic.bits >= 16
  }

  /// One of the products of Winograd's algorithm with output tiles of `side` × `side`.
  func winogradProduct(side: Double) -> ProductGrid {
    let rows = (Double(sizes.outputHeight) / side).rounded(.up)
    let columns = (Double(sizes.outputWidth) / side).rounded(.up)
    return ProductGrid(
      batch: 1, m: Double(sizes.batch) * rows * columns, n: Double(sizes.filters),
      k: Double(sizes.channels))
  }
}
