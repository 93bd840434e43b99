import Devices
import FoundationEssentials
import MachineReports
import MicroBenchmarks
import Reports
import Testing

/// What people and programs are told of a probe, by one that never ran.
@Suite("The report of a probe")
struct ProbeReportTests {
  private let result: ProbeResult
  private let profile: DeviceProfile
  private let report: ProbeReport

  init() {
    result = Sample.result
    profile = result.profile(
      ProfileLabels(
        id: "local-sample", name: "Sample", vendor: "Nobody", date: "2026-05-31", compiler: "cc 1"))
    report = ProbeReport(result, profile: profile, against: profile)
  }

  @Test("people read a table of each part")
  func table() throws {
    try expectSnapshot(ReportForm.table.text(of: report), "probe.txt")
  }

  @Test("programs read the numbers and the profile")
  func json() throws {
    try expectSnapshot(ReportForm.json.text(of: report), "probe.json")
  }

  @Test("rows hold one point each")
  func records() throws {
    let records = report.records
    #expect(records.rows.allSatisfy { $0.count == records.fields.count })
    #expect(records.rows.count == result.compute.count + 2 * 4)
  }

  @Test("its profile is valid")
  func valid() throws {
    try profile.validate()
    #expect(try DeviceProfile(json5: profile.json5, file: "sample.json5") == profile)
  }

