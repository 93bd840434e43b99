import Devices
import ModelGraph
import Operators
import Roofline
import Sweeps
import Synchronization
import Testing

/// A matrix product of 100 x 100 in fp32 over `N` rows, on a device of 1 GFLOP/s and 1 GB/s with a
/// memory of 48,000 bytes.
///
/// Arithmetic takes 20·N µs, for 2 · 100 · 100 FLOPs a row; the bytes take 40 + 0.8·N µs, for weights
/// of 40,000 and rows of 400 that are read and written. So arithmetic binds from 19.2·N > 40 on: from 3.
/// The memory holds 40,000 + 800·N bytes: it is full from 11 on.
@Suite("A sweep")
struct SweepTests {
  private static let graph: Graph = {
    var graph = Graph(name: "product", format: "test", operatorSets: ["": 17])
    graph.tensors = [
      Tensor(
        name: "x", role: .input, elementType: .float32, shape: [.symbol("N"), .fixed(100)]),
      Tensor(
        name: "w", role: .stored, elementType: .float32, shape: [.fixed(100), .fixed(100)],
        isParameter: true),
      Tensor(name: "y", role: .activation),
    ]
    graph.inputs = [0]
    graph.outputs = [2]
    graph.layers = [
      Layer(
        name: "fc", operatorName: OperatorName("MatMul"), inputs: [0, 1], outputs: [2],
        location: "node 0")
    ]
    return graph
  }()

  private static func device(
    _ id: String = "small", flops: Double = 1e9, bytes: Int = 48_000
  ) throws -> DeviceProfile {
    try DeviceProfile(
      json5: """
        { schemaVersion: 1, id: "\(id)", name: "Small", vendor: "Nobody", kind: "gpu",
          sources: { made: "made for this test" },
          compute: [ { unit: "vector", precision: "fp32",
            flopsPerSecond: { value: \(flops), source: "made" } } ],
          memory: [ { level: "dram", bytes: { value: \(bytes), source: "made" },
            bytesPerSecond: { value: 1e9, source: "made" } } ] }
        """, file: id)
  }

  @Test("goes through every combination, device by device, as each would be alone")
  func combinations() throws {
    let plan = SweepPlan(
      devices: [try Self.device(), try Self.device("fast", flops: 1e12)],
      batches: SweepValues([1, 2, 4]), precisions: [nil, .fp32])
    let result = Sweep(Self.graph, plan: plan).run()
    #expect(plan.combinations == 12)
    #expect(result.isComplete && result.points.count == 12)
    #expect(result.points.map(\.device) == (0..<12).map { $0 < 6 ? "small" : "fast" })
    #expect(result.points.map(\.setting.batch) == (0..<12).map { [1, 2, 4][$0 % 3] })
    for point in result.points {
      let batch = try #require(point.setting.batch)
      let work = try ModelWork.counting(Self.graph, options: AnalysisOptions(batch: batch))
      let device = try #require(plan.devices.first { $0.id == point.device })
      let alone = try Estimate(of: work, on: device)
      #expect(point.figures?.boundSeconds == alone.boundSeconds)
      #expect(point.figures?.requiredBytes == work.requiredBytes)
    }
  }

  @Test("finds between its sizes where arithmetic begins to bind, and where the memory is full")
  func knees() throws {
    let plan = SweepPlan(devices: [try Self.device()], batches: SweepValues("1..16"))
    let knee = try #require(Sweep(Self.graph, plan: plan).run().knees.first)
    #expect(knee.computeBound == .at(3, isExact: true))
    #expect(knee.memoryFull == .at(11, isExact: true))
  }

  @Test("tells where a knee is at once, or not in its range")
  func noKnees() throws {
    let slow = SweepPlan(
      devices: [try Self.device(flops: 1e6, bytes: 32_000)], batches: SweepValues("1..16"))
    let first = try #require(Sweep(Self.graph, plan: slow).run().knees.first)
    #expect(first.computeBound == .atOnce && first.memoryFull == .atOnce)
    let fast = SweepPlan(
      devices: [try Self.device(flops: 1e15, bytes: 48_000_000)], batches: SweepValues("1..16"))
    let other = try #require(Sweep(Self.graph, plan: fast).run().knees.first)
    #expect(other.computeBound == .never && other.memoryFull == .never)
  }

  @Test("along an open dimension too, where the batch is not swept")
  func dimension() throws {
    let plan = SweepPlan(
      devices: [try Self.device()],
      dimensions: [SweepPlan.Dimension(name: "N", values: SweepValues([1, 8, 16]))])
    let result = Sweep(Self.graph, plan: plan).run()
    #expect(result.axis == .dimension("N"))
    #expect(result.points.map(\.figures?.batch) == [1, 8, 16])
    #expect(result.knees.first?.computeBound == .at(3, isExact: true))
  }

  @Test("keeps what failed beside what did not, with the reason")
  func failures() throws {
    let plan = SweepPlan(
      devices: [try Self.device()],
      dimensions: [SweepPlan.Dimension(name: "M", values: SweepValues([1, 2]))])
    let result = Sweep(Self.graph, plan: plan).run()
    #expect(result.isComplete && result.points.allSatisfy { $0.figures == nil })
    #expect(result.points.first?.failure?.description.contains("no open dimension named M") == true)
    let precise = SweepPlan(devices: [try Self.device()], precisions: [.fp32, .fp64])
    let points = Sweep(Self.graph, plan: precise).run().points
    #expect(points.map { $0.failure == nil } == [true, false])
  }

  @Test("that is stopped keeps what is done, and tells no knees")
  func stopped() throws {
    let plan = SweepPlan(devices: [try Self.device()], batches: SweepValues("1..1024"))
    let asked = Mutex(0)
    let result = Sweep(Self.graph, plan: plan).run(
      isParallel: false,
      shouldStop: {
        asked.withLock { count in
          count += 1
          return count > 4
        }
      })
    #expect(result.points.map(\.setting.batch) == [1, 2, 4, 8])
    #expect(result.combinations == 11 && !result.isComplete && result.knees.isEmpty)
  }

  @Test("tells how far it is, up to the end")
  func progress() throws {
    let plan = SweepPlan(devices: [try Self.device()], batches: SweepValues("1..1024"))
    let told = Mutex<[Int]>([])
    _ = Sweep(Self.graph, plan: plan).run(progress: { done in told.withLock { $0.append(done) } })
    #expect(told.withLock { $0 } == Array(1...11))
  }

  @Test("of more combinations than anyone waits for has no number of them")
  func tooMany() throws {
    let many = SweepValues("1..99999+1")
    var plan = SweepPlan(devices: [try Self.device()], batches: many)
    #expect(plan.combinations == 99_999)
    plan.dimensions = [SweepPlan.Dimension(name: "N", values: try #require(many))]
    #expect(plan.combinations == nil)
  }
}
