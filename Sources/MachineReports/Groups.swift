import Machine
import Reports

/// Caches that are alike.
struct CacheGroup: Hashable {
  /// `L1d`, `L2`.
  let name: String
  /// The size of each, in bytes.
  let bytes: Int?
  /// The bytes of a line.
  let lineBytes: Int?
  /// How many cores share each.
  let coresSharing: Int
  /// How many there are.
  var count = 0

  /// The groups of a machine, by level.
  static func all(of topology: Topology) -> [CacheGroup] {
    var groups: [CacheGroup] = []
    for cache in topology.caches {
      let suffix =
        switch cache.content {
        case .unified: ""
        case .data: "d"
        case .instruction: "i"
        }
      let group = CacheGroup(
        name: "L\(cache.level)\(suffix)", bytes: cache.bytes, lineBytes: cache.lineBytes,
        coresSharing: cache.cores.count)
      let place = groups.firstIndex { other in
        var other = other
        other.count = 0
        return other == group
      }
      if place == nil { groups.append(group) }
      groups[place ?? groups.count - 1].count += 1
    }
    return groups
  }
}

/// Cores of one kind, where there are several.
struct CoreKind {
  /// 0 is the most frugal.
  let efficiencyClass: Int
  /// hwloc's name for it.
  let name: String?
  /// How many there are.
  let cores: Int
  /// Their processing units.
  let processingUnits: [Int]

  /// The kinds of a machine; none where it has one kind only.
  static func all(of topology: Topology) -> [CoreKind] {
    let classes = Set(topology.cores.compactMap(\.efficiencyClass)).sorted()
    guard classes.count > 1 else { return [] }
    return classes.map { number in
      let cores = topology.cores.filter { $0.efficiencyClass == number }
      return CoreKind(
        efficiencyClass: number, name: cores.first?.kind, cores: cores.count,
        processingUnits: cores.flatMap(\.processingUnits).sorted())
    }
  }
}

/// Sets of numbers as Linux writes them.
enum Ranges {
  /// `0-3,8`; `none` for an empty set.
  static func text(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in Set(numbers).sorted() {
      if let last = ranges.last, number - 1 == last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    if ranges.isEmpty { return "none" }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}

/// Sizes of memories, which are made in powers of two.
enum Sizes {
  /// `32 KiB`, `1.5 MiB`.
  static func binary(_ bytes: Int) -> String {
    var value = Double(bytes)
    var units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][...]
    while value >= 1_024, units.count > 1 {
      value /= 1_024
      units = units.dropFirst()
    }
    let digits = value == value.rounded() ? 0 : 1
    return "\(Numbers.fixed(value, digits: digits)) \(units.first ?? "B")"
  }
}
