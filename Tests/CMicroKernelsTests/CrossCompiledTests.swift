import Testing

@Suite(
  "The compute kernels of AArch64, in an emulator",
  .enabled(
    if: CrossBuild.isPossible,
    "aarch64-linux-gnu-gcc or qemu-aarch64 is missing (gcc-aarch64-linux-gnu, qemu-user)"))
struct CrossCompiledTests {
  @Test("they compile without warnings, and the emulator's CPU runs all of them")
  func build() throws {
    #expect(CrossBuild.shared != nil)
    #expect(CrossBuild.kernels.count >= 15)
    #expect(CrossBuild.kernels.filter { !$0.works }.map(\.name) == [])
  }

  @Test(
    "a kernel leaves in every lane what scalar arithmetic gives", arguments: CrossBuild.kernels)
  func result(_ kernel: Kernel) throws {
    for width in kernel.isa == "SVE" ? [16, 32, 64] : [16] {
      let slotBytes = kernel.isa == "SVE" ? width : 64
      let before = kernel.registers(slotBytes: slotBytes)
      var after = before
      let operations = try CrossBuild.shared?.run(
        kernel, iterations: 3, bits: width * 8, on: &after)
      let reference = Reference(
        kernel: kernel, iterations: 3, before: before, width: width, slotBytes: slotBytes)
      #expect(reference.faults(of: after) == [])
      #expect(operations == 3 * kernel.operations(width: width))
    }
  }

  @Test(
    "a memory kernel does to each element what its name says, and nothing beyond",
    arguments: CrossBuild.memoryKernels)
  func memory(_ kernel: CrossBuild.MemoryKernel) throws {
    #expect(kernel.works)
    let (bytes, elements) = try #require(try CrossBuild.shared?.run(kernel))
    let count = elements.count / 3
    #expect(bytes == count * 8 * kernel.streams)
    let wrong = (0..<count).filter {
      elements[$0] != MemoryReference.element($0, after: kernel.operation, count: count)
    }
    #expect(wrong == [])
    #expect((count..<3 * count).filter { elements[$0] != Double($0) } == [])
  }

  @Test("there are memory kernels for reading, writing and the rest")
  func memoryKernels() {
    #expect(CrossBuild.memoryKernels.count >= 6)
  }

  @Test(
    "a compute loop holds the intended instructions, a count, and no access to memory",
    .enabled(if: CrossBuild.objdump != nil, "aarch64-linux-gnu-objdump is not installed"),
    arguments: CrossBuild.kernels)
  func loop(_ kernel: Kernel) throws {
    let objdump = try #require(CrossBuild.objdump)
    let program = try #require(CrossBuild.shared).program
    let loop = try #require(try Loop(of: "rl_\(kernel.name)", in: program, with: objdump))
      .instructions
    #expect(loop.suffix(2).map(\.mnemonic) == ["subs", "b.ne"])
    let work = loop.dropLast(2)
    #expect(Set(work.map(\.mnemonic)) == Set(kernel.instructions))
    #expect(work.filter(\.touchesMemory).map(\.operands) == [])
    #expect(Set(work.compactMap { $0.operands.split(separator: ",").first }).count == 24)
  }
}
