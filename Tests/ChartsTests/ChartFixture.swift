import Devices
import ModelGraph
import Operators
import Roofline

/// A network of two layers on a device, small enough to be reckoned in the head.
enum ChartFixture {
  /// Names that a careless page or picture would run, or break on.
  static let hostileNames = [
    "</title></text><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "' onload='alert(1)", "]]><!--", "&lt;b&gt; &amp;amp;", "\u{202E}desrever\u{202C}",
    "\u{5E9}\u{5DC}\u{5D5}\u{5DD} conv", "👩‍👩‍👧‍👦🔥", "\u{0}\u{1B}[2J\u{7}\u{FFFE}", "${alert(1)}{{x}}",
    String(repeating: "a", count: 10_000), String(repeating: "👩‍👩‍👧‍👦", count: 2_000), "", " ",
  ]

  /// 100 MFLOP/s in fp16, a tenth of that in fp32, 400 MB/s.
  static func device() throws -> DeviceProfile {
    try DeviceProfile(
      json5: #"""
        { schemaVersion: 1, id: "slow", name: "Slow", vendor: "Nobody", kind: "gpu",
          sources: { made: "made for this test | https://example.org/made" },
          compute: [
            { unit: "matrix", precision: "fp16", flopsPerSecond: { value: 100e6, source: "made" } },
            { unit: "vector", precision: "fp32", flopsPerSecond: { value: 10e6, source: "made" } } ],
          memory: [
            { level: "dram", name: "HBM", bytes: { value: 4000, source: "made" },
              bytesPerSecond: { value: 400e6, source: "made" } } ] }
        """#, file: "slow.json5")
  }

  /// Layer `name`: 1,000 MACs and 50 other FLOPs, 100 B of weights, 300 B read, 100 B written. Layer
  /// `moved`: nothing but 400 B. An unknown operator was left out.
  static func model(name: String = "conv") -> ModelWork {
    let first = layer(0, name, "Conv", macs: 1000, flops: 2050, bytes: (100, 300, 100))
    let second = layer(1, "moved", "Concat", macs: 0, flops: 0, bytes: (0, 200, 200))
    return ModelWork(
      name: name, format: "test", batch: 2, layers: [first, second],
      uncounted: [
        UncountedLayer(
          name: "odd \(name)", operatorName: OperatorName("Odd", domain: "my.ops"),
          reason: "no rule for my.ops.Odd")
      ], foldedLayers: 1, parameters: 50, trainableParameters: 50, weightBytes: 100,
      totals: Work(
        macs: 1000, flops: 2050, transcendentals: 0, weightBytes: 100, inputBytes: 500,
        outputBytes: 300),
      peakActivationBytes: 900, peakActivationLayer: name, notes: [])
  }

  private static func layer(
    _ index: Int, _ name: String, _ type: String, macs: Int, flops: Int, bytes: (Int, Int, Int)
  ) -> LayerWork {
    LayerWork(
      index: index, name: name, operatorName: OperatorName(type), outputShapes: [[1, 2, 25]],
      computeType: .float16,
      work: Work(
        macs: macs, flops: flops, transcendentals: 0, weightBytes: bytes.0, inputBytes: bytes.1,
        outputBytes: bytes.2),
      parameters: 50, trainableParameters: 50, notes: [])
  }

  /// The network on the device.
  static func estimate(name: String = "conv") throws -> Estimate {
    try Estimate(of: model(name: name), on: device(), precision: .fp16)
  }
}
