import FoundationEssentials
import Machine
import Testing

/// The limits of cores against what LLVM's scheduling models say of the same designs, which others made
/// from the makers' documents and from measurements.
@Suite("Limits per cycle against LLVM's models")
struct RecordedLimitsTests {
  /// A row of the table that `Benchmarks/scripts/core_limits.py` writes.
  struct Row: Sendable, CustomTestStringConvertible {
    var design: String
    var operation: String
    var bits: Int
    /// Instructions a cycle.
    var rate: Double

    var testDescription: String { "\(design), \(operation), \(bits) bits" }
  }

  private static let rows: [Row] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Recorded/llvm-limits.csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: ",").map(String.init)
      guard cells.count == 5, let bits = Int(cells[2]), let rate = Double(cells[3]) else {
        return nil
      }
      return Row(design: cells[0], operation: cells[1], bits: bits, rate: rate)
    }
  }()

  private static let secondUnit =
    "LLVM has the client's core; the server's has a second unit of 512 bits on port 5 (Intel, 248966)"
  /// Where the models are known to differ, and why the table is believed.
  private static let known: [String: String] = [
    "Zen 4, fma, 64 bits": "LLVM gives scalar ones a single unit; AMD's 57647 gives them both",
    "Zen 4, AVX-512-VNNI, 512 bits":
      "LLVM gives them a single unit of 256 bits; AMD's 57647 gives them both",
    "Ice Lake (server), fma, 512 bits": secondUnit,
    "Ice Lake (server), mul+add, 512 bits": secondUnit,
    "Sapphire Rapids, fma, 512 bits": secondUnit,
    "Emerald Rapids, fma, 512 bits": secondUnit,
    "Granite Rapids, fma, 512 bits": secondUnit,
    "Sapphire Rapids, AVX-512-VNNI, 512 bits": secondUnit,
    "Emerald Rapids, AVX-512-VNNI, 512 bits": secondUnit,
    "Granite Rapids, AVX-512-VNNI, 512 bits": secondUnit,
  ]

  @Test("every design of the models has limits, and every difference is a known one")
  func complete() {
    #expect(Self.rows.count == 176)
    #expect(Set(Self.known.keys).isSubset(of: Self.rows.map(\.testDescription)))
  }

  @Test("a limit is what the model says, unless it is known why not", arguments: rows)
  func agrees(_ row: Row) throws {
    let limits = try #require(CoreLimits.of(design: row.design))
    let perInstruction = try #require(Self.amount(row))
    let limit =
      switch row.operation {
      case "load": limits.bytes(operation: "read", level: 1, bits: row.bits)
      case "store": limits.bytes(operation: "write", level: 1, bits: row.bits)
      case "fma", "mul+add":
        limits.operations(form: row.operation, isa: "", bits: row.bits, elementBits: 32)
      default:
        limits.operations(form: "", isa: row.operation, bits: row.bits, elementBits: 8)
      }
    let modelled = row.rate * perInstruction
    let found = try #require(limit)
    // The simulation starts and ends with some idle cycles in some hundreds.
    let agrees = (modelled / found - 1).magnitude < 0.02
    #expect(agrees == (Self.known[row.testDescription] == nil), "\(modelled) there, \(found) here")
  }

  /// Operations or bytes of one instruction.
  private static func amount(_ row: Row) -> Double? {
    let lanes = row.bits == 64 ? 1.0 : Double(row.bits) / 32
    return switch row.operation {
    case "load", "store": Double(row.bits) / 8
    case "fma": 2 * lanes
    case "mul+add": lanes
    // Products of bytes, each with its addition.
    case "AVX-512-VNNI", "AVX-VNNI", "NEON dot product": 2 * Double(row.bits) / 8
    case "NEON BF16 dot": 2 * Double(row.bits) / 16
    // 2x8 times 8x2, and 2x4 times 4x2.
    case "NEON I8MM": 2 * 32
    case "NEON BF16 2x4x2 product": 2 * 16
    default: nil
    }
  }
}
