import Glibc
import Machine

/// Memory of one thread, which only that thread touches. A class: it frees what it holds.
final class Buffer: @unchecked Sendable {
  /// Its start, aligned to 2 MiB.
  let start: UnsafeMutableRawPointer
  /// Its size.
  let bytes: Int
  private let mapping: UnsafeMutableRawPointer
  private let mappedBytes: Int

  /// The size of a huge page on x86-64 and, mostly, AArch64.
  static let hugePage = 2 << 20

  /// Address space for `bytes`, untouched, in huge pages where the system gives them; the memory is where it
  /// is touched first.
  ///
  /// - Throws: ``ProbeError`` where the system refuses.
  init(bytes: Int) throws(ProbeError) {
    self.bytes = bytes
    // Whole huge pages: a smaller working set would get small ones.
    let whole = (bytes + Self.hugePage - 1) / Self.hugePage * Self.hugePage
    mappedBytes = whole + Self.hugePage
    let place = mmap(
      nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let place, place != MAP_FAILED else {
      throw ProbeError("cannot get \(bytes >> 20) MiB of memory; free some, or raise the limit")
    }
    mapping = place
    let address = UInt(bitPattern: place)
    let misfit = address % UInt(Self.hugePage)
    start = place + (misfit == 0 ? 0 : Self.hugePage - Int(misfit))
    madvise(start, whole, MADV_HUGEPAGE)
  }

  /// The same on a memory node, where one is named.
  ///
  /// - Throws: ``ProbeError`` where the system refuses, or has no such node.
  convenience init(bytes: Int, node: Int?, binder: Binder) throws(ProbeError) {
    try self.init(bytes: bytes)
    guard let node else { return }
    do throws(MachineError) {
      try binder.place(start, bytes: mappedBytes - Self.hugePage, on: node)
    } catch {
      throw ProbeError(error.description)
    }
  }

  deinit {
    munmap(mapping, mappedBytes)
  }

  /// Writes ones of fp64 to all of it: numbers that no kernel makes large or denormal.
  func touch() {
    start.initializeMemory(as: Double.self, repeating: 1, count: bytes / 8)
  }

  /// The size of the pages behind it, as the system says: of most of its memory, in bytes.
  var pageBytes: Int {
    let normal = sysconf(Int32(_SC_PAGESIZE))
    let mappings = SystemFiles().text("/proc/self/smaps") ?? ""
    let huge = mappings.split(separator: "\n").hugeBytes(
      from: UInt(bitPattern: start), to: UInt(bitPattern: start) + UInt(bytes))
    return huge * 2 > bytes ? Self.hugePage : normal
  }
}

extension [Substring] {
  /// The anonymous huge pages of the mappings that overlap a range, in bytes, from the lines of
  /// `/proc/self/smaps` (proc(5)).
  fileprivate func hugeBytes(from low: UInt, to high: UInt) -> Int {
    var isInside = false
    return reduce(0) { sum, line in
      let words = line.split(separator: " ")
      if let name = words.first, !name.hasSuffix(":") {
        let ends = name.split(separator: "-").compactMap { UInt($0, radix: 16) }
        if ends.count == 2 { isInside = ends[0] < high && ends[1] > low }
      } else if isInside, words.count >= 2, words[0] == "AnonHugePages:" {
        return sum + (Int(words[1]) ?? 0) * 1024
      }
      return sum
    }
  }
}
