/// What a processor is. What is not told is nil or empty.
package struct Processor: Sendable, Hashable {
  /// The name that its maker sells it by.
  package var name: String?
  /// Its maker, as `AuthenticAMD` or `0x41`.
  package var vendor: String?
  /// The numbers that identify it, as `family 25 model 17 stepping 1`.
  package var identity: String?
  /// Its designs; several where it has several kinds of cores. Empty where the table knows none.
  package var microarchitectures: [String]
  /// The architecture, as `x86_64`.
  package var architecture: String?
  /// What the kernel lists of it, sorted; empty for a recorded machine, whose file holds none.
  package var features: [String]

  /// The instruction sets for arithmetic among ``features``, narrow before wide.
  package var instructionSets: [String] {
    let known = Set(features)
    return InstructionSet.all.filter { known.contains($0.feature) }.map(\.name)
  }
}

/// An instruction set for arithmetic, with the kernel's word for it.
struct InstructionSet: Sendable {
  /// As its maker writes it.
  let name: String
  /// As `/proc/cpuinfo` writes it (Linux's arch/x86/include/asm/cpufeatures.h, and
  /// Documentation/arch/arm64/elf_hwcaps.rst).
  let feature: String

  /// All of them, narrow before wide.
  static let all = [
    InstructionSet(name: "SSE2", feature: "sse2"), InstructionSet(name: "AVX", feature: "avx"),
    InstructionSet(name: "F16C", feature: "f16c"), InstructionSet(name: "FMA", feature: "fma"),
    InstructionSet(name: "AVX2", feature: "avx2"),
    InstructionSet(name: "AVX-VNNI", feature: "avx_vnni"),
    InstructionSet(name: "AVX-512F", feature: "avx512f"),
    InstructionSet(name: "AVX-512-VNNI", feature: "avx512_vnni"),
    InstructionSet(name: "AVX-512-BF16", feature: "avx512_bf16"),
    InstructionSet(name: "AVX-512-FP16", feature: "avx512_fp16"),
    InstructionSet(name: "AMX-INT8", feature: "amx_int8"),
    InstructionSet(name: "AMX-BF16", feature: "amx_bf16"),
    InstructionSet(name: "AMX-FP16", feature: "amx_fp16"),
    InstructionSet(name: "NEON", feature: "asimd"),
    InstructionSet(name: "NEON FP16", feature: "asimdhp"),
    InstructionSet(name: "dot product", feature: "asimddp"),
    InstructionSet(name: "BF16", feature: "bf16"), InstructionSet(name: "I8MM", feature: "i8mm"),
    InstructionSet(name: "SVE", feature: "sve"), InstructionSet(name: "SVE2", feature: "sve2"),
    InstructionSet(name: "SME", feature: "sme"),
  ]
}
