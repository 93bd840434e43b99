import Devices
import Testing

/// Every figure of the table of datasheets against the shipped profile, cell by cell: none lost,
/// none added, none in another unit.
@Suite("Datasheets", .enabled(if: Datasheets.arePresent, Datasheets.absence))
struct DatasheetTests {
  /// The columns of rates and the precision of each.
  private static let columns: [(name: String, precision: Precision)] = [
    ("fp64", .fp64), ("fp64_tensor", .fp64), ("fp32", .fp32), ("tf32", .tf32),
    ("fp16_vector", .fp16), ("fp16_tensor", .fp16), ("bf16_tensor", .bf16), ("fp8", .fp8),
    ("fp6", .fp6), ("fp4", .fp4), ("int8", .int8), ("int4", .int4),
  ]

  /// Rates that the table states in words: matrix fp32 of CDNA, vector bf16 of A100 and Gaudi 3.
  private static let inWords: [String: Int] = [
    "amd-mi100": 1, "amd-mi210": 1, "amd-mi250x": 1, "intel-gaudi3": 1,
    "nvidia-a100-sxm-40gb": 1, "nvidia-a100-pcie-40gb": 1, "nvidia-a100-sxm-80gb": 1,
    "nvidia-a100-pcie-80gb": 1,
  ]

  @Test("every device of the table is shipped, under the folder of its kind")
  func devices() throws {
    for row in try Datasheets.rows() {
      let id = try #require(row["id"])
      let profile = try Catalogue.shipped.profile(id: id)
      #expect(profile.name == row["name"])
      #expect(profile.vendor == row["vendor"])
      #expect(profile.kind.rawValue == row["kind"])
      #expect(profile.year.map { "\($0)" } == row["year"])
    }
  }

  @Test("every dense rate is the table's, and there are no others")
  func rates() throws {
    for row in try Datasheets.rows() {
      let id = try #require(row["id"])
      let profile = try Catalogue.shipped.profile(id: id)
      // The one figure of this row may be sparse.
      if id == "cerebras-wse3" { continue }
      let cells = Self.columns.compactMap { column in
        row[column.name].flatMap(Double.init).map { (column: column, tera: $0) }
      }
      for cell in cells {
        let same = profile.compute.filter { $0.precision == cell.column.precision }
        #expect(
          same.contains { Self.equal($0.flopsPerSecond.value, cell.tera * 1e12) },
          "\(id) \(cell.column.name)")
      }
      #expect(profile.compute.count == cells.count + Self.inWords[id, default: 0], "\(id)")
    }
  }

  @Test("a column of the matrix unit is a matrix rate, where the device has such a unit")
  func units() throws {
    for row in try Datasheets.rows() {
      let id = try #require(row["id"])
      let profile = try Catalogue.shipped.profile(id: id)
      for (column, precision) in [("fp16_tensor", Precision.fp16), ("bf16_tensor", .bf16)]
      where row[column] != nil && !profile.compute.isEmpty {
        let rate = profile.rate(unit: .matrix, precision: precision)?.flopsPerSecond.value ?? 0
        #expect(Self.equal(rate, (Double(row[column] ?? "") ?? 0) * 1e12), "\(id) \(column)")
      }
      if let cell = row["fp16_vector"].flatMap(Double.init) {
        let rate = profile.rate(unit: .vector, precision: .fp16)?.flopsPerSecond.value ?? 0
        #expect(Self.equal(rate, cell * 1e12), "\(id) fp16_vector")
      }
      if row["matrix_unit"]?.hasPrefix("none") == true {
        #expect(!profile.compute.contains { $0.unit == .matrix }, "\(id)")
      }
    }
  }

  @Test("main memory, units, clocks, links and power are the table's, absent where it has none")
  func otherFigures() throws {
    for row in try Datasheets.rows() {
      let id = try #require(row["id"])
      let profile = try Catalogue.shipped.profile(id: id)
      let memory = profile.mainMemory
      // The Edge TPU's only memory is what the table calls its cache.
      let bytes = id == "google-edge-tpu" ? nil : memory?.bytes
      let link = profile.links.first
      let structure = profile.structure
      for (figure, column, scale) in [
        (bytes, "mem_gb", 1e9), (memory?.bytesPerSecond, "mem_bw_gbs", 1e9),
        (structure?.computeUnits?.count, "cores", 1), (structure?.clockHertz, "boost_mhz", 1e6),
        (structure?.matrixClockHertz, "matrix_clock_mhz", 1e6),
        (link?.bytesPerSecondPerDirection, "link_gbs_per_dir", 1e9),
        (link?.bytesPerSecondBidirectional, "link_gbs_bidir", 1e9),
        (profile.power?.watts, "tdp_w", 1),
      ] {
        let cell = row[column].flatMap(Double.init)
        #expect((figure == nil) == (cell == nil), "\(id) \(column)")
        if let figure, let cell {
          #expect(Self.equal(figure.value, cell * scale), "\(id) \(column)")
        }
      }
    }
  }

  @Test("caches are the table's, in powers of two")
  func caches() throws {
    for row in try Datasheets.rows() {
      let id = try #require(row["id"])
      let levels = try Catalogue.shipped.profile(id: id).memoryLevels
      for (column, scale) in [("l2_llc_mb", 1_048_576.0), ("sram_kb_per_core", 1024)] {
        guard let cell = row[column].flatMap(Double.init) else { continue }
        #expect(
          levels.contains { Self.equal($0.bytes?.value ?? 0, cell * scale) }, "\(id) \(column)")
      }
    }
  }

  @Test("the bandwidth of the last-level cache is the table's")
  func cacheBandwidth() throws {
    for row in try Datasheets.rows() {
      guard let cell = row["l2_bw_gbs"].flatMap(Double.init) else { continue }
      let id = try #require(row["id"])
      let levels = try Catalogue.shipped.profile(id: id).memoryLevels
      #expect(
        levels.contains { level in
          [level.bytesPerSecond, level.readBytesPerSecond].contains {
            Self.equal($0?.value ?? 0, cell * 1e9)
          }
        }, "\(id)")
    }
  }

  private static func equal(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-9 * abs(other)
  }
}
