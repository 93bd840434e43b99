import CMicroKernels
import Devices

/// One slice of a kernel whose amount is declared and can be counted.
struct CountedRun {
  /// What can be counted of a kernel, beside its cycles.
  enum Quantity: Hashable {
    case doubleFlops, singleFlops, lines
  }

  /// The kernel's name.
  let name: String
  /// What can be counted; nil for what processors have no event for.
  let quantity: Quantity?
  private let task: PreparedTask
  /// What of its work a unit of the quantity is.
  private let unit: Double

  /// A compute kernel; nil where it cannot be prepared.
  init?(_ kernel: ComputeKernel) {
    guard let task = try? PreparedTask(.compute(kernel), in: ThreadMemory()) else { return nil }
    self.task = task
    name = kernel.name
    unit = 1
    quantity =
      switch kernel.precision {
      case .fp64: .doubleFlops
      case .fp32: .singleFlops
      default: nil
      }
  }

  /// A memory kernel whose lines come into the first level from the second; nil where it cannot be
  /// prepared.
  init?(_ kernel: MemoryKernel, bytes: Int, in buffer: Buffer) {
    let memory = ThreadMemory(arrays: buffer)
    guard let task = try? PreparedTask(.memory(kernel, bytes: bytes), in: memory) else {
      return nil
    }
    self.task = task
    name = kernel.name
    // An update reads and writes the same line; what goes past the caches brings none in.
    quantity = kernel.operation.hasSuffix("non-temporal") ? nil : .lines
    unit = kernel.operation == "update" ? 128 : 64
  }

  /// Runs it once; what it declares to have done, in units of its quantity.
  func callAsFunction() -> Double {
    Double(rl_run_task(task.kind, task.context)) / unit
  }
}
