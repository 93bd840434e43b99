package import CMicroKernels
package import Devices

/// A compute kernel that runs on this machine, as the table of kernels says.
package struct ComputeKernel: Sendable, Hashable {
  /// Its place in the table.
  let index: Int32
  /// Its name: `avx512f_fp32_fma`.
  package var name: String
  /// The instruction set.
  package var isa: String
  /// What is multiplied.
  package var precision: Precision
  /// The unit that computes.
  package var unit: ComputeUnit
  /// What the loop is made of: `fma`, `mul+add`, `fma+add`, `dot` …
  package var form: String
  /// The width by which kernels are ordered, in bits.
  package var widthBits: Int

  /// A kernel of these parts; without a place in the table it can be told of, not run.
  package init(
    index: Int32 = -1, name: String, isa: String, precision: Precision, unit: ComputeUnit,
    form: String, widthBits: Int
  ) {
    self.index = index
    self.name = name
    self.isa = isa
    self.precision = precision
    self.unit = unit
    self.form = form
    self.widthBits = widthBits
  }

  /// What it is a ceiling of: a unit in a precision.
  package var kind: String { "\(unit.rawValue) \(precision.rawValue)" }

  /// Whether its rate is a ceiling for multiply–accumulates: in a mixture of fused multiply-adds and
  /// additions the additions count as operations that no contraction can use.
  package var isCeiling: Bool { form != "fma+add" }
}

/// A memory kernel that runs on this machine.
package struct MemoryKernel: Sendable, Hashable {
  /// Its place in the table.
  let index: Int32
  /// Its name: `avx2_read`.
  package var name: String
  /// What it does: `read`, `write`, `copy`, `triad`, `update`, or one that writes followed by
  /// `non-temporal`.
  package var operation: String
  /// The instruction set.
  package var isa: String
  /// Whether it writes past the caches, and so empties them of what it writes.
  package var passesCaches: Bool { operation.hasSuffix("non-temporal") }
  /// How many arrays it touches.
  package var arrays: Int
  /// Traffic with the lines that stores read first, for each byte of the algorithm.
  package var writeAllocateFactor: Double
  /// The width of its vectors, in bits.
  package var widthBits: Int

  /// A kernel of these parts; without a place in the table it can be told of, not run.
  package init(
    index: Int32 = -1, name: String, operation: String, isa: String, arrays: Int,
    writeAllocateFactor: Double, widthBits: Int
  ) {
    self.index = index
    self.name = name
    self.operation = operation
    self.isa = isa
    self.arrays = arrays
    self.writeAllocateFactor = writeAllocateFactor
    self.widthBits = widthBits
  }
}

/// A kernel that does not run on this machine, and why.
package struct UnavailableKernel: Sendable, Hashable {
  /// Its name.
  package var name: String
  /// The instruction set.
  package var isa: String
  /// Why: what the CPU lacks, or how its trial ended.
  package var reason: String

  /// A kernel that does not run.
  package init(name: String, isa: String, reason: String) {
    self.name = name
    self.isa = isa
    self.reason = reason
  }
}

/// The kernels of this architecture, each tried in a child process.
package struct KernelInventory: Sendable {
  /// Compute kernels that run here, narrow instruction sets first.
  package var compute: [ComputeKernel] = []
  /// Memory kernels that run here, narrow vectors first.
  package var memory: [MemoryKernel] = []
  /// Those that do not.
  package var unavailable: [UnavailableKernel] = []

  /// Tries every kernel.
  package init() {
    for index in 0..<rl_compute_kernel_count() {
      guard let pointer = rl_compute_kernel_at(index) else { continue }
      let kernel = pointer.pointee
      let name = String(cString: kernel.name)
      let isa = String(cString: kernel.isa)
      if let reason = Self.reason(rl_try_compute_kernel(pointer)) {
        unavailable.append(UnavailableKernel(name: name, isa: isa, reason: reason))
      } else if let precision = Precision(rawValue: String(cString: kernel.precision)),
        let unit = ComputeUnit(rawValue: String(cString: kernel.unit))
      {
        compute.append(
          ComputeKernel(
            index: index, name: name, isa: isa, precision: precision, unit: unit,
            form: String(cString: kernel.form), widthBits: Int(kernel.width_bits)))
      }
    }
    for index in 0..<rl_memory_kernel_count() { addMemoryKernel(index) }
  }

  private mutating func addMemoryKernel(_ index: Int32) {
    guard let pointer = rl_memory_kernel_at(index) else { return }
    let kernel = pointer.pointee
    let name = String(cString: kernel.name)
    let isa = String(cString: kernel.isa)
    if let reason = Self.reason(rl_try_memory_kernel(pointer)) {
      unavailable.append(UnavailableKernel(name: name, isa: isa, reason: reason))
      return
    }
    memory.append(
      MemoryKernel(
        index: index, name: name, operation: String(cString: kernel.operation), isa: isa,
        arrays: Int(kernel.arrays),
        writeAllocateFactor: Double(kernel.streams_with_write_allocate)
          / Double(max(kernel.streams, 1)),
        widthBits: Int(kernel.width_bits)))
  }

  /// Why a trial that ended so lets a kernel not be measured; nil where it works.
  package static func reason(_ trial: rl_trial) -> String? {
    switch trial {
    case RL_TRIAL_WORKS: nil
    case RL_TRIAL_NO_CPU: "this CPU does not have it"
    case RL_TRIAL_NO_REGISTERS:
      "the CPU has it, and the operating system does not save its registers"
    case RL_TRIAL_NO_PERMISSION:
      "the CPU has it, and the operating system gives this process no permission for it "
        + "(arch_prctl, ARCH_REQ_XCOMP_PERM)"
    case RL_TRIAL_ILLEGAL_INSTRUCTION: "the CPU claims to have it, and calls it illegal"
    case RL_TRIAL_CRASHED: "its trial crashed"
    default: "it could not be tried: no child process could be made"
    }
  }
}
