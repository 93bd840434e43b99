import CMicroKernels
import Devices

/// One slice of a kernel whose amount is declared and can be counted.
struct CountedRun {
  /// What can be counted of a kernel, beside its cycles.
  enum Quantity: Hashable {
    case doubleFlops, singleFlops, bytes

    /// The metrics that tell it, as the families of counters name them: some count both precisions in
    /// one.
    var metrics: [String] {
      switch self {
      case .doubleFlops: ["flops-fp64", "flops"]
      case .singleFlops: ["flops-fp32", "flops"]
      case .bytes: ["bytes-l2"]
      }
    }
  }

  /// The kernel's name.
  let name: String
  /// What can be counted; nil for what processors have no event for.
  let quantity: Quantity?
  private let task: PreparedTask

  /// A compute kernel; nil where it cannot be prepared.
  init?(_ kernel: ComputeKernel) {
    guard let task = try? PreparedTask(.compute(kernel), in: ThreadMemory()) else { return nil }
    self.task = task
    name = kernel.name
    quantity =
      switch kernel.precision {
      case .fp64: .doubleFlops
      case .fp32: .singleFlops
      default: nil
      }
  }

  /// A memory kernel whose bytes come into the first level from the second; nil where it cannot be
  /// prepared.
  init?(_ kernel: MemoryKernel, bytes: Int, in buffer: Buffer) {
    let memory = ThreadMemory(arrays: buffer)
    guard let task = try? PreparedTask(.memory(kernel, bytes: bytes), in: memory) else {
      return nil
    }
    self.task = task
    name = kernel.name
    // What is written comes back later, and not all families count that.
    quantity = kernel.operation == "read" ? .bytes : nil
  }

  /// Runs it once; what it declares to have done: operations or bytes.
  func callAsFunction() -> Double {
    Double(rl_run_task(task.kind, task.context))
  }
}
