extension CoreLimits {
  /// All that is known.
  static let all = amd + intel + arm

  /// The same number for every width up to 256 bits.
  private static func each(_ value: Double) -> [Int: Double] {
    [64: value, 128: value, 256: value]
  }

  /// As many bytes as `count` vectors of each width have.
  private static func vectors(_ counts: [Int: Double]) -> [Int: Double] {
    counts.reduce(into: [:]) { $0[$1.key] = $1.value * Double($1.key / 8) }
  }

  /// What NEON's products do on so many pipes: an instruction has 16 products of bytes or 8 of bfloat16,
  /// of small matrices 32 or 16, each with its addition.
  private static func products(pipes: Double, hasMatrices: Bool = true) -> [String: Double] {
    var found = ["NEON dot product": pipes * 32]
    guard hasMatrices else { return found }
    found["NEON I8MM"] = pipes * 64
    found["NEON BF16 dot"] = pipes * 16
    found["NEON BF16 2x4x2 product"] = pipes * 32
    return found
  }

  /// AMD's Software Optimization Guides, chapters "Floating-Point Unit" and "Load-Store Unit": two
  /// units multiply and fuse, two others add.
  private static let amd = [
    CoreLimits(
      designs: ["Zen", "Dhyana (Zen)"], fusedMultiplyAdds: [64: 2, 128: 2, 256: 1],
      multiplyAddPairs: [64: 2, 128: 2, 256: 1], loadBytes: vectors([128: 2, 256: 1]),
      storeBytes: vectors([128: 1, 256: 0.5]), secondLevelBytes: 32,
      source: "AMD, Software Optimization Guide for Family 17h, 55723"),
    CoreLimits(
      designs: ["Zen 2"], fusedMultiplyAdds: each(2), multiplyAddPairs: each(2),
      loadBytes: vectors([128: 2, 256: 2]), storeBytes: vectors([128: 1, 256: 1]),
      secondLevelBytes: 32,
      source: "AMD, Software Optimization Guide for Family 17h Models 30h and Greater, 56305"),
    CoreLimits(
      designs: ["Zen 3"], fusedMultiplyAdds: each(2), multiplyAddPairs: each(2),
      loadBytes: vectors([128: 2, 256: 2]), storeBytes: vectors([128: 1, 256: 1]),
      secondLevelBytes: 32, source: "AMD, Software Optimization Guide for Family 19h, 56665"),
    CoreLimits(
      designs: ["Zen 4"], fusedMultiplyAdds: each(2).merging([512: 1]) { $1 },
      multiplyAddPairs: each(2).merging([512: 1]) { $1 },
      loadBytes: vectors([128: 2, 256: 2, 512: 1]),
      storeBytes: vectors([128: 1, 256: 1, 512: 0.5]), secondLevelBytes: 32,
      products: ["AVX-512-VNNI": 128],
      source: "AMD, Software Optimization Guide for the Zen 4 Microarchitecture, 57647"),
  ]

  private static let manual =
    "Intel, 64 and IA-32 Architectures Optimization Reference Manual, 248966"

  /// Ports 0 and 1 multiply and add, from Haswell on fused; with 512 bits ports 0 and 5 (on models
  /// with a second unit), and Golden Cove adds on ports 1 and 5 too.
  private static let intel = [
    CoreLimits(
      designs: ["Sandy Bridge", "Ivy Bridge"], fusedMultiplyAdds: [:], multiplyAddPairs: each(1),
      loadBytes: vectors([128: 2, 256: 1]), storeBytes: vectors([128: 1, 256: 0.5]),
      secondLevelBytes: 32, source: manual),
    CoreLimits(
      designs: ["Haswell", "Broadwell", "Skylake", "Kaby Lake", "Comet Lake"],
      fusedMultiplyAdds: each(2), multiplyAddPairs: each(1),
      loadBytes: vectors([128: 2, 256: 2]), storeBytes: vectors([128: 1, 256: 1]),
      secondLevelBytes: 64, source: manual),
    CoreLimits(
      designs: ["Skylake (server)", "Cascade Lake", "Cooper Lake"],
      fusedMultiplyAdds: each(2).merging([512: 2]) { $1 },
      multiplyAddPairs: each(1).merging([512: 1]) { $1 },
      loadBytes: vectors([128: 2, 256: 2, 512: 2]), storeBytes: vectors([128: 1, 256: 1, 512: 1]),
      secondLevelBytes: 64, products: ["AVX-512-VNNI": 256], source: manual),
    CoreLimits(
      designs: ["Ice Lake (server)"], fusedMultiplyAdds: each(2).merging([512: 2]) { $1 },
      multiplyAddPairs: each(1).merging([512: 1]) { $1 },
      loadBytes: vectors([128: 2, 256: 2, 512: 2]), storeBytes: vectors([128: 2, 256: 2, 512: 1]),
      secondLevelBytes: 64, products: ["AVX-512-VNNI": 256], source: manual),
    CoreLimits(
      designs: ["Sapphire Rapids", "Emerald Rapids", "Granite Rapids"],
      fusedMultiplyAdds: each(2).merging([512: 2]) { $1 },
      multiplyAddPairs: each(1.5).merging([512: 1]) { $1 },
      loadBytes: vectors([128: 3, 256: 3, 512: 2]), storeBytes: vectors([128: 2, 256: 2, 512: 1]),
      secondLevelBytes: 64,
      products: ["AVX-512-VNNI": 256, "AMX-BF16": 1024, "AMX-INT8": 2048], source: manual),
    CoreLimits(
      designs: ["Alder Lake", "Raptor Lake"], fusedMultiplyAdds: each(2),
      multiplyAddPairs: each(1.5), loadBytes: vectors([128: 3, 256: 3]),
      storeBytes: vectors([128: 2, 256: 2]), secondLevelBytes: 64, products: ["AVX-VNNI": 128],
      source: manual + ", of the performance cores"),
  ]

  /// Arm's Software Optimization Guides of these cores, as LLVM's models have them too: all vector pipes
  /// multiply, add and fuse. A pair of loads is as two.
  private static let arm = [
    CoreLimits(
      designs: ["Neoverse N1"], fusedMultiplyAdds: [64: 2, 128: 2],
      multiplyAddPairs: [64: 1, 128: 1], loadBytes: vectors([128: 2]),
      storeBytes: vectors([128: 1]), products: products(pipes: 2, hasMatrices: false),
      source: "Arm, Neoverse N1 Software Optimization Guide"),
    CoreLimits(
      designs: ["Neoverse V1", "Neoverse V2"], fusedMultiplyAdds: [64: 4, 128: 4],
      multiplyAddPairs: [64: 2, 128: 2], loadBytes: vectors([128: 3]),
      storeBytes: vectors([128: 2]), products: products(pipes: 4),
      source: "Arm, Neoverse V1 and V2 Software Optimization Guides"),
    CoreLimits(
      designs: ["Neoverse N2"], fusedMultiplyAdds: [64: 2, 128: 2],
      multiplyAddPairs: [64: 1, 128: 1], loadBytes: vectors([128: 3]),
      storeBytes: vectors([128: 2]), products: products(pipes: 2),
      source: "Arm, Neoverse N2 Software Optimization Guide"),
  ]
}
