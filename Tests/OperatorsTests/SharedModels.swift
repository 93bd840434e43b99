import FoundationEssentials
import ModelFormats
import ModelGraph
import Testing

/// The model files that stand beside the checkout, or where `RIDGELINE_SHARED` says. They are no part
/// of the package: suites that need them are skipped where they are absent.
enum SharedModels {
  /// Why a suite is skipped, word for word.
  static let absence: Comment = "the model files of ../shared/models are not here"

  private static let shared: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["RIDGELINE_SHARED"]
    return named.map { URL(filePath: $0) } ?? package.appending(path: "../shared")
  }()

  /// Whether the folder is there.
  static var arePresent: Bool {
    FileManager.default.fileExists(atPath: shared.appending(path: "models").path())
  }

  /// The graph of one of the files.
  static func graph(_ name: String) throws -> Graph {
    try ModelReader.read(path: shared.appending(path: "models/onnx/\(name).onnx").path())
  }

  /// The graph of one of the Darknet files.
  static func darknet(_ file: String) throws -> Graph {
    try ModelReader.read(path: shared.appending(path: "models/darknet/\(file)").path())
  }

  /// The path of one of the ncnn graphs.
  static func ncnn(_ name: String) -> String {
    shared.appending(path: "models/ncnn/\(name).param").path()
  }

  /// The names of the ncnn graphs, sorted.
  static func ncnnNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: shared.appending(path: "models/ncnn").path()
    )
    .filter { $0.hasSuffix(".param") }.map { String($0.dropLast(6)) }.sorted()
  }

  /// The lines of a table of references after its heads, cut at commas.
  static func references(_ file: String) throws -> [[String]] {
    let path = shared.appending(path: "data/references/\(file)")
    let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// All twelve, and the sizes that their open dimensions take.
  static let all: [(name: String, dimensions: [String: Int])] = [
    ("bert_base", [:]), ("bert_base_dyn", ["N": 1, "S": 128]), ("efficientnet_b0", [:]),
    ("gpt2", [:]), ("lstm", [:]), ("mobilenet_v2", [:]), ("resnet18", [:]), ("resnet50", [:]),
    ("resnet50_dyn", [:]), ("squeezenet1_0", [:]), ("vgg16", [:]), ("vit_b_16", [:]),
  ]
}
