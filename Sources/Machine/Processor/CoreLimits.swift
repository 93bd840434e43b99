/// What one core of a design can start in a cycle at most: what a measured rate per cycle is held
/// against. What no source states is missing, never guessed.
package struct CoreLimits: Sendable, Hashable {
  /// The designs that it holds for, as ``Microarchitecture`` names them.
  var designs: [String]
  /// Fused multiply-adds a cycle by the width of their vectors in bits; 64 stands for scalar ones.
  var fusedMultiplyAdds: [Int: Double]
  /// Multiplications each with an addition of its own, as two instructions, a cycle, likewise.
  var multiplyAddPairs: [Int: Double]
  /// Bytes read from the first level a cycle, by the width of the vectors.
  var loadBytes: [Int: Double]
  /// Bytes written to the first level a cycle, likewise.
  var storeBytes: [Int: Double]
  /// Bytes between the first and the second level a cycle, one way.
  var secondLevelBytes: Double?
  /// Operations a cycle of other instructions, by what the kernels call the instruction set, with the form
  /// where it has several.
  var products: [String: Double] = [:]
  /// The document that says so.
  package var source: String

  /// The limits of a design; nil where the table has none.
  package static func of(design: String) -> CoreLimits? {
    all.first { $0.designs.contains(design) }
  }

  /// Operations a cycle of a loop of this form on vectors of `bits`, with elements of `elementBits`:
  /// a multiply–accumulate is two. Nil where no limit is known.
  package func operations(form: String, isa: String, bits: Int, elementBits: Int) -> Double? {
    if let known = products["\(isa) \(form)"] ?? products[isa] { return known }
    // Scalar kernels come before the vectors of their set by a width of their own, 64 or 65.
    let isScalar = bits < 128
    let lanes = isScalar ? 1 : Double(bits / max(elementBits, 1))
    let width = isScalar ? 64 : bits
    let rate: Double? =
      switch form {
      case "fma": fusedMultiplyAdds[width]
      case "mul+add": multiplyAddPairs[width]
      default: nil
      }
    return rate.map { $0 * lanes * 2 }
  }

  /// Bytes of the algorithm a cycle of a memory operation on the first or second level, in vectors of
  /// `bits`; nil where no limit is known.
  package func bytes(operation: String, level: Int, bits: Int) -> Double? {
    guard level == 1 else { return level == 2 && operation == "read" ? secondLevelBytes : nil }
    guard let load = loadBytes[bits], let store = storeBytes[bits] else { return nil }
    return switch operation {
    case "read": load
    case "write": store
    // Reads and writes go on at the same time: the longer of the two decides.
    case "copy", "update": 2 / max(1 / load, 1 / store)
    case "triad": 3 / max(2 / load, 1 / store)
    default: nil
    }
  }
}
