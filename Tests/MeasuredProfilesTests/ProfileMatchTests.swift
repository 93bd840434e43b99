import Devices
import LatencyModels
import MeasuredProfiles
import ModelFormats
import ModelGraph
import Operators
import Reports
import Roofline
import Testing

@Suite("A profile beside its model")
struct ProfileMatchTests {
  private static func model() throws -> (layers: ModelLayers, work: ModelWork) {
    let graph = try ModelReader.read(path: Recorded.path("small.onnx"))
    let work = try ModelWork.counting(graph)
    return (ModelLayers(work, of: graph), work)
  }

  /// Which layers of the model each measured one is, in words.
  private func pairs(_ match: ProfileMatch, _ work: ModelWork) -> [String] {
    match.pairs.map { pair in
      let names = pair.layers.map { work.layers[$0].name }.joined(separator: " + ")
      return "\(pair.measured.operation): \(names), by \(pair.means.rawValue)"
    }
  }

  @Test(
    "of ONNX Runtime: by the names of layers and tensors, fused ones with what they were fused into"
  )
  func onnxRuntime() throws {
    let (layers, work) = try Self.model()
    let profile = try ProfileReader.read(path: Recorded.path("onnxruntime.json"))
    let match = try ProfileMatch(profile, with: layers, path: "FILE")
    #expect(
      pairs(match, work) == [
        "Conv: /stem/stem.0/Conv + /stem/stem.1/Relu, by name",
        "Conv: /block/Conv + /Add + /Relu, by name",
        "GlobalAveragePool: /pool/GlobalAveragePool, by name", "Flatten: /Flatten, by name",
        "Gemm: /head/Gemm, by name", "Softmax: /Softmax, by name",
      ])
    #expect(match.unmatchedMeasured.map(\.name) == ["ReorderOutput"])
    #expect(match.unmatchedLayers.isEmpty)
    // All but 7 of 107 µs.
    #expect(abs(match.coverage - 100.0 / 107) < 1e-9)
  }

  @Test("of PyTorch: by the order of the layers of each sort")
  func pytorch() throws {
    let (layers, work) = try Self.model()
    let profile = try ProfileReader.read(path: Recorded.path("pytorch.json"))
    let match = try ProfileMatch(profile, with: layers, path: "FILE")
    #expect(
      pairs(match, work) == [
        "aten::conv2d: /stem/stem.0/Conv, by order", "aten::relu: /stem/stem.1/Relu, by order",
        "aten::conv2d: /block/Conv, by order", "aten::add: /Add, by order",
        "aten::relu: /Relu, by order",
        "aten::adaptive_avg_pool2d: /pool/GlobalAveragePool, by order",
        "aten::flatten: /Flatten, by order", "aten::linear: /head/Gemm, by order",
        "aten::softmax: /Softmax, by order",
      ])
    #expect(match.coverage == 1)
  }

  @Test("of TensorRT: by the names that are joined in an engine's layer")
  func tensorRT() throws {
    let (layers, work) = try Self.model()
    let profile = try Recorded.read(
      """
      [{"count": 10},
       {"name": "/stem/stem.0/Conv + /stem/stem.1/Relu", "medianMs": 0.1},
       {"name": "Reformatting CopyNode for Input Tensor 0 to /block/Conv", "medianMs": 0.01},
       {"name": "/block/Conv + /Add + /Relu", "medianMs": 0.1},
       {"name": "{ForeignNode[/pool/GlobalAveragePool.../Softmax]}", "medianMs": 0.2}]
      """)
    let match = try ProfileMatch(profile, with: layers, path: "FILE")
    #expect(
      match.pairs.map { $0.layers.map { work.layers[$0].name } } == [
        ["/stem/stem.0/Conv", "/stem/stem.1/Relu"], ["/block/Conv", "/Add", "/Relu"],
        ["/pool/GlobalAveragePool", "/Flatten", "/head/Gemm", "/Softmax"],
      ])
    #expect(
      match.unmatchedMeasured.map(\.name) == [
        "Reformatting CopyNode for Input Tensor 0 to /block/Conv"
      ])
  }

  @Test("a profile of another model is refused")
  func otherModel() throws {
    let (layers, _) = try Self.model()
    let profile = try Recorded.read("[{\"name\": \"transformer\", \"timeMs\": 3}]")
    let error = #expect(throws: MeasurementError.self) {
      try ProfileMatch(profile, with: layers, path: "FILE")
    }
    #expect(
      error?.description
        == "FILE: only 0 % of its time is in layers of this model; "
        + "give the model that was measured, at the same batch and sizes")
  }

  @Test("is told with its bounds, its total and what was not found")
  func report() throws {
    let (layers, work) = try Self.model()
    let profile = try ProfileReader.read(path: Recorded.path("onnxruntime.json"))
    let match = try ProfileMatch(profile, with: layers, path: "FILE")
    let device = try Catalogue.shipped.profile(id: "amd-epyc-9654")
    let estimate = try Estimate(of: work, on: device)
    let report = MeasuredReport(estimate, beside: match)
    let text = try ReportForm.table.text(of: report)
    #expect(text.hasPrefix("small on EPYC 9654 Genoa, beside ONNX Runtime\n"))
    #expect(text.contains("/stem/stem.0/Conv + 1"))
    #expect(text.contains("32.00 µs"))
    #expect(text.contains("ReorderOutput"))
    #expect(text.contains("93.5 % of the measured time"))
    let rows = report.records.rows
    #expect(rows.count == 7)
    #expect(rows.allSatisfy { $0.count == report.records.fields.count })
  }

  @Test("an expected time stands beside the measured one with its interval, layer by layer")
  func interval() throws {
    let (layers, work) = try Self.model()
    let profile = try ProfileReader.read(path: Recorded.path("onnxruntime.json"))
    let match = try ProfileMatch(profile, with: layers, path: "FILE")
    let device = try Catalogue.shipped.profile(id: "amd-epyc-9654")
    let model = try LatencyModel(
      device: device, runtime: "onnxruntime-cpu", catalogue: LatencyCatalogue.shipped)
    let latency = try NetworkLatency(of: work, under: model)
    let report = MeasuredReport(
      try Estimate(of: work, on: device), beside: match, expectation: .known(latency))
    let fields = report.records.fields
    let low = try #require(fields.firstIndex(of: "lowSeconds"))
    let high = try #require(fields.firstIndex(of: "highSeconds"))
    let rows = report.records.rows
    #expect(rows.allSatisfy { $0.count == fields.count })
    // The first measured layer is the first of the model, with a function that runs in its kernel.
    #expect(rows[0][low] == "\(latency.layers[0].lowSeconds)")
    #expect(rows[0][high] == "\(latency.layers[0].highSeconds)")
    let text = try ReportForm.json.text(of: report)
    #expect(text.contains("\"lowSeconds\" : \(latency.lowSeconds)"))
    #expect(text.contains("\"highSeconds\" : \(latency.highSeconds)"))
  }
}
