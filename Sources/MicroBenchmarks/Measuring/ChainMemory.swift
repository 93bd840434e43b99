import CMicroKernels
import Machine

/// Memory in which one thread follows chains of addresses. A class: its memory is long-lived, and
/// only its thread touches it while a schedule runs.
///
/// Of its own, apart from the arrays of the memory kernels: addresses, read as fp64, are denormal.
final class ChainMemory: @unchecked Sendable {
  /// The distance of the lines of a chain, at least.
  static let lineBytes = 64
  /// The fewest lines that larger working sets may be thinned to: a chain is then made in a tenth of a
  /// second.
  static let fewestLines = 1 << 20
  /// How many places along a chain are kept to start from.
  static let heads = 16

  /// The memory.
  let buffer: Buffer
  /// The most lines of a chain. Larger working sets have them further apart.
  private let mostLines: Int
  /// The working set that the chain goes through now; 0 before there is one.
  private(set) var bytes = 0
  /// The lines that it has.
  private(set) var lines = 0
  /// Places at equal distances along it.
  private(set) var heads: [UnsafeMutableRawPointer] = []

  /// Memory for working sets of up to so many bytes. Lines that are further apart, since there are
  /// enough of them, still are four times what a cache of `cacheBytes` holds.
  ///
  /// - Throws: ``ProbeError`` where the system refuses.
  init(bytes: Int, node: Int?, cacheBytes: Int, binder: Binder) throws(ProbeError) {
    mostLines = max(Self.fewestLines, cacheBytes / Self.lineBytes * 4)
    buffer = try Buffer(bytes: bytes, node: node, binder: binder)
  }

  /// Makes one closed chain in a random order through `bytes`, to be called on the thread that
  /// follows it.
  func prepare(bytes: Int) {
    let bytes = min(bytes, buffer.bytes)
    guard bytes != self.bytes else { return }
    lines = min(max(bytes / Self.lineBytes, 1), mostLines)
    let stride = bytes / lines / Self.lineBytes * Self.lineBytes
    let order = UnsafeMutablePointer<UInt32>.allocate(capacity: lines)
    defer { order.deallocate() }
    let start = buffer.start.assumingMemoryBound(to: UInt8.self)
    rl_make_chain(start, order, UInt32(lines), max(stride, Self.lineBytes), 1)
    heads = (0..<Self.heads).map { head in
      let place = Int(order[lines * head / Self.heads])
      return buffer.start + place * max(stride, Self.lineBytes)
    }
    self.bytes = bytes
  }
}
