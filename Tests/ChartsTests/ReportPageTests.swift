import Charts
import Devices
import FoundationEssentials
import ModelGraph
import Operators
import Reports
import Roofline
import Testing

@Suite("Report pages")
struct ReportPageTests {
  private static func page(_ estimates: [Estimate], command: String = "ridgeline") throws -> String
  {
    let first = try #require(estimates.first)
    let variant = PageVariant(precision: "fp16", work: first.model, estimates: estimates)
    return try #require(try ReportPage([variant], command: command).text())
  }

  /// What the page's script reads.
  private static func data(of page: String) throws -> Content {
    let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
    let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    return try JSONDecoder().decode(Content.self, from: Data(page[start..<end].utf8))
  }

  /// A part of it.
  private struct Content: Decodable {
    struct Variant: Decodable {
      var batch: Int
      var flops: Int
      var living: Int?
    }
    struct Result: Decodable {
      var seconds: Double
      var times: Int
      var device: Int
    }
    struct Model: Decodable {
      var name: String
      var kinds: [Int]
      var uncounted: [[String]]
    }
    var models: [Model]
    var variants: [Variant]
    var results: [Result]
    var columns: [[Int]]
    var times: [[Double]]
  }

  @Test("five networks on three devices have the pages that they had before")
  func snapshots() throws {
    let lines = try SampleModels.allEstimates().map { name, device, estimate in
      "\(fingerprint(try Self.page([estimate]))) \(name) \(device)\n"
    }
    try expectSnapshot(lines.joined(), "page-fingerprints.txt")
  }

  @Test("the embedded numbers are those of the estimate")
  func numbers() throws {
    let estimate = try ChartFixture.estimate()
    let content = try Self.data(of: Self.page([estimate]))
    // 2,050 FLOPs in one layer, none in the other; 20.5 µs and 1 µs.
    #expect(content.columns[content.variants[0].flops] == [2050, 0])
    #expect(content.times[content.results[0].times] == estimate.layers.map(\.boundSeconds))
    #expect(content.results[0].seconds == estimate.boundSeconds)
    #expect(content.variants[0].batch == 2)
    #expect(content.models[0].uncounted.count == 1)
    #expect(content.variants[0].living == nil)
  }

  @Test("layers that are alike are told once")
  func classes() throws {
    let estimate = try SampleModels.estimate("yolov3", on: "nvidia-t4")
    let content = try Self.data(of: Self.page([estimate]))
    #expect(content.models[0].kinds.count < estimate.layers.count / 2)
  }

  @Test("a policy allows its own style and script, by their hashes, and nothing else")
  func policy() throws {
    let page = try Self.page([try ChartFixture.estimate()])
    let start = try #require(page.firstRange(of: "Content-Security-Policy\" content=\"")).upperBound
    let policy = page[start..<(try #require(page[start...].firstIndex(of: "\"")))]
    let directives = policy.split(separator: "; ")
    #expect(directives.count == 5)
    #expect(directives[0] == "default-src 'none'")
    // A hash of 32 bytes is 44 characters of base 64, the last of them =.
    for directive in directives[1...2] {
      #expect(directive.contains(/^(script|style)-src 'sha256-[A-Za-z0-9+\/]{43}='$/))
    }
    #expect(!page.contains(" style=\""))
    #expect(!page.contains(" onclick"))
    #expect(!page.contains("src=\"http"))
  }

  @Test("names are shown and never run", arguments: ChartFixture.hostileNames.indices)
  func hostile(_ index: Int) throws {
    let name = ChartFixture.hostileNames[index]
    let page = try Self.page([try ChartFixture.estimate(name: name)], command: "ridgeline \(name)")
    // The page has two elements of its own that begin so, whatever a name says.
    #expect(page.ranges(of: "<script").count == 2)
    #expect(page.ranges(of: "</script").count == 2)
    #expect(!page.contains("<img"))
    #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(try Self.data(of: page).models[0].name.isEmpty == name.isEmpty)
  }

  @Test("a thousand layers, no two alike, stay below 500 kB with all choices that are offered")
  func size() throws {
    let layers = (0..<1000).map { index in
      LayerWork(
        index: index, name: "/encoder/block.\(index)/attention/projection/MatMul",
        operatorName: OperatorName("MatMul"), outputShapes: [[1, 512, 768 + index]],
        computeType: .float16,
        work: Work(
          macs: 402_653_184 + index, flops: 805_306_368 + 2 * index, transcendentals: 0,
          weightBytes: 1_572_864 + index, inputBytes: 786_432 + index, outputBytes: 786_432),
        parameters: 786_432 + index, trainableParameters: 0, notes: [],
        livingBytes: 1_572_864 + index)
    }
    var work = ChartFixture.model()
    work.layers = layers
    let estimate = try Estimate(of: work, on: ChartFixture.device(), precision: .fp16)
    var variant = PageVariant(precision: "fp16", work: work, estimates: [estimate])
    let count = PageVariant.largestCost / variant.cost
    #expect(count >= 2)
    let variants = (1...count).map { batch in
      variant.work.batch = batch
      for index in variant.work.layers.indices { variant.work.layers[index].work.inputBytes += 7 }
      return variant
    }
    let page = try #require(try ReportPage(variants, command: "ridgeline").text())
    #expect(page.utf8.count < 500_000)
  }
}