  @Test(
    "a rate whose threads never had their cores whole is told as one from below, with its bound")
  func fromBelow() throws {
    var result = result
    let place = try #require(result.compute.firstIndex { $0.team.threads == 2 })
    let alone = try #require(
      result.compute.first { $0.kernel == result.compute[place].kernel && $0.team.threads == 1 })
    let rate = alone.ceiling.capability.value
    // Two threads that do what one does alone, and never had their cores to themselves.
    let slice = JointSlice(work: rate * 1e-4, seconds: 1e-4, hertz: 1e9, openness: 0.5)
    let ceiling = try #require(Ceiling([JointSlice](repeating: slice, count: 50)))
    result.compute[place].ceiling = ceiling
    #expect(result.isLowerBound(result.compute[place]))
    #expect(result.upperBound(of: result.compute[place]) == 2 * rate)
    #expect(result.lowerBounds.count == 1)
    let text = try ReportForm.table.text(of: ProbeReport(result, profile: profile))
    #expect(text.contains("≥ "))
    #expect(text.contains("known from below"))
    // As much as two cores alone: nothing is in doubt, whatever the cores seemed to be.
    let both = JointSlice(work: 2 * rate * 1e-4, seconds: 1e-4, hertz: 1e9, openness: 0.5)
    result.compute[place].ceiling = try #require(
      Ceiling([JointSlice](repeating: both, count: 50)))
    #expect(!result.isLowerBound(result.compute[place]))
    // What one core was only seen to do so many times is no bound.
    let first = try #require(result.compute.firstIndex { $0 == alone })
    let half = JointSlice(work: rate / 2 * 1e-4, seconds: 1e-4, hertz: 1e9, openness: 0.5)
    result.compute[first].ceiling = try #require(
      Ceiling([JointSlice](repeating: half, count: 50)))
    #expect(result.isLowerBound(result.compute[first]))
    #expect(result.upperBound(of: result.compute[place]) == nil)
  }

  @Test("where CPUs were moved, what they share is told for each place")
  func placed() throws {
    let placed = result.placed.filter { $0.near != nil }
    #expect(placed.map(\.operation) == ["read"])
    #expect(placed.map { ($0.near ?? 0) / 1e9 } == [16])
    #expect(placed.map { ($0.far ?? 0) / 1e9 } == [20])
    let warning = try #require(result.placementWarnings.first)
    #expect(warning.contains("50 ns in 60 %") && warning.contains("200 ns in 40 %"))
    #expect(profile.notes.contains { $0.contains("Core-to-core latency: 50 ns") })
    #expect(profile.notes.contains(warning))
    // Of many pairs one sentence tells.
    var many = result
    let samples = [Double](repeating: 50e-9, count: 60) + [Double](repeating: 200e-9, count: 40)
    many.distances = CoreDistances(
      Dictionary(uniqueKeysWithValues: (1...5).map { (CoreDistances.Pair(0, $0), samples) }))
    #expect(many.placementWarnings.count == 1)
    #expect(many.placementWarnings.first?.contains("5 of 5 pairs") == true)
    var still = result
    still.distances = CoreDistances([CoreDistances.Pair(0, 1): [50e-9]])
    #expect(still.placed == [])
    #expect(still.placementWarnings == [])
  }

  @Test("a profile that has no figure in common is told as one, to people and to programs")
  func nothingInCommon() throws {
    var other = profile
    (other.name, other.compute, other.memoryLevels, other.structure) = ("Another", [], [], nil)
    let report = ProbeReport(result, profile: profile, against: other)
    let text = try ReportForm.table.text(of: report)
    #expect(text.contains("Against Another") && text.contains("No figure of it was measured here."))
    let json = try ReportForm.json.text(of: report)
    #expect(json.contains("\"figures\" : ["))
  }

  @Test("ceilings that are told thread by thread are counted")
  func threadByThread() throws {
    var result = result
    let slices = [[Float(30e9), 0], [0, 30e9]].flatMap { parts in
      let slice = JointSlice(
        work: 30e5, seconds: 1e-4, hertz: 1e9, disturbances: .apart, parts: parts)
      return [JointSlice](repeating: slice, count: 40)
    }
    let place = try #require(result.compute.firstIndex { $0.team.threads == 2 })
    result.compute[place].ceiling = try #require(Ceiling(slices))
    #expect(!result.isLowerBound(result.compute[place]))
    let text = try ReportForm.table.text(of: ProbeReport(result, profile: profile))
    #expect(text.contains("thread by thread"))
  }

  @Test("several CPUs have a table of each two")
  func matrix() throws {
    var result = result
    result.distances = CoreDistances([
      CoreDistances.Pair(0, 1): [50e-9], CoreDistances.Pair(0, 2): [110e-9],
      CoreDistances.Pair(1, 2): [120e-9],
    ])
    let text = try ReportForm.table.text(of: ProbeReport(result, profile: profile))
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains("0 – 50.00 ns 110.0 ns"))
    #expect(rows.contains("2 110.0 ns 120.0 ns –"))
    #expect(text.contains("50.00 ns to 120.0 ns"))
  }

  @Test("a level that main memory could not be told from leaves main memory unknown")
  func withoutMainMemory() throws {
    var result = result
    result.levels.removeLast()
    let profile = result.profile(
      ProfileLabels(
        id: "local-sample", name: "Sample", vendor: "Nobody", date: "2026-05-31", compiler: "cc 1"))
    try profile.validate()
    #expect(profile.memoryLevels.first?.level == "dram")
    #expect(profile.memoryLevels.first?.hasBandwidth == false)
    #expect(profile.unknown?.memoryBandwidth?.contains("last cache") == true)
  }
}

/// A probe of a machine of two Zen 3 cores at 1 GHz, of round numbers.
private enum Sample {
  static let one = ProbeTeam(cpus: [0], cores: 1)
  static let two = ProbeTeam(cpus: [0, 1], cores: 2)

  /// 100 slices of a rate at 1 GHz, ten of them slow.
  static func ceiling(_ rate: Double) -> Ceiling {
    let good = JointSlice(work: rate * 1e-4, seconds: 1e-4, hertz: 1e9)
    let slow = JointSlice(work: rate * 1e-4, seconds: 2e-4, hertz: 1e9, disturbances: .switched)
    let slices = [JointSlice](repeating: good, count: 90) + [JointSlice](repeating: slow, count: 10)
    guard let ceiling = Ceiling(slices) else { fatalError("slices that took time have a ceiling") }
    return ceiling
  }

  /// 120 slices of a rate with the cores so far apart.
  static func slices(_ rate: Double, _ distance: Double) -> [JointSlice] {
    let slice = JointSlice(work: rate * 1e-4, seconds: 1e-4, hertz: 1e9, distance: distance)
    return [JointSlice](repeating: slice, count: 120)
  }

