import Devices
import Operators

extension LatencyModel {
  /// A recurrent layer: the products of all inputs at once, then step after step the recurrent
  /// weights, from the cache where they stay there.
  ///
  /// On a graphics processor a step is a short kernel of few samples: its tiles are mostly empty, and
  /// it is over before its traffic could hide behind its arithmetic, so that the two add up.
  func recurrence(
    _ sizes: Kernel.Recurrence, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let rows = times(sizes.gates, sizes.hidden)
    let passes = Double(max(sizes.directions, 1))
    var inputs = parts(compute: 0, memory: 0)
    if sizes.inputs > 0 {
      inputs = try product(
        Kernel.Product(m: times(sizes.steps, sizes.batch), n: rows, k: sizes.inputs),
        format: format, reuse: .none)
    }
    let weights = Double(rows) * Double(sizes.hidden)
    let isShort = device.kind != .cpu
    let rate =
      try sustainedRate(format.arithmetic) * costs.productShare
      * (isShort ? Self.fewSamplesShare : 1)
    // Of a weight, not of a tile: the kernels keep the weights and let the few samples pass.
    let compute = 2 * weights * Double(sizes.batch) / rate
    let memory = memorySeconds(
      Bytes(weights: weights * Double(format.weightBits) / 8), share: costs.productTrafficShare,
      reuse: .everything)
    let steps = Double(sizes.steps) * passes
    let busy = isShort ? compute + memory : Self.overlap(compute, memory)
    let each = busy + costs.stepSeconds
    return LatencyParts(
      overhead: passes * inputs.overhead + steps * costs.stepSeconds,
      compute: passes * inputs.compute + steps * compute,
      memory: passes * inputs.memory + steps * memory,
      seconds: passes * inputs.seconds + steps * each)
  }

  /// The rate of a step's products, of that of large ones: fitted once over all devices.
  static let fewSamplesShare = 0.6

  private func times(_ one: Int, _ other: Int) -> Int {
    let (product, overflow) = one.multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }

  /// A whole network of which only the sums are known: its products, then its activations as often as
  /// the runtime moves them, since no overlap of many layers is known.
  func network(
    _ network: Kernel.Network, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let batch = Double(network.batch)
    let compute =
      2 * batch * network.macs / (try sustainedRate(format.arithmetic) * costs.networkShare)
    let bytes = Bytes(
      weights: network.parameters * Double(format.weightBits) / 8,
      activations: batch * network.activations * costs.activationPasses
        * Double(format.outputBits) / 8)
    let memory = memorySeconds(bytes, share: 1, reuse: .none)
    let kernels = Double(network.kernels)
    let start = kernels * (costs.launchSeconds + achieved.kernelSeconds)
    let busy = compute + memory
    let host = kernels * costs.hostSeconds * achieved.hostFactor
    // On a processor the host is the device itself, and hides behind nothing.
    let seconds =
      device.kind == .cpu ? host + start + busy : max(host, start + busy)
    return LatencyParts(
      overhead: seconds - busy, compute: compute, memory: memory, seconds: seconds)
  }
}
