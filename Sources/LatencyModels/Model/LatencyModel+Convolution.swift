import Operators

extension LatencyModel {
  /// A convolution, by the algorithm that takes least.
  func convolution(
    _ sizes: Kernel.Convolution, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let element = Double(format.inputBits) / 8
    let inputs =
      Double(sizes.batch) * Double(sizes.channels) * Double(sizes.height)
      * Double(sizes.width)
    let places = Double(sizes.batch) * Double(sizes.outputHeight) * Double(sizes.outputWidth)
    let outputs = places * Double(sizes.filters)
    let taps = Double(sizes.kernelHeight) * Double(sizes.kernelWidth)
    let depth = Double(sizes.channels) / Double(max(sizes.groups, 1)) * taps
    let bytes = element * (inputs + outputs + Double(sizes.filters) * depth)
    let rate = try sustainedRate(format)
    if sizes.isDepthwise {
      return parts(
        compute: 2 * outputs * taps / rate,
        memory: memorySeconds(bytes, share: costs.depthwiseShare), algorithm: .depthwise)
    }
    let implicit = parts(
      compute: 2 * outputs * depth / (rate * costs.convolutionShare),
      memory: memorySeconds(bytes), algorithm: .implicitProduct)
    guard sizes.kernelHeight == 3, sizes.kernelWidth == 3, sizes.stride == 1,
      sizes.dilation == 1, sizes.groups == 1
    else { return implicit }
    let winograd = parts(
      compute: 2 * outputs * depth / 2.25 / (rate * costs.winogradShare),
      memory: memorySeconds(bytes + 2 * element * (inputs + outputs)), algorithm: .winograd)
    return winograd.seconds < implicit.seconds ? winograd : implicit
  }
}
