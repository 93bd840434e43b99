import CMicroKernels
import Testing

@Suite("The memory kernels of this architecture")
struct MemoryKernelTests {
  /// Three arrays of fp64, aligned to whole chunks.
  private struct Arrays {
    /// Elements of each: three chunks.
    static let count = 3 * Int(RL_CHUNK_BYTES) / 8
    let space: UnsafeMutableBufferPointer<Double>

    init() {
      let raw = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 3 * Self.count * 8, alignment: Int(RL_CHUNK_BYTES))
      space = raw.bindMemory(to: Double.self)
      for index in 0..<3 * Self.count { space[index] = Double(index) }
    }

    var pointers: rl_arrays {
      let base = UnsafeMutableRawPointer(space.baseAddress)?.assumingMemoryBound(to: UInt8.self)
      let bytes = Self.count * 8
      return rl_arrays(
        a: base, b: base?.advanced(by: bytes), c: base?.advanced(by: 2 * bytes), bytes: bytes,
        cursor: 0, factor: 3)
    }
  }

  @Test(
    "a kernel does to each element what its name says, and nothing beyond",
    arguments: 0..<Int(rl_memory_kernel_count()))
  func result(_ index: Int) throws {
    let kernel = try #require(rl_memory_kernel_at(Int32(index)))
    if rl_try_memory_kernel(kernel) != RL_TRIAL_WORKS {
      try Test.cancel("this CPU has no \(String(cString: kernel.pointee.isa))")
    }
    let arrays = Arrays()
    defer { arrays.space.deallocate() }
    var pointers = arrays.pointers
    // Two of the three chunks, then the third: the second run goes on where the first ended.
    let chunk = Int(RL_CHUNK_BYTES)
    let first = kernel.pointee.run(&pointers, 2 * chunk)
    #expect(pointers.cursor == 2 * chunk)
    let operation = String(cString: kernel.pointee.operation)
    if operation != "read" { #expect(arrays.space[Arrays.count - 1] == Double(Arrays.count - 1)) }
    let second = kernel.pointee.run(&pointers, chunk)
    #expect(pointers.cursor == 0)
    #expect(first + second == UInt64(Arrays.count * 8) * UInt64(kernel.pointee.streams))
    let wrong = (0..<Arrays.count).filter {
      arrays.space[$0] != MemoryReference.element($0, after: operation, count: Arrays.count)
    }
    #expect(wrong == [])
    let spoilt = (Arrays.count..<3 * Arrays.count).filter { arrays.space[$0] != Double($0) }
    #expect(spoilt == [])
  }

  @Test("a run of several rounds falls back to the start and does all its bytes")
  func rounds() throws {
    let kernel = try #require(rl_memory_kernel_at(0)).pointee
    let arrays = Arrays()
    defer { arrays.space.deallocate() }
    var pointers = arrays.pointers
    let bytes = 10 * Int(RL_CHUNK_BYTES)
    #expect(kernel.run(&pointers, bytes) == UInt64(bytes))
    // Ten chunks of an array of three end after its first.
    #expect(pointers.cursor == Int(RL_CHUNK_BYTES))
    #expect(kernel.run(&pointers, 0) == 0)
  }

  @Test("a chain visits every line once before it comes back, in an order of its own seed")
  func chain() {
    let count: UInt32 = 500
    let line = 64
    let space = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(count) * line)
    let order = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(count))
    defer {
      space.deallocate()
      order.deallocate()
    }
    var orders: Set<[UInt32]> = []
    for seed in 1...3 {
      rl_make_chain(space, order, count, line, UInt64(seed))
      orders.insert((0..<Int(count)).map { order[$0] })
      var heads: [UnsafeMutableRawPointer?] = [UnsafeMutableRawPointer(space)]
      var seen: Set<UnsafeMutableRawPointer?> = []
      for _ in 0..<count {
        seen.insert(heads[0])
        #expect(rl_chase(&heads, 1, 1) == 1)
      }
      #expect(seen.count == Int(count))
      #expect(heads[0] == UnsafeMutableRawPointer(space))
    }
    #expect(orders.count == 3)
  }

  @Test("chains beside one another each go their own steps", arguments: [1, 2, 4, 8, 16])
  func parallelChains(_ chains: Int) {
    // A ring of 32 cells, each of which names the next.
    let ring = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 32)
    defer { ring.deallocate() }
    for cell in 0..<32 { ring[cell] = UnsafeMutableRawPointer(ring + (cell + 1) % 32) }
    var heads = (0..<16).map { UnsafeMutableRawPointer(ring + $0) as UnsafeMutableRawPointer? }
    #expect(rl_chase(&heads, Int32(chains), 5) == UInt64(5 * chains))
    for chain in 0..<16 {
      let steps = chain < chains ? 5 : 0
      #expect(heads[chain] == UnsafeMutableRawPointer(ring + chain + steps))
    }
  }

  @Test("a number of chains that there is no loop for does nothing", arguments: [0, 3, 17, -1])
  func unknownChains(_ chains: Int) {
    var heads: [UnsafeMutableRawPointer?] = [nil]
    #expect(rl_chase(&heads, Int32(chains), 5) == 0)
  }
}
