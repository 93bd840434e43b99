import FoundationEssentials
import ModelGraph
import Operators
import Testing

@Suite("Darknet's own counts", .enabled(if: SharedModels.arePresent, SharedModels.absence))
struct DarknetReferences {
  /// A line of `darknet_bflops.csv`.
  struct Line: CustomTestStringConvertible {
    let cfg: String
    let width: Int
    let height: Int
    /// Billions of operations of the convolutions, two for each multiply–accumulate.
    let convolutions: String
    let weightFloats: String

    var testDescription: String { "\(cfg) at \(width)x\(height)" }

    static func all() throws -> [Line] {
      try SharedModels.references("darknet_bflops.csv").compactMap { fields in
        guard fields.count == 11, let width = Int(fields[3]), let height = Int(fields[4]) else {
          return nil
        }
        return Line(
          cfg: fields[1], width: width, height: height, convolutions: fields[8],
          weightFloats: fields[9])
      }
    }

    func work() throws -> ModelWork {
      try ModelWork.counting(
        SharedModels.darknet(cfg),
        options: AnalysisOptions(inputSize: (width: width, height: height)))
    }
  }

  /// Darknet keeps the billions of a layer as a 32-bit float, and the reference is the sum of those:
  /// of YOLOv3 at 416 it is 65.864073, where the exact sum is 65.864075.
  @Test("the operations of the convolutions, to the last printed digit")
  func convolutions() throws {
    let lines = try Line.all()
    #expect(lines.count == 32)
    for line in lines {
      let layers = try line.work().layers.filter { $0.operatorName.type == "convolutional" }
      let billions = layers.map { Double(Float(Double($0.work.contractionFlops) / 1e9)) }
      #expect(Self.sixDigits(billions.reduce(0, +)) == line.convolutions, "\(line.testDescription)")
    }
  }

  private static func sixDigits(_ value: Double) -> String {
    let millionths = Int((value * 1e6).rounded())
    let fraction = String(millionths % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return "\(millionths / 1_000_000).\(zeros)\(fraction)"
  }

  /// The floats that `[local]` of yolov1.cfg stores, which the reference leaves out: 7 · 7 places of
  /// 256 filters over 1024 channels of 3 · 3, and a bias an output element.
  private static let localFloats = 49 * 256 * 1024 * 9 + 49 * 256

  @Test("the floats of the weights file, exactly")
  func weights() throws {
    for line in try Line.all() {
      let left = line.cfg == "yolov1.cfg" ? Self.localFloats : 0
      let parameters = try line.work().parameters
      #expect(String(parameters - left) == line.weightFloats, "\(line.testDescription)")
    }
  }

  /// Fact: the published yolov1.weights has 789,312,988 bytes, 16 of them a header.
  @Test("the weights of YOLOv1 are those of its published file, the local layer's among them")
  func publishedWeights() throws {
    let work = try ModelWork.counting(SharedModels.darknet("yolov1.cfg"))
    #expect(work.parameters == (789_312_988 - 16) / 4)
  }

  /// All files, also those that the reference does not hold.
  static let files = [
    "alexnet", "darknet", "darknet19", "darknet53", "densenet201", "extraction", "gru", "resnet152",
    "resnet50", "rnn", "tiny", "vgg-16", "yolov1", "yolov2", "yolov2-tiny", "yolov3",
    "yolov3-tiny", "yolov4", "yolov4-tiny",
  ]

  @Test(
    "every file is counted whole, sums to its totals, and doubles with the batch", arguments: files)
  func conservation(file: String) throws {
    let graph = try SharedModels.darknet("\(file).cfg")
    let one = try ModelWork.counting(graph)
    let two = try ModelWork.counting(graph, options: AnalysisOptions(batch: 2))
    #expect(one.uncounted.isEmpty)
    let layers = one.layers.map(\.work)
    #expect(layers.map(\.flops).reduce(0, +) == one.totals.flops)
    #expect(layers.map(\.bytes).reduce(0, +) == one.totals.bytes)
    #expect(one.layers.map(\.parameters).reduce(0, +) == one.parameters)
    #expect(two.totals.flops == 2 * one.totals.flops)
    #expect(two.totals.activationBytes == 2 * one.totals.activationBytes)
    #expect(two.totals.weightBytes == one.totals.weightBytes)
    #expect(two.weightBytes == one.weightBytes)
  }
}
