import Devices
import FoundationEssentials
import Testing

/// Every row of the table of measurements against the shipped profiles: none lost, none changed.
@Suite(
  "Measurements",
  .enabled(if: Datasheets.measurementsArePresent, "../shared/data/devices/achieved.csv is not here")
)
struct AchievedTests {
  private static let metrics: [String: String] = [
    "dram_read": "dram.readBytesPerSecond", "dram_init(write)": "dram.writeBytesPerSecond",
    "dram_scale(r+w)": "dram.scaleBytesPerSecond", "dram_triad": "dram.triadBytesPerSecond",
    "dram_measured": "dram.bytesPerSecond", "stream": "dram.streamBytesPerSecond",
    "l2_read_bw": "l2.readBytesPerSecond", "per_kernel_floor": "kernel.seconds",
    "latency_l1": "l1.latencySeconds", "latency_l2": "l2.latencySeconds",
    "latency_dram": "dram.latencySeconds", "gemm_bf16_max": "gemm.bf16.flopsPerSecond",
    "gemm_bfloat16_max": "gemm.bf16.flopsPerSecond", "gemm_fp8_max": "gemm.fp8.flopsPerSecond",
    "gemm_fp8_block_max": "gemm.fp8block.flopsPerSecond",
    "gemm_bfloat16_min_latency": "gemm.bf16.minimumSeconds",
    "gemm_fp8_min_latency": "gemm.fp8.minimumSeconds",
    "gemm_fp8_block_min_latency": "gemm.fp8block.minimumSeconds",
    "gemm_bfloat16_hbm_p95": "gemm.bf16.dramBytesPerSecond",
    "gemm_fp8_hbm_p95": "gemm.fp8.dramBytesPerSecond",
    "gemm_fp8_block_hbm_p95": "gemm.fp8block.dramBytesPerSecond",
    "calculon_matmul_efficiency": "gemm.peakShare", "calculon_mem_efficiency": "dram.peakShare",
    "pytorch_elementwise_host_roundtrip": "elementwise.hostRoundTripSeconds",
    "cuda_launch_cpu_path": "launch.cpuSeconds",
    "launch_direct_total": "launch.directTotalSeconds",
    "launch_graph_total": "launch.graphTotalSeconds",
    "pytorch_eager_dispatch_per_op": "dispatch.eagerSeconds",
  ]

  private static let scales: [String: Double] = [
    "GB/s": 1e9, "TB/s": 1e12, "TFLOP/s": 1e12, "us": 1e-6, "fraction": 1,
  ]

  @Test("each one on a device is in its profile, with its conditions and a source")
  func devices() throws {
    for row in try Datasheets.measurements() where row["device"] != "any-nvidia" {
      let device = try #require(row["device"])
      let metric = try #require(Self.metrics[row["metric"] ?? ""], "\(row)")
      let value = try Self.value(of: row)
      // The one row that does not say which V100 it was measured on.
      let ids = device == "nvidia-v100" ? Self.ids(containing: "v100") : [device]
      #expect(!ids.isEmpty)
      for id in ids {
        let profile = try Catalogue.shipped.profile(id: id)
        let conditions = row["conditions"] ?? ""
        #expect(
          profile.achieved.contains { measured in
            measured.metric == metric && abs(measured.value - value) <= 1e-3 * value
              && (measured.conditions ?? "").contains(conditions) && !measured.source.isEmpty
          }, "\(id) \(metric) \(value)")
      }
    }
  }

  @Test("the constants that other tools assume for any NVIDIA GPU are in the documentation")
  func constants() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = package.appending(path: "docs/Device-profiles.md")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    for row in try Datasheets.measurements() where row["device"] == "any-nvidia" {
      let metric = try #require(row["metric"])
      let value = try #require(row["value"].flatMap(Double.init))
      let line = try #require(
        text.split(separator: "\n").first { $0.hasPrefix("| `\(metric)`") }, "\(metric)")
      let cells = line.split(separator: "|").map { $0.split(separator: " ") }
      #expect(cells[1].first.flatMap { Double($0) } == value, "\(metric)")
    }
  }

  private static func ids(containing name: String) -> [String] {
    Catalogue.shipped.ids.filter { $0.contains(name) }
  }

  /// Latencies are in cycles of the clock that the conditions name: `pointer chase @1380 MHz`.
  private static func value(of row: Datasheets.Row) throws -> Double {
    let number = try #require(row["value"].flatMap(Double.init))
    let unit = try #require(row["unit"])
    guard unit == "cycles" else { return number * (try #require(scales[unit], "\(unit)")) }
    let clock = try #require(row["conditions"]?.split(separator: "@").last?.split(separator: " "))
    return number / (try #require(clock.first.flatMap { Double($0) })) * 1e-6
  }
}
