import FoundationEssentials
import Reports
import Roofline
import Testing

@Suite("Traces")
struct TraceTests {
  private struct Trace: Decodable {
    struct Event: Decodable {
      struct Arguments: Decodable {
        var name: String?
        var bound: String?
      }
      var name: String
      var ph: String
      var pid: Int
      var tid: Int
      var ts: Double?
      var dur: Double?
      var cat: String?
      var args: Arguments
    }
    var displayTimeUnit: String
    var otherData: [String: String]
    var traceEvents: [Event]
  }

  private static func trace(_ report: some TraceReport) throws -> Trace {
    let text = try #require(try NetworkForm.trace.text(of: report))
    #expect(text.count { $0 == "\n" } == 1)
    return try JSONDecoder().decode(Trace.self, from: Data(text.utf8))
  }

  @Test("put the layers behind each other, without gaps, up to the latency")
  func slices() throws {
    let estimate = try ReportFixture.estimates()[0]
    let trace = try Self.trace(EstimateReport(estimate))
    let slices = trace.traceEvents.filter { $0.ph == "X" }
    // 2050 FLOPs / 100 MFLOP/s is 20.5 µs; 400 B / 400 MB/s is 1 µs.
    #expect(slices.map(\.ts) == [0, 20.5])
    #expect(slices.map(\.dur) == [20.5, 1])
    #expect(slices.map(\.cat) == ["Conv", "darknet.route"])
    #expect(slices.map(\.args.bound) == ["compute: matrix fp16", "memory: HBM"])
    #expect(trace.otherData["model"] == "tiny" && trace.otherData["batch"] == "2")
    let sum = slices.reduce(0) { $0 + ($1.dur ?? 0) }
    #expect(abs(sum * 1e-6 - estimate.boundSeconds) < 1e-9)
  }

  @Test("give each device a track of its own, with its name")
  func devices() throws {
    let trace = try Self.trace(CompareReport(ReportFixture.estimates()))
    let names = trace.traceEvents.filter { $0.name == "process_name" }
    #expect(names.map(\.pid) == [1, 2])
    #expect(names.map(\.args.name) == ["Device fast (fast)", "Device slow (slow)"])
    for pid in [1, 2] {
      #expect(trace.traceEvents.count { $0.pid == pid && $0.ph == "X" } == 2)
      #expect(trace.traceEvents.first { $0.pid == pid && $0.ph == "X" }?.ts == 0)
    }
  }
}
