import Testing

private let objdump = Tool("objdump")

@Suite(
  "Instructions that an independent counter sees",
  .enabled(
    if: NativeBuild.valgrind != nil && objdump != nil && NativeBuild.shared != nil,
    "valgrind, objdump or a C compiler is missing (Debian: valgrind, binutils, gcc)"))
struct InstructionCountTests {
  /// The kernels that callgrind of Debian 12 can run: those of up to 256 bits without dot products.
  private static let kernels = Kernel.running.filter {
    !$0.isARM && !$0.isa.hasPrefix("AVX-512") && !$0.isa.hasPrefix("AMX") && $0.form != "dot"
  }

  /// Operations of one instruction on `lanes`, by its mnemonic: a fused one does two.
  private func operations(of mnemonic: String, lanes: Int) -> Int {
    if mnemonic.hasPrefix("vfmadd") { return 2 * lanes }
    let isArithmetic = ["mul", "add", "sub"].contains { mnemonic.contains($0) }
    return isArithmetic ? lanes : 0
  }

  @Test(
    "callgrind counts as many passes of the loop as were asked for, and its instructions do the declared operations",
    arguments: kernels)
  func counts(_ kernel: Kernel) throws {
    let build = try #require(NativeBuild.shared)
    let tool = try #require(objdump)
    let loop = try #require(try Loop(of: "rl_\(kernel.name)", in: build.program, with: tool))
      .instructions
    let few = try #require(try build.instructions(of: kernel, iterations: 10))
    let many = try #require(try build.instructions(of: kernel, iterations: 1010))
    // What comes before and after the loop is the same in both.
    #expect(many - few == 1000 * loop.count)
    let bytes = ["fp64": 8, "fp32": 4][kernel.precision] ?? 1
    let lanes = kernel.unit == "scalar" ? 1 : kernel.vectorBytes / bytes
    let done = loop.reduce(0) { $0 + operations(of: $1.mnemonic, lanes: lanes) }
    #expect(done == kernel.operations(width: kernel.vectorBytes))
  }
}

@Suite(
  "Kernels on CPUs that lack their instructions",
  .enabled(
    if: NativeBuild.emulator != nil && NativeBuild.shared != nil,
    "qemu-x86_64 or a C compiler is missing (Debian: qemu-user, gcc)"))
struct OldProcessorTests {
  #if arch(x86_64)
    @Test("a CPU without AVX runs the kernels of SSE2, and is asked for no others")
    func withoutAVX() throws {
      let trials = try #require(try NativeBuild.shared?.trials(on: "Nehalem"))
      let sse2 = Kernel.native.filter { $0.isa.hasPrefix("SSE2") }.map(\.name)
      #expect(!sse2.isEmpty)
      for (name, trial) in trials {
        // 0 works, 1 is what the CPU does not have.
        #expect(trial == (sse2.contains(name) ? 0 : 1), "\(name)")
      }
    }

    @Test("a CPU with AVX2 and without FMA runs no fused multiply-adds")
    func withoutFMA() throws {
      let trials = try #require(try NativeBuild.shared?.trials(on: "Haswell,-fma"))
      #expect(trials["avx_fp64_mul_add"] == 0)
      #expect(trials["avx2_fma_fp64"] == 1)
    }
  #endif
}
