import Devices
import Testing

@Suite("Precision")
struct PrecisionTests {
  @Test(
    "a stored value is as wide as its format says",
    arguments: zip(Precision.allCases, [64, 32, 32, 16, 16, 8, 6, 4, 8, 4]))
  func widths(_ precision: Precision, _ bits: Int) {
    #expect(precision.bits == bits)
  }

  /// A format as significant bits, the largest exponent, and the exponent of its smallest step.
  ///
  /// Sources: IEEE 754-2019, table 3.5; OCP 8-bit Floating Point v1.0 and Microscaling Formats v1.0,
  /// whose variants (E4M3 and E5M2, E2M3 and E3M2) each stand alone.
  private struct Format {
    let significantBits: Int
    let largestExponent: Int
    let smallestStep: Int

    func holds(_ other: Format) -> Bool {
      significantBits >= other.significantBits && largestExponent >= other.largestExponent
        && smallestStep <= other.smallestStep
    }
  }

  private static let variants: [Precision: [Format]] = [
    .fp64: [Format(significantBits: 53, largestExponent: 1023, smallestStep: -1074)],
    .fp32: [Format(significantBits: 24, largestExponent: 127, smallestStep: -149)],
    .tf32: [Format(significantBits: 11, largestExponent: 127, smallestStep: -136)],
    .fp16: [Format(significantBits: 11, largestExponent: 15, smallestStep: -24)],
    .bf16: [Format(significantBits: 8, largestExponent: 127, smallestStep: -133)],
    .fp8: [
      Format(significantBits: 4, largestExponent: 8, smallestStep: -9),
      Format(significantBits: 3, largestExponent: 15, smallestStep: -16),
    ],
    .fp6: [
      Format(significantBits: 4, largestExponent: 2, smallestStep: -3),
      Format(significantBits: 3, largestExponent: 4, smallestStep: -4),
    ],
    .fp4: [Format(significantBits: 2, largestExponent: 2, smallestStep: -1)],
    // −128 is a power of two, so 7 bits and the exponent 7 hold every value; likewise −8.
    .int8: [Format(significantBits: 7, largestExponent: 7, smallestStep: 0)],
    .int4: [Format(significantBits: 3, largestExponent: 3, smallestStep: 0)],
  ]

  @Test("a wider format holds every value of the narrower", arguments: Precision.allCases)
  func widening(_ precision: Precision) throws {
    for wider in precision.exactlyWider {
      let targets = try #require(Self.variants[wider])
      for source in try #require(Self.variants[precision]) {
        #expect(targets.contains { $0.holds(source) }, "\(precision) does not fit \(wider)")
      }
    }
  }

  @Test("what is wider than a wider format is wider too", arguments: Precision.allCases)
  func transitive(_ precision: Precision) {
    for wider in precision.exactlyWider {
      for widest in wider.exactlyWider {
        #expect(precision.exactlyWider.contains(widest), "\(precision) to \(wider) to \(widest)")
      }
    }
  }

  @Test(
    "no format widens to one that loses something",
    arguments: [
      (Precision.fp16, Precision.bf16), (.bf16, .fp16), (.fp32, .tf32), (.fp32, .bf16),
      (.tf32, .fp16), (.int8, .fp8), (.fp16, .fp8), (.fp64, .fp32), (.int8, .int4),
    ])
  func narrowing(_ from: Precision, _ to: Precision) {
    #expect(!from.exactlyWider.contains(to))
  }
}
