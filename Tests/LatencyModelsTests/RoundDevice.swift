import Devices
import LatencyModels

/// A device and a runtime of round numbers, on which times are worked out by hand: 4 units of 1 GFLOP/s
/// in fp32, a memory of 1 GB/s, everything achieved, nothing beside the work.
enum RoundDevice {
  static func profile(memory: Double = 1e9, cache: Double = 1e6) throws -> DeviceProfile {
    var profile = try DeviceProfile(
      json5: """
        { schemaVersion: 1, id: "round", name: "Round", vendor: "Nobody", kind: "gpu",
          sources: { made: "made for this test" },
          compute: [
            { unit: "vector", precision: "fp32", flopsPerSecond: { value: 4e9, source: "made" } } ],
          memory: [
            { level: "dram", name: "DRAM", bytes: { value: 1e9, source: "made" },
              bytesPerSecond: { value: 1e9, source: "made" } },
            { level: "l2", name: "L2", bytes: { value: \(cache), source: "made" } } ],
          structure: {
            computeUnits: { name: "SM", count: { value: 4, source: "made" } },
            clockHertz: { value: 1e9, source: "made" } } }
        """, file: "test")
    // Faster than any chip, where a test is about arithmetic alone.
    profile.memoryLevels[0].bytesPerSecond?.value = memory
    return profile
  }

  static func parameters(
    _ changes: [DeviceParameter: Double] = [:],
    knowledge: ResolvedParameters.Knowledge = .device
  ) -> ResolvedParameters {
    var values = ParameterValues<DeviceParameter>()
    for parameter in DeviceParameter.allCases {
      values[parameter] = changes[parameter] ?? (parameter.unit == "1" ? 1 : 0)
    }
    values[.cacheBytesPerClock] = changes[.cacheBytesPerClock] ?? 4096
    values[.cacheShare] = changes[.cacheShare] ?? 0
    return ResolvedParameters(values: values, chain: ["round-family"], knowledge: knowledge)
  }

  static func runtime(
    _ changes: [RuntimeParameter: Double] = [:], intervals: [OperatorClass: Interval] = [:]
  ) -> Runtime {
    var values = ParameterValues<RuntimeParameter>()
    for parameter in RuntimeParameter.allCases {
      values[parameter] = changes[parameter] ?? (parameter.unit == "1" ? 1 : 0)
    }
    values[.maskedShare] = changes[.maskedShare] ?? 0
    for rate in [RuntimeParameter.elementRate, .rowsRate] { values[rate] = changes[rate] ?? 1e6 }
    return Runtime(id: "round-runtime", values: values, intervals: intervals)
  }

  static func model(
    memory: Double = 1e9, _ device: [DeviceParameter: Double] = [:],
    _ runtime: [RuntimeParameter: Double] = [:]
  ) throws -> LatencyModel {
    try LatencyModel(
      device: profile(memory: memory), runtime: Self.runtime(runtime),
      parameters: parameters(device))
  }
}
