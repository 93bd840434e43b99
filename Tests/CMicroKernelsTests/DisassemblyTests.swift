import CMicroKernels
import Testing

private let objdump = Tool("objdump")

@Suite(
  "The loops in the built program",
  .enabled(if: objdump != nil, "objdump is not installed (Debian: binutils)"))
struct DisassemblyTests {
  /// This program, which the kernels are linked into.
  private static let program = "/proc/self/exe"

  private func loop(of symbol: String) throws -> [Instruction] {
    let tool = try #require(objdump)
    let file = try #require(readLink(Self.program))
    return try #require(try Loop(of: symbol, in: file, with: tool), "no single loop in \(symbol)")
      .instructions
  }

  @Test(
    "a compute loop holds the intended instructions, a count, and no access to memory",
    arguments: Kernel.native)
  func compute(_ kernel: Kernel) throws {
    let loop = try loop(of: "rl_\(kernel.name)")
    #expect(loop.suffix(2).map(\.mnemonic) == counting)
    let work = loop.dropLast(2)
    #expect(Set(work.map(\.mnemonic)) == Set(kernel.instructions))
    #expect(work.filter(\.touchesMemory).map(\.operands) == [])
    // Each accumulator once, but for products and sums apart, and for mixtures: twice.
    let isTwofold = ["mul+add", "fma+add"].contains(kernel.form)
    #expect(work.count == kernel.accumulators * (isTwofold ? 2 : 1))
  }

  @Test("a compute loop has as many accumulators as the table says", arguments: Kernel.native)
  func accumulators(_ kernel: Kernel) throws {
    let work = try loop(of: "rl_\(kernel.name)").dropLast(2)
    let destinations = work.compactMap { instruction in
      let registers = instruction.operands.split(separator: ",")
      return kernel.isARM ? registers.first : registers.last
    }
    #expect(Set(destinations).count == kernel.accumulators)
  }

  @Test(
    "a memory loop reads and writes as often as its kernel's bytes say",
    arguments: 0..<Int(rl_memory_kernel_count()))
  func memory(_ index: Int) throws {
    let kernel = try #require(rl_memory_kernel_at(Int32(index))).pointee
    let loop = try loop(of: "rl_\(String(cString: kernel.name))")
    // The address calculations have brackets too, but touch nothing.
    let work = loop.filter { $0.touchesMemory && $0.mnemonic != "lea" }
    #expect(work.count == 16 * Int(kernel.streams))
    let intended = String(cString: kernel.instructions).split(separator: ",").map(String.init)
    #expect(Set(work.map(\.mnemonic)).isSubset(of: intended))
    #expect(Set(intended).isSubset(of: loop.map(\.mnemonic)))
  }

  /// The last two instructions of every compute loop.
  private var counting: [String] {
    #if arch(x86_64)
      ["dec", "jne"]
    #else
      ["subs", "b.ne"]
    #endif
  }
}
