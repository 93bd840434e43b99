/// Damages a model in ways that files are damaged, and in ways that an attacker would choose; the same
/// ones for the same seed.
struct Mutator {
  private var random: SeededGenerator

  init(seed: Int) {
    random = SeededGenerator(seed: UInt64(seed))
  }

  /// Integers at the edges of what their types hold.
  private static let edges: [Int] = [
    -1, .max, .min, 2_147_483_647, 1 << 32, 1 << 48, 1 << 62, 0, 1, 2, 3, 7, 255,
  ]

  // MARK: bytes

  /// A copy with one to four changes that know nothing of what the bytes mean.
  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var copy = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&copy) }
    return copy
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &random)
    let length = min(Int.random(in: 1...16, using: &random), bytes.count - place)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
    case 3: bytes.removeSubrange(place..<place + length)
    case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
    case 5: bytes.removeSubrange(place...)
    case 6: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    default:
      let varint = WireWriter.bytes { $0.bare(edge()) }
      bytes.replaceSubrange(place..<place + 1, with: varint)
    }
  }

  private mutating func edge() -> UInt64 {
    UInt64(bitPattern: Int64(Self.edges.randomElement(using: &random) ?? 0))
  }

  // MARK: fields

  /// A copy with one to three changes of fields, which is a whole message again.
  mutating func altered(_ tree: WireTree) -> WireTree {
    var copy = tree
    for _ in 0..<Int.random(in: 1...3, using: &random) { alter(&copy) }
    return copy
  }

  /// Changes a field here, or one of a message in here.
  private mutating func alter(_ tree: inout WireTree) {
    guard !tree.fields.isEmpty else { return }
    let place = Int.random(in: tree.fields.indices, using: &random)
    switch (tree.fields[place].value, Int.random(in: 0..<20, using: &random)) {
    case (_, 0): tree.fields.remove(at: place)
    case (_, 1): tree.fields.insert(tree.fields[place], at: place)
    case (_, 2): tree.fields.swapAt(place, Int.random(in: tree.fields.indices, using: &random))
    case (_, 3): tree.fields[place].number = Int.random(in: 1...25, using: &random)
    case (.message(var inner), _):
      alter(&inner)
      tree.fields[place].value = .message(inner)
    case (.varint, _): tree.fields[place].value = .varint(edge())
    case (.fixed(let content, let wireType), _):
      let noise = content.map { _ in UInt8.random(in: 0...255, using: &random) }
      tree.fields[place].value = .fixed(noise, wireType: wireType)
    case (.bytes(let content), _): tree.fields[place].value = .bytes(damaged(content))
    }
  }
}
