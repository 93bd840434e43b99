import Devices
import LatencyModels
import Operators

/// How the sources of the table measured, where that is another matter than what devices and runtimes
/// achieve.
enum Laboratory {
  /// The sources that time one call at a time: their clock starts before the host dispatches the kernel,
  /// so that each time has the dispatch in it.
  static let isOneCall: Set<String> = ["neusight", "llmcompass", "mlx-benchmark"]

  /// What a row that is stated as `row` computes as it was measured.
  ///
  /// - DeepBench multiplies in 8 bits in products and convolutions alone; its recurrent layers in the
  ///   same sheet are in fp32.
  /// - TensorRT-LLM's attention over a cache, where queries share a head, as aiconfigurator calls it,
  ///   delivers up to 1.69 times the memory's datasheet bandwidth of caches of gigabytes: twice what the
  ///   same device reaches where they do not. A cache of 201 MB takes no longer than the last-level cache
  ///   of 96 MB of an L40S needs, one of 268 MB three times as long. It reads half of what is stated, as
  ///   it would of values that lie where the keys lie.
  static func measured(_ row: OperatorRow, source: String, origin: Origin) -> OperatorRow {
    var measured = row
    switch row.kernel {
    case .recurrence where source == "deepbench" && row.format.weightBits == 8:
      measured.format = NumberFormat(.fp32)
    case .attention(var sizes)
    where source == "aiconfigurator" && origin.runtime == "tensorrt-llm" && sizes.isDecode
      && sizes.sharedHeads < sizes.heads:
      sizes.cacheBits = (sizes.cacheBits ?? row.format.inputBits) / 2
      measured.kernel = .attention(sizes)
    default: break
    }
    return measured
  }
}
