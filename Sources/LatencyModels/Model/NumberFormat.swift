public import Devices
public import ModelGraph
import Roofline

/// The types that an operator works with: what it reckons in, and what it reads and writes.
public struct NumberFormat: Sendable, Hashable {
  /// The precision of the arithmetic.
  public var arithmetic: Precision
  /// The width of an element of the activations that are read, in bits.
  public var inputBits: Int
  /// The width of a stored weight, in bits.
  public var weightBits: Int
  /// The width of an element that is written, in bits.
  public var outputBits: Int

  /// Everything in one precision.
  public init(_ precision: Precision) {
    self.init(precision, input: precision.bits, weight: precision.bits, output: precision.bits)
  }

  /// Arithmetic in one precision on elements of other widths, in bits.
  public init(_ precision: Precision, input: Int, weight: Int, output: Int) {
    arithmetic = precision
    inputBits = input
    weightBits = weight
    outputBits = output
  }

  /// The format of a layer's type; what has no rate of its own is reckoned in fp32.
  public init(_ type: ElementType) {
    let precision = Precision(type) ?? .fp32
    self.init(precision, input: type.bits, weight: type.bits, output: type.bits)
  }

  /// The format that tables of measurements name: a precision, or `int8_wo` (stored in eight bits,
  /// reckoned in sixteen), `sq` and `fp8_block128` (eight bits in, sixteen out), `amp` (fp16 where it
  /// is safe), `fp16-storage/fp32-math`; nil for another.
  public init?(tableName: String) {
    if let precision = Precision(rawValue: tableName) {
      let isNarrow = precision.bits <= 8
      self.init(
        precision, input: precision.bits, weight: precision.bits,
        output: isNarrow ? 16 : precision.bits)
      return
    }
    switch tableName {
    case "int8_wo": self.init(.fp16, input: 16, weight: 8, output: 16)
    case "int4_wo": self.init(.fp16, input: 16, weight: 4, output: 16)
    case "sq": self.init(.int8, input: 8, weight: 8, output: 16)
    case "fp8_block128": self.init(.fp8, input: 8, weight: 8, output: 16)
    case "amp": self.init(.fp16)
    case "fp16-storage/fp32-math": self.init(.fp32, input: 16, weight: 16, output: 16)
    case "fp16/fp32": self.init(.fp32)
    default: return nil
    }
  }

  /// The names that ``init(tableName:)`` knows.
  public static let tableNames =
    Precision.allCases.map(\.rawValue) + [
      "int8_wo", "int4_wo", "sq", "fp8_block128", "amp", "fp16-storage/fp32-math", "fp16/fp32",
    ]
}
