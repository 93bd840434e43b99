/// The hash that a Content-Security-Policy names a script by: FIPS 180-4, section 6.2.
///
/// Here, because it is needed only while the program is built, of two small texts; a browser refuses
/// the page where it is wrong.
enum SHA256 {
  /// The 32 bytes of the hash.
  static func hash(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bits = UInt64(message.count) * 8
    padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    var state = initial
    for start in stride(from: 0, to: padded.count, by: 64) {
      mix(padded[start..<start + 64], into: &state)
    }
    return state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) }
    }
  }

  private static func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    let w = schedule(block)
    var v = state
    for t in 0..<64 {
      let sum1 = rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)
      let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
      let first = v[7] &+ sum1 &+ choice &+ constants[t] &+ w[t]
      let sum0 = rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)
      let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
      v = [first &+ sum0 &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
    }
    for index in state.indices { state[index] = state[index] &+ v[index] }
  }

  private static func schedule(_ block: ArraySlice<UInt8>) -> [UInt32] {
    let bytes = Array(block)
    var w = (0..<16).map { t in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[4 * t + $1]) }
    }
    for t in 16..<64 {
      let low = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ (w[t - 15] >> 3)
      let high = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ (w[t - 2] >> 10)
      w.append(high &+ w[t - 7] &+ low &+ w[t - 16])
    }
    return w
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 64 prime numbers, from which the standard makes its constants.
  private static let primes: [UInt64] = {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < 64 {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }()

  /// The first 32 bits of the fractions of the primes' square roots (section 5.3.3).
  private static let initial = primes.prefix(8).map { fraction(of: $0, power: 2) }
  /// The first 32 bits of the fractions of the primes' cube roots (section 4.2.2).
  private static let constants = primes.map { fraction(of: $0, power: 3) }

  /// The largest r with r^power ≤ prime · 2^(32·power), whose lower 32 bits are the fraction's.
  private static func fraction(of prime: UInt64, power: Int) -> UInt32 {
    var root: UInt64 = 0
    for bit in (0..<36).reversed() {
      let next = root | 1 << UInt64(bit)
      let squared = UInt128(next) * UInt128(next)
      let raised = power == 2 ? squared : squared * UInt128(next)
      if raised <= UInt128(prime) << UInt128(32 * power) { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}
