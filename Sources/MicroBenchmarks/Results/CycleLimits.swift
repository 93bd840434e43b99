import Devices
package import Machine

extension ProbeResult {
  /// What the design of this machine's cores allows at most, and where that stands; nil where no table
  /// knows it.
  package var limits: CoreLimits? { machine.design.flatMap(CoreLimits.of(design:)) }

  /// Operations that one core can do in a cycle with this kernel, at most; nil where it is not known.
  package func limit(of measured: Measured<ComputeKernel>) -> Double? {
    let kernel = measured.kernel
    // The width of SVE's vectors is the CPU's own.
    guard kernel.isa != "SVE" else { return nil }
    return limits?.operations(
      form: kernel.form, isa: kernel.isa, bits: kernel.widthBits,
      elementBits: kernel.precision.bits)
  }

  /// Bytes that one core can move in a cycle with this kernel on a level, at most; nil where it is not
  /// known.
  package func limit(of measured: Measured<MemoryKernel>, on level: DetectedLevel) -> Double? {
    guard let number = level.number else { return nil }
    return limits?.bytes(
      operation: measured.kernel.operation, level: number, bits: measured.kernel.widthBits)
  }
}

extension DetectedLevel {
  /// The number of a cache, 1 for `l1`; nil for main memory.
  package var number: Int? { name.first == "l" ? Int(name.dropFirst()) : nil }
}
