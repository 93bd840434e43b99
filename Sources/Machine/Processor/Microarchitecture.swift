/// The designs of processors, by the numbers that the processors give of themselves.
package enum Microarchitecture {
  /// A range of x86 models of one family that are of one design.
  struct X86: Sendable {
    /// The vendor, as CPUID leaf 0 spells it.
    var vendor: String
    /// The family, with its extension added.
    var family: Int
    /// The models, with their extensions.
    var models: ClosedRange<Int>
    /// The steppings, where they tell designs of one model apart.
    var steppings: ClosedRange<Int> = 0...Int.max
    /// The design.
    var name: String
  }

  /// A part of an Arm implementer.
  struct Arm: Sendable {
    /// The implementer, bits 31 to 24 of MIDR_EL1.
    var implementer: Int
    /// The part, bits 15 to 4 of MIDR_EL1.
    var part: Int
    /// The design.
    var name: String
  }

  /// The design of an x86 processor; nil where the table has none: no guess is made.
  package static func name(vendor: String, family: Int, model: Int, stepping: Int?) -> String? {
    x86.first {
      $0.vendor == vendor && $0.family == family && $0.models.contains(model)
        && $0.steppings.contains(stepping ?? 0)
    }?.name
  }

  /// The design of an Arm processor; nil where the table has none.
  package static func name(implementer: Int, part: Int) -> String? {
    arm.first { $0.implementer == implementer && $0.part == part }?.name
  }
}
