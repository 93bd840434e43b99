import CMicroKernels
import Testing

/// A compute kernel as its table describes it, of this architecture or another.
struct Kernel: Sendable, CustomTestStringConvertible {
  var index: Int
  var name: String
  var isa: String
  var precision: String
  var unit: String
  var form: String
  var instructions: [String] = []
  var accumulators = 24
  /// Whether a trial run ended well.
  var works: Bool

  var testDescription: String { name }

  /// Those of this architecture.
  static let native: [Kernel] = (0..<Int(rl_compute_kernel_count())).compactMap { index in
    guard let kernel = rl_compute_kernel_at(Int32(index))?.pointee else { return nil }
    return Kernel(
      index: index, name: String(cString: kernel.name), isa: String(cString: kernel.isa),
      precision: String(cString: kernel.precision), unit: String(cString: kernel.unit),
      form: String(cString: kernel.form),
      instructions: String(cString: kernel.instructions).split(separator: ",").map(String.init),
      accumulators: Int(kernel.accumulators),
      works: rl_try_compute_kernel(rl_compute_kernel_at(Int32(index))) == RL_TRIAL_WORKS)
  }

  /// Those of this architecture that run here.
  static let running = native.filter(\.works)

  /// Runs the loop here on these registers; returns the operations that it says it did.
  func run(iterations: Int, on registers: inout Registers) -> Int {
    guard let kernel = rl_compute_kernel_at(Int32(index)) else { return 0 }
    let state = UnsafeMutableRawBufferPointer.allocate(
      byteCount: registers.bytes.count, alignment: Int(RL_SLOT_BYTES))
    defer { state.deallocate() }
    state.copyBytes(from: registers.bytes)
    guard let pointer = state.baseAddress else { return 0 }
    let operations = kernel.pointee.run(UInt64(iterations), OpaquePointer(pointer))
    registers.bytes = Array(state)
    return Int(operations)
  }
}
