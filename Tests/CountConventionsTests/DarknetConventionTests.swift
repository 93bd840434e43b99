import CountConventions
import FoundationEssentials
import ModelFormats
import Operators
import Testing

@Suite("Darknet files by every convention")
struct DarknetConventionTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// AlexeyAB/darknet prints 65.879 for YOLOv3 at 416 x 416: 65.864 of convolutions, and the 14,536,704
  /// additions of its 23 shortcuts: 1 · 208² · 64 + 2 · 104² · 128 + 8 · 52² · 256 + 8 · 26² · 512
  /// + 4 · 13² · 1024.
  @Test("the figure of YOLOv3 is the one that Darknet prints")
  func yolo() throws {
    let path = Self.package.appending(path: "Examples/yolov3.cfg").path()
    let comparison = try CountComparison(of: ModelReader.read(path: path), names: ["darknet"])
    let count = comparison.counts[0]
    #expect(count.figure == 65_878_611_968)
    #expect(count.terms.first { $0.reason == .elementwise }?.amount == 14_536_704)
    let published = try #require(PublishedFigure("65.879 BFLOPS"))
    #expect(comparison.matches(published).map(\.name) == ["darknet"])
  }

  @Test("a figure that nothing gives is told the nearest three")
  func nearest() throws {
    let path = Self.package.appending(path: "Examples/yolov3.cfg").path()
    let comparison = try CountComparison(of: ModelReader.read(path: path))
    let matches = comparison.matches(try #require(PublishedFigure("50.00G")))
    #expect(matches.count == 3)
    #expect(matches.allSatisfy { !$0.isWithinRounding })
    #expect(matches[0].deviation.magnitude <= matches[1].deviation.magnitude)
  }
}

/// The references that stand beside the checkout, or where `RIDGELINE_SHARED` says.
enum SharedReferences {
  static let absence: Comment = "the references of ../shared/data are not here"

  static let folder: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["RIDGELINE_SHARED"]
    return named.map { URL(filePath: $0) } ?? package.appending(path: "../shared")
  }()

  static let table = folder.appending(path: "data/references/darknet_bflops.csv")

  static var arePresent: Bool { FileManager.default.fileExists(atPath: table.path()) }
}

@Suite(
  "Totals that Darknet prints", .enabled(if: SharedReferences.arePresent, SharedReferences.absence))
struct DarknetTotals {
  /// Darknet sums its layers as 32-bit floats of billions: the last of its six digits is rounding.
  @Test("every file at every size, to the last printed digit but one")
  func totals() throws {
    let text = String(decoding: try Data(contentsOf: SharedReferences.table), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    var held = 0
    for fields in lines where fields.count == 11 {
      guard let width = Int(fields[3]), let height = Int(fields[4]), let total = Double(fields[7])
      else { continue }
      let graph = try ModelReader.read(
        path: SharedReferences.folder.appending(path: "models/darknet/\(fields[1])").path())
      let options = AnalysisOptions(inputSize: (width: width, height: height))
      let counts = try CountComparison(of: graph, options: options, names: ["darknet"]).counts
      let figure = Double(counts[0].figure ?? 0) / 1e9
      #expect((figure - total).magnitude < 3e-6, "\(fields[1]) at \(width)x\(height): \(figure)")
      held += 1
    }
    #expect(held == 32)
  }
}