  static func compute(
    _ name: String, _ form: String, _ precision: Precision, _ team: ProbeTeam, _ perCycle: Double
  ) -> Measured<ComputeKernel> {
    let kernel = ComputeKernel(
      name: name, isa: "AVX2+FMA", precision: precision, unit: .vector, form: form, widthBits: 256)
    return Measured(
      kernel: kernel, team: team, ceiling: ceiling(perCycle * Double(team.cores) * 1e9))
  }

  static func level(_ name: String, bytes: Int?, perCycle: Double) -> MeasuredLevel {
    var level = MeasuredLevel(
      level: DetectedLevel(
        name: name, bytes: bytes, statedBytes: bytes, typicalBytes: 8192, sharers: 1))
    for (operation, factor) in [("read", 1.0), ("write", 2.0)] {
      let kernel = MemoryKernel(
        name: "avx2_\(operation)", operation: operation, isa: "AVX2+FMA", arrays: 1,
        writeAllocateFactor: factor, widthBits: 256)
      for team in [one, two] {
        let rate = perCycle / factor * Double(team.cores) * 1e9
        level.bandwidths.append(Measured(kernel: kernel, team: team, ceiling: ceiling(rate)))
      }
    }
    level.chase = ceiling(2.5e8)
    level.parallelism = 8
    return level
  }

  static var result: ProbeResult {
    var result = ProbeResult(
      machine: ProbedMachine(
        cores: [[0], [1]], caches: [], design: "Zen 3", availableBytes: 1 << 30))
    result.compute = [one, two].flatMap { team in
      [
        compute("avx2_fma_fp64", "fma", .fp64, team, 16),
        compute("avx2_fma_fp32", "fma", .fp32, team, 32),
        compute("avx2_fma_fp32_add", "fma+add", .fp32, team, 36),
      ]
    }
    result.levels = [
      level("l1", bytes: 32 << 10, perCycle: 64), level("dram", bytes: nil, perCycle: 8),
    ]
    result.nodes = [
      NodePair(from: 0, to: 1, team: one, bandwidth: ceiling(4e9), chase: ceiling(5e6))
    ]
    var counters = KernelCountReport(reason: nil)
    counters.kernels = [
      .init(
        name: "avx2_fma_fp64",
        comparisons: [.init(quantity: "FLOPs", events: "E", declared: 1000, counted: 500)])
    ]
    result.counters = counters
    result.products = ProductReport(
      products: [
        MatrixProduct(
          library: "A library", precision: .fp32, threads: 2, size: 1024, flopsPerSecond: 48e9,
          medianFlopsPerSecond: 40e9, runs: 9)
      ], failures: ["another: it ended by signal 11"])
    result.unavailable = [
      UnavailableKernel(name: "amx_int8", isa: "AMX-INT8", reason: "this CPU does not have it")
    ]
    let pair = CoreDistances.Pair(0, 1)
    result.distances = CoreDistances([
      pair: [Double](repeating: 50e-9, count: 60) + [Double](repeating: 200e-9, count: 40)
    ])
    result.raw = [
      RawPoint(
        point: ProbePoint(.memory(result.levels[1].bandwidths[1].kernel, bytes: 8192), on: two),
        slices: slices(16e9, 50e-9) + slices(20e9, 200e-9))
    ]
    result.tellPlaces()
    result.warnings = ["Others work on this machine."] + result.placementWarnings
    result.pageBytes = 2 << 20
    result.chainPageBytes = 4096
    result.seconds = 9.5
    return result
  }
}

/// Holds a text against the checked-in file of its name; with `RIDGELINE_UPDATE_SNAPSHOTS=1` in the
/// environment the file is written anew instead.
private func expectSnapshot(_ text: String, _ name: String) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let file = folder.appending(path: "Snapshots").appending(path: name)
  if ProcessInfo.processInfo.environment["RIDGELINE_UPDATE_SNAPSHOTS"] == "1" {
    try Data(text.utf8).write(to: file)
    return
  }
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  #expect(text == expected, "differs from Snapshots/\(name)")
}
