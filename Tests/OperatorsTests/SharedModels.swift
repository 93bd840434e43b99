import FoundationEssentials
import ModelFormats
import ModelGraph
import Testing

/// The model files that stand beside the checkout, or where `RIDGELINE_SHARED` says. They are no part
/// of the package: suites that need them are skipped where they are absent.
enum SharedModels {
  /// Why a suite is skipped, word for word.
  static let absence: Comment = "the model files of ../shared/models/onnx are not here"

  private static let folder: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["RIDGELINE_SHARED"]
    let shared = named.map { URL(filePath: $0) } ?? package.appending(path: "../shared")
    return shared.appending(path: "models/onnx")
  }()

  /// Whether the folder is there.
  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

  /// The graph of one of the files.
  static func graph(_ name: String) throws -> Graph {
    try ModelReader.read(path: folder.appending(path: "\(name).onnx").path())
  }

  /// All twelve, and the sizes that their open dimensions take.
  static let all: [(name: String, dimensions: [String: Int])] = [
    ("bert_base", [:]), ("bert_base_dyn", ["N": 1, "S": 128]), ("efficientnet_b0", [:]),
    ("gpt2", [:]), ("lstm", [:]), ("mobilenet_v2", [:]), ("resnet18", [:]), ("resnet50", [:]),
    ("resnet50_dyn", [:]), ("squeezenet1_0", [:]), ("vgg16", [:]), ("vit_b_16", [:]),
  ]
}
