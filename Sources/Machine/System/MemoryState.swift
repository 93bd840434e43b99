/// The memory that a process can have now.
package struct MemoryState: Sendable, Hashable {
  /// The memory of the machine, in bytes.
  package var bytes: Int?
  /// What can be had without swapping, in bytes: the kernel's estimate.
  package var availableBytes: Int?
  /// What is left of this process's limits of addresses and of data (`ulimit -v`, `-d`), in bytes; nil
  /// without one.
  package var limitBytes: Int?
  /// What lies in swap, in bytes.
  package var swappedBytes: Int?
  /// The size of a huge page, in bytes.
  package var hugePageBytes: Int?
  /// Reserved huge pages that are free.
  package var freeHugePages: Int?
  /// When the kernel makes huge pages by itself: `always`, `madvise` or `never`.
  package var transparentHugePages: String?

  /// By `/proc/meminfo` (proc(5)), in units of 1,024 bytes where it says `kB`.
  package static func reading(_ files: SystemFiles) -> MemoryState {
    let values = sizes(files.text("/proc/meminfo"))
    let swapped = values["SwapTotal"].flatMap { total in values["SwapFree"].map { total - $0 } }
    return MemoryState(
      bytes: values["MemTotal"], availableBytes: values["MemAvailable"],
      limitBytes: limitBytes(files), swappedBytes: swapped,
      hugePageBytes: values["Hugepagesize"], freeHugePages: values["HugePages_Free"],
      transparentHugePages: choice(files.text("/sys/kernel/mm/transparent_hugepage/enabled")))
  }

  /// The numbers of lines such as `VmSize:  1234 kB`, in bytes.
  private static func sizes(_ text: String?) -> [Substring: Int] {
    var values: [Substring: Int] = [:]
    for line in (text ?? "").lines {
      let words = line.words
      guard words.count > 1, words[0].hasSuffix(":"), let number = Int(words[1]), number >= 0
      else { continue }
      let (bytes, isTooLarge) = number.multipliedReportingOverflow(
        by: words.count > 2 && words[2] == "kB" ? 1_024 : 1)
      if !isTooLarge { values[words[0].dropLast()] = bytes }
    }
    return values
  }

  /// The limits of a process that bound its memory, as `/proc/self/limits` names them, each with what
  /// `/proc/self/status` calls its use.
  private static let limits = [("Max address space", "VmSize"), ("Max data size", "VmData")]

  private static func limitBytes(_ files: SystemFiles) -> Int? {
    let lines = (files.text("/proc/self/limits") ?? "").lines
    let used = sizes(files.text("/proc/self/status"))
    return limits.compactMap { name, use in
      let soft = lines.first { $0.hasPrefix(name) }?.dropFirst(name.count).words.first
      return soft.flatMap { Int($0) }.map { max(0, $0 - (used[use[...]] ?? 0)) }
    }.min()
  }

  /// The chosen word of a file that brackets it: `always [madvise] never`.
  private static func choice(_ text: String?) -> String? {
    text?.words.first { $0.hasPrefix("[") && $0.hasSuffix("]") }
      .map { String($0.dropFirst().dropLast()) }
  }
}
