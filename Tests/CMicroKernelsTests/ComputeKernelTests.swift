import CMicroKernels
import Testing

@Suite("The compute kernels of this architecture")
struct ComputeKernelTests {
  @Test("a kernel leaves in every lane what scalar arithmetic gives", arguments: Kernel.native)
  func result(_ kernel: Kernel) throws {
    try Test.requireRunning(kernel)
    // Three iterations are exact in fp16 and bf16, and more than one.
    let before = kernel.registers()
    var after = before
    let operations = kernel.run(iterations: 3, on: &after)
    let width = kernel.vectorBytes
    let reference = Reference(kernel: kernel, iterations: 3, before: before, width: width)
    #expect(reference.faults(of: after) == [])
    #expect(operations == 3 * kernel.operations(width: width))
    #expect(after.bytes != before.bytes)
  }

  @Test("the table says the operations that a kernel returns", arguments: Kernel.running)
  func operations(_ kernel: Kernel) throws {
    var registers = kernel.registers()
    let entry = try #require(rl_compute_kernel_at(Int32(kernel.index))).pointee
    let once = kernel.run(iterations: 1, on: &registers)
    #expect(entry.operations == 0 || Int(entry.operations) == once)
    #expect(kernel.run(iterations: 0, on: &registers) == 0)
    #expect(kernel.run(iterations: 11, on: &registers) == 11 * once)
  }

  @Test("values stay finite and normal, however long a kernel runs", arguments: Kernel.running)
  func boundedness(_ kernel: Kernel) throws {
    var registers = Registers()
    for slot in 0..<128 { registers.fillWorking(slot, precision: kernel.precision) }
    _ = kernel.run(iterations: 200_000, on: &registers)
    for slot in 0..<kernel.accumulators where kernel.unit != "matrix" {
      switch kernel.precision {
      case "fp64": #expect(registers.lane(0, of: slot, as: Double.self).isNormal)
      case "fp32", "bf16": #expect(registers.lane(0, of: slot, as: Float.self).isNormal)
      case "fp16": #expect(registers.lane(0, of: slot, as: Float16.self).isNormal)
      default: break
      }
    }
  }

  @Test("there are at least 12 independent accumulators, but for tiles, of which there are eight")
  func accumulators() {
    for kernel in Kernel.native {
      #expect(kernel.accumulators >= (kernel.form == "tile product" ? 6 : 12), "\(kernel.name)")
    }
  }

  @Test("names are unique, and narrow instruction sets come before wide ones")
  func order() {
    let names = Kernel.native.map(\.name)
    #expect(Set(names).count == names.count)
    let widths = names.indices.compactMap { rl_compute_kernel_at(Int32($0))?.pointee.width_bits }
    #expect(widths == widths.sorted())
  }

  @Test("an index outside the table gives nothing")
  func outside() {
    #expect(rl_compute_kernel_at(-1) == nil)
    #expect(rl_compute_kernel_at(rl_compute_kernel_count()) == nil)
    #expect(rl_memory_kernel_at(-1) == nil)
    #expect(rl_memory_kernel_at(rl_memory_kernel_count()) == nil)
  }

  @Test("the kernels are optimised in this build, whatever build it is")
  func optimised() {
    #expect(rl_is_optimised())
  }
}

extension Test {
  /// Ends a test, visibly as a known lack, where the CPU cannot run the kernel.
  static func requireRunning(_ kernel: Kernel) throws {
    if !kernel.works { try Test.cancel("this CPU has no \(kernel.isa)") }
  }
}
