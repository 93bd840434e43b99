import Glibc

/// The few functions of the C library that the models need.
enum Powers {
  static func power(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }
  static func exponential(_ value: Double) -> Double { Glibc.exp(value) }
  static func logarithm(_ value: Double) -> Double { Glibc.log(value) }
}
