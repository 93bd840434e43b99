import CMicroKernels
import Devices

/// What one thread measures in. Each is nil until something needs it.
struct ThreadMemory {
  /// Memory for arrays.
  var arrays: Buffer?
  /// Memory for chains.
  var chain: ChainMemory?
}

/// The work of one thread at one point, in C's terms. A class, since C keeps its address; only its thread
/// touches it while a schedule runs.
final class PreparedTask: @unchecked Sendable {
  /// What C calls its kind.
  let kind: rl_task_kind
  /// What C is given.
  let context: UnsafeMutableRawPointer
  private let release: () -> Void

  /// Prepares work whose slices take so long, in `memory` where it needs some. To be called on the
  /// thread that runs it: it measures how long the work takes. Threads of a team end what they share
  /// together: what takes more than `privateBytes`, or passes the caches.
  ///
  /// - Throws: ``ProbeError`` where memory is short.
  init(
    _ work: ProbePoint.Work, in memory: ThreadMemory, sliceSeconds: Double = 0.2e-3,
    privateBytes: Int = 0
  ) throws(ProbeError) {
    switch work {
    case .compute(let kernel):
      let registers = Self.registers(for: kernel.precision)
      let task = Self.allocate(
        rl_compute_task(
          kernel: rl_compute_kernel_at(kernel.index), iterations: 1000,
          registers: OpaquePointer(registers)))
      (kind, context) = (RL_TASK_COMPUTE, UnsafeMutableRawPointer(task))
      release = {
        registers.deallocate()
        task.deallocate()
      }
    case .memory(let kernel, let bytes):
      guard let buffer = memory.arrays, bytes <= buffer.bytes else {
        throw ProbeError("\(bytes >> 20) MiB are more than the buffers have")
      }
      var made = Self.memoryTask(kernel, bytes: bytes, in: buffer)
      made.ends_together = kernel.passesCaches || bytes > privateBytes
      let task = Self.allocate(made)
      (kind, context) = (RL_TASK_MEMORY, UnsafeMutableRawPointer(task))
      release = { task.deallocate() }
    case .chase(let bytes, let chains):
      guard let chain = memory.chain, bytes <= chain.buffer.bytes else {
        throw ProbeError("\(bytes >> 20) MiB are more than the chains have")
      }
      chain.prepare(bytes: bytes)
      let task = Self.allocate(rl_chase_task())
      task.pointee.chains = Int32(chains)
      task.pointee.hops = 2000
      withUnsafeMutableBytes(of: &task.pointee.heads) { heads in
        let places = heads.bindMemory(to: UnsafeMutableRawPointer?.self)
        for (place, head) in zip(places.indices, chain.heads) { places[place] = head }
      }
      (kind, context) = (RL_TASK_CHASE, UnsafeMutableRawPointer(task))
      self.chain = chain
      release = { task.deallocate() }
    }
    scale(to: sliceSeconds * 1e9)
  }

  deinit {
    release()
  }

  /// The memory of a chain, where the work is one.
  private(set) var chain: ChainMemory?

  /// How much a slice does: iterations, bytes of each array, or steps of each chain.
  var amount: UInt64 {
    get {
      switch kind {
      case RL_TASK_COMPUTE: pointer(rl_compute_task.self).pointee.iterations
      case RL_TASK_MEMORY: UInt64(pointer(rl_memory_task.self).pointee.slice_bytes)
      default: pointer(rl_chase_task.self).pointee.hops
      }
    }
    set {
      switch kind {
      case RL_TASK_COMPUTE: pointer(rl_compute_task.self).pointee.iterations = newValue
      case RL_TASK_MEMORY:
        let chunk = UInt64(RL_CHUNK_BYTES)
        let bytes = Int(clamping: max(newValue / chunk, 1) * chunk)
        pointer(rl_memory_task.self).pointee.slice_bytes = bytes
      default: pointer(rl_chase_task.self).pointee.hops = newValue
      }
    }
  }

  /// A working set above this fits no cache level that is measured by it, so that no round is needed
  /// before: 64 MiB, a guess; main memory is measured with more.
  static let mostWarmBytes = 64 << 20

  /// Whether it is a memory kernel.
  var isOfMemory: Bool { kind == RL_TASK_MEMORY }

  /// Whether threads of a team share what it measures: all but arithmetic, and caches of one core.
  var isShared: Bool {
    switch kind {
    case RL_TASK_COMPUTE: false
    case RL_TASK_MEMORY: pointer(rl_memory_task.self).pointee.ends_together
    default: true
    }
  }

  /// Whether it works in a cache, which takes time to keep what is worked on.
  var isOfCaches: Bool {
    isOfMemory
      && pointer(rl_memory_task.self).pointee.arrays.bytes <= Self.mostWarmBytes
  }

