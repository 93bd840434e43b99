import Operators

extension LatencyModel {
  /// Attention as one kernel: over a prompt bound by its products, over a cache by its bytes.
  func attention(
    _ sizes: Kernel.Attention, format: NumberFormat
  ) throws(LatencyError) -> LatencyParts {
    let scores =
      Double(sizes.batch) * Double(sizes.heads) * Double(sizes.queries) * Double(sizes.keys)
    let visible = sizes.isCausal && sizes.queries == sizes.keys ? 0.5 : 1
    let flops = 2 * scores * visible * Double(sizes.depth + sizes.valueDepth)
    let cached =
      Double(sizes.batch) * Double(sizes.sharedHeads) * Double(sizes.keys)
      * Double(sizes.depth + sizes.valueDepth) * Double(sizes.cacheBits ?? format.inputBits) / 8
    let asked =
      Double(sizes.batch) * Double(sizes.heads) * Double(sizes.queries)
      * Double(sizes.depth + sizes.valueDepth) * Double(format.inputBits) / 8
    let share = sizes.isDecode ? costs.decodeShare : 1
    return parts(
      compute: flops / (try sustainedRate(format) * costs.prefillShare),
      memory: memorySeconds(cached + asked, share: share), overhead: costs.attentionSeconds)
  }
}
