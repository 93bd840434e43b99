import Operators

extension LatencyModel {
  /// A recurrent layer: the products of the inputs at once, then step after step.
  func recurrence(
    _ sizes: Kernel.Recurrence, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let rows = sizes.gates * sizes.hidden
    let inputs = try product(
      Kernel.Product(m: sizes.steps * sizes.batch, n: rows, k: sizes.inputs), format: format)
    let step = try product(
      Kernel.Product(m: sizes.batch, n: rows, k: sizes.hidden), format: format)
    let steps = Double(sizes.steps) * Double(sizes.directions)
    let weights = Double(rows) * Double(sizes.hidden) * Double(format.weightBits) / 8
    let fits = weights <= figures.cacheBytes * achieved.cacheShare
    let reading =
      weights / ((fits ? cacheBandwidth : sustainedBandwidth) * costs.recurrenceShare)
    let each = max(step.compute, reading) + costs.stepSeconds
    return LatencyParts(
      overhead: inputs.overhead + steps * costs.stepSeconds,
      compute: inputs.compute + steps * step.compute, memory: inputs.memory + steps * reading,
      seconds: inputs.seconds + steps * each)
  }

  /// A whole network of which only the sums are known.
  func network(
    _ network: Kernel.Network, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let batch = Double(network.batch)
    let compute =
      2 * batch * network.macs / (try sustainedRate(format) * costs.networkShare)
    let bytes =
      batch * network.activations * costs.activationPasses * Double(format.outputBits) / 8
      + network.parameters * Double(format.weightBits) / 8
    let memory = memorySeconds(bytes)
    return LatencyParts(
      overhead: costs.launchSeconds, compute: compute, memory: memory,
      seconds: costs.launchSeconds + compute + memory)
  }
}