  /// How many untimed slices settle caches and clock: one round through the working set at least.
  var warmSlices: UInt32 {
    switch kind {
    case RL_TASK_COMPUTE: return 3
    case RL_TASK_MEMORY:
      let task = pointer(rl_memory_task.self).pointee
      guard task.arrays.bytes <= Self.mostWarmBytes else { return 3 }
      return UInt32(clamping: task.arrays.bytes / max(task.slice_bytes, 1) + 2)
    default:
      guard let chain, chain.bytes <= Self.mostWarmBytes else { return 3 }
      let lines = chain.lines
      let task = pointer(rl_chase_task.self).pointee
      return UInt32(clamping: UInt64(lines) / max(task.hops * UInt64(task.chains), 1) + 2)
    }
  }

  private func pointer<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    context.assumingMemoryBound(to: T.self)
  }

  private static func allocate<T>(_ value: T) -> UnsafeMutablePointer<T> {
    let place = UnsafeMutablePointer<T>.allocate(capacity: 1)
    place.initialize(to: value)
    return place
  }

  /// Sets the amount so that a slice takes so many nanoseconds: by short runs, then by long ones, since
  /// vector units and pages take some microseconds to wake. The shortest of several counts.
  private func scale(to sliceNanoseconds: Double) {
    for (share, runs) in [(0.2, 3), (1.0, 8)] {
      _ = rl_run_task(kind, context)
      let nanoseconds = (0..<runs).map { _ in
        let start = rl_now()
        _ = rl_run_task(kind, context)
        return Double(rl_now() - start)
      }.min()
      let factor = share * sliceNanoseconds / max(nanoseconds ?? 1, 1)
      amount = UInt64(max(1, min(Double(amount) * factor, 1e12)))
    }
  }
}

extension PreparedTask {
  /// Registers that hold one half as multiplicand and ones elsewhere: `x / 2 + 1` goes to 2, and sums
  /// of ones stop growing where a step is lost in rounding, or wrap around.
  private static func registers(for precision: Precision) -> UnsafeMutableRawPointer {
    let start = UnsafeMutableRawPointer.allocate(
      byteCount: Int(RL_REGISTERS_BYTES), alignment: Int(RL_SLOT_BYTES))
    let bytes = UnsafeMutableRawBufferPointer(start: start, count: Int(RL_REGISTERS_BYTES))
    let slots = bytes.count / Int(RL_SLOT_BYTES)
    for slot in 0..<slots {
      let isFactor = slot == Int(RL_MULTIPLICAND)
      let part = UnsafeMutableRawBufferPointer(
        rebasing: bytes[slot * Int(RL_SLOT_BYTES)..<(slot + 1) * Int(RL_SLOT_BYTES)])
      switch precision {
      case .fp64: fill(part, with: isFactor ? 0.5 : 1.0)
      case .fp32: fill(part, with: Float(isFactor ? 0.5 : 1))
      // One half and one as IEEE 754 binary16.
      case .fp16: fill(part, with: UInt16(isFactor ? 0x3800 : 0x3c00))
      // Sums are of fp32, and factors of bfloat16: the upper half of the same.
      case .bf16 where slot < Int(RL_MULTIPLICAND): fill(part, with: Float(1))
      case .bf16: fill(part, with: UInt16(0x3f80))
      default: fill(part, with: UInt8(1))
      }
    }
    return start
  }

  private static func fill<T>(_ part: UnsafeMutableRawBufferPointer, with value: T) {
    for offset in stride(from: 0, to: part.count, by: MemoryLayout<T>.size) {
      part.storeBytes(of: value, toByteOffset: offset, as: T.self)
    }
  }

  /// How much further apart arrays are than they are long, in bytes: at whole pages from one another,
  /// writes to one would be taken for writes to what is read of the next (Intel's Optimization Reference
  /// Manual, "4 KByte aliasing"; Zen 3 copies a sixth slower).
  private static let stagger = 2112

  private static func memoryTask(
    _ kernel: MemoryKernel, bytes: Int, in buffer: Buffer
  ) -> rl_memory_task {
    let chunk = Int(RL_CHUNK_BYTES)
    let gaps = (kernel.arrays - 1) * stagger
    let array = max(min(bytes, buffer.bytes - gaps) / kernel.arrays / chunk, 1) * chunk
    let start = buffer.start.assumingMemoryBound(to: UInt8.self)
    let step = array + stagger
    return rl_memory_task(
      kernel: rl_memory_kernel_at(kernel.index),
      arrays: rl_arrays(
        a: start, b: start + step, c: start + 2 * step, bytes: array, cursor: 0, factor: 1),
      slice_bytes: min(array, 64 * chunk), ends_together: true)
  }
}
