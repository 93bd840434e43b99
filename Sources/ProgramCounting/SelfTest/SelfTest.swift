import CMicroKernels
import CProgramCounting
package import CounterGroups
import Glibc
package import Machine

/// Kernels whose work is known, counted: what of it each metric sees.
package struct SelfTest: Sendable {
  /// A metric of a kernel.
  package struct Check: Sendable, Hashable {
    /// The kernel: `avx2_fma_fp64`.
    package var kernel: String
    /// The metric: `flops`.
    package var metric: String
    /// What was counted.
    package var counted: Double
    /// What was done.
    package var expected: Double

    /// A check.
    package init(kernel: String, metric: String, counted: Double, expected: Double) {
      self.kernel = kernel
      self.metric = metric
      self.counted = counted
      self.expected = expected
    }

    /// Counted over true: 1 is right.
    package var ratio: Double { counted / expected }
    /// Whether the two differ by at most 5 %: what interrupts and cold caches may do, a guess.
    package var isBelievable: Bool { abs(ratio - 1) <= 0.05 }
  }

  /// The checks, kernel by kernel.
  package var checks: [Check]
  /// How events are counted here.
  package var access: CounterAccess
  /// The processor's families.
  package var families: [MachineFamily]

  /// A self-test of these parts.
  package init(checks: [Check], access: CounterAccess, families: [MachineFamily]) {
    self.checks = checks
    self.access = access
    self.families = families
  }

  /// Runs all kernels on the calling thread: some seconds.
  ///
  /// - Throws: ``CountingError`` where an event cannot be counted that should be.
  package static func run(files: SystemFiles = SystemFiles()) throws(CountingError) -> SelfTest {
    let software = try CounterPlan(groups: [.software], files: files)
    var checks = try softwareChecks(software)
    if software.access.refusal == nil {
      checks += try instructionChecks(CounterPlan(groups: [.cycles], files: files))
      checks += try computeChecks(CounterPlan(groups: [.flops], files: files))
      checks += try memoryChecks(CounterPlan(groups: [.memory], files: files))
    }
    return SelfTest(
      checks: checks, access: software.access,
      families: software.families.filter { $0.family.id != "software" })
  }

  /// Holds some metrics of `body` against what is true of it.
  private static func checks(
    _ kernel: String, _ plan: CounterPlan, expecting expected: [String: Double],
    of body: () -> Void
  ) throws(CountingError) -> [Check] {
    try plan.metrics(of: body).compactMap { value in
      expected[value.metric.id].map {
        Check(kernel: kernel, metric: value.metric.id, counted: value.value, expected: $0)
      }
    }
  }

  private static func softwareChecks(_ plan: CounterPlan) throws(CountingError) -> [Check] {
    let pages = 4_096
    let faults = try checks(
      "touch \(pages) pages", plan, expecting: ["page-faults": Double(pages)]
    ) { touch(pages: pages) }
    let sleeps = 100
    let switches = try checks(
      "sleep \(sleeps) times", plan, expecting: ["context-switches": Double(sleeps)]
    ) { for _ in 0..<sleeps { usleep(100) } }
    var spent = 0.0
    var clock: [Check] = []
    for value in try plan.metrics(of: { spent = threadSeconds { rl_known_loop(100_000_000) } })
    where value.metric.id == "task-clock" && spent > 0 {
      clock.append(
        Check(
          kernel: "loop, by the thread's clock", metric: "task-clock", counted: value.value,
          expected: spent))
    }
    return faults + switches + clock
  }

  private static func instructionChecks(_ plan: CounterPlan) throws(CountingError) -> [Check] {
    let passes: UInt64 = 10_000_000
    let expected = Double(passes) * Double(rl_known_loop_instructions())
    guard expected > 0 else { return [] }
    return try checks("loop", plan, expecting: ["instructions": expected]) {
      rl_known_loop(passes)
    }
  }

  private static func threadSeconds(_ body: () -> Void) -> Double {
    var (begin, end) = (timespec(), timespec())
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin)
    body()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    return Double(end.tv_sec - begin.tv_sec) + Double(end.tv_nsec - begin.tv_nsec) / 1e9
  }

  /// Writes to pages that were not there, a fault each; huge pages would come with one for many.
  private static func touch(pages: Int) {
    let size = sysconf(Int32(_SC_PAGESIZE))
    let place = mmap(
      nil, pages * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let place, place != MAP_FAILED else { return }
    madvise(place, pages * size, MADV_NOHUGEPAGE)
    for page in 0..<pages { place.storeBytes(of: 1, toByteOffset: page * size, as: UInt8.self) }
    munmap(place, pages * size)
  }
}

extension SelfTest {
  /// The kernels of fp64 and fp32, whose operations the processor counts.
  private static func computeChecks(_ plan: CounterPlan) throws(CountingError) -> [Check] {
    let registers = UnsafeMutableRawPointer.allocate(
      byteCount: Int(RL_REGISTERS_BYTES), alignment: Int(RL_SLOT_BYTES))
    defer { registers.deallocate() }
    registers.initializeMemory(as: UInt8.self, repeating: 0, count: Int(RL_REGISTERS_BYTES))
    var found: [Check] = []
    for index in 0..<rl_compute_kernel_count() {
      guard let kernel = rl_compute_kernel_at(index), let run = kernel.pointee.run,
        rl_try_compute_kernel(kernel) == RL_TRIAL_WORKS
      else { continue }
      let precision = String(cString: kernel.pointee.precision)
      guard precision == "fp64" || precision == "fp32" else { continue }
      let iterations: UInt64 = 1_000_000
      let operations = Double(run(1, OpaquePointer(registers))) * Double(iterations)
      found += try checks(
        String(cString: kernel.pointee.name), plan,
        expecting: ["flops": operations, "flops-\(precision)": operations]
      ) { _ = run(iterations, OpaquePointer(registers)) }
    }
    return found
  }

  /// More than the caches hold: 256 MiB, a guess.
  private static let arrayBytes = 256 << 20

  /// Reading memory once: every line passes every level.
  private static func memoryChecks(_ plan: CounterPlan) throws(CountingError) -> [Check] {
    let place = mmap(
      nil, arrayBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let place, place != MAP_FAILED else {
      throw CountingError("cannot get \(arrayBytes >> 20) MiB of memory; free some")
    }
    defer { munmap(place, arrayBytes) }
    place.initializeMemory(as: Double.self, repeating: 1, count: arrayBytes / 8)
    let start = place.assumingMemoryBound(to: UInt8.self)
    var found: [Check] = []
    for index in 0..<rl_memory_kernel_count() {
      guard let kernel = rl_memory_kernel_at(index), let run = kernel.pointee.run,
        String(cString: kernel.pointee.operation) == "read",
        rl_try_memory_kernel(kernel) == RL_TRIAL_WORKS
      else { continue }
      let bytes = Double(arrayBytes)
      found += try checks(
        String(cString: kernel.pointee.name), plan,
        expecting: ["bytes-l2": bytes, "bytes-l3": bytes, "bytes-dram": bytes]
      ) {
        var arrays = rl_arrays(
          a: start, b: start, c: start, bytes: arrayBytes, cursor: 0, factor: 1)
        _ = run(&arrays, arrayBytes)
      }
    }
    return found
  }
}
