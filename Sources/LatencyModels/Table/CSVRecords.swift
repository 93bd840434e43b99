/// A walk over the records of a text of comma-separated values (RFC 4180), one after the other, without
/// a copy of the text.
///
/// Fields may stand in quotation marks, doubled within them; lines end with LF or CRLF; an empty line
/// is no record.
public struct CSVRecords: Sendable {
  private let bytes: [UInt8]
  private var place = 0
  /// The fields of the record, unquoted, one after the other.
  private var content: [UInt8] = []
  private var ends: [Int] = []
  /// The line on which the record begins, from 1.
  public private(set) var line = 1
  private var nextLine = 1
  /// Whether a quotation mark of the record is not closed.
  public private(set) var isBroken = false

  /// A walk over a text in UTF-8.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// How many fields the record has.
  public var count: Int { ends.count }

  /// The bytes of a field of the record; empty where the record has fewer.
  public subscript(_ field: Int) -> ArraySlice<UInt8> {
    guard field < ends.count else { return [] }
    return content[(field == 0 ? 0 : ends[field - 1])..<ends[field]]
  }

  /// The text of a field of the record.
  public func text(_ field: Int) -> String { String(decoding: self[field], as: UTF8.self) }

  /// Goes to the next record; false where there is none.
  public mutating func next() -> Bool {
    skipEmptyLines()
    guard place < bytes.count else { return false }
    line = nextLine
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    isBroken = false
    bytes.withUnsafeBufferPointer { scan($0) }
    return true
  }

  private mutating func skipEmptyLines() {
    while place < bytes.count, bytes[place] == 10 || bytes[place] == 13 {
      if bytes[place] == 10 { nextLine += 1 }
      place += 1
    }
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var isQuoted = false
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == 34 {
        if !isQuoted {
          isQuoted = true
        } else if place < bytes.count, bytes[place] == 34 {
          content.append(34)
          place += 1
        } else {
          isQuoted = false
        }
        continue
      }
      if isQuoted {
        if byte == 10 { nextLine += 1 }
        content.append(byte)
      } else if byte == 44 {
        ends.append(content.count)
      } else if byte == 10 {
        nextLine += 1
        break
      } else if byte != 13 {
        content.append(byte)
      }
    }
    ends.append(content.count)
    isBroken = isQuoted
  }
}
