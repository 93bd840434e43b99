import Glibc
import ModelFormats
import ModelGraph
import Testing

/// The exported networks that stand beside the checkout, or where `RIDGELINE_SHARED` says; they are no
/// part of the package.
private enum SharedNetworks {
  static let folder: String = {
    if let named = getenv("RIDGELINE_SHARED") { return String(cString: named) + "/models/onnx" }
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(package)/../shared/models/onnx"
  }()

  static var arePresent: Bool { access(folder, R_OK) == 0 }
}

@Suite(
  "Exported networks",
  .enabled(if: SharedNetworks.arePresent, "the model files of ../shared/models are not here"))
struct ONNXSharedModelTests {
  /// As `python3 Benchmarks/scripts/count_initializers.py ../shared/models/onnx/*.onnx` prints them
  /// (onnx 1.23.2): nodes but Constants, Constants, initialisers, elements of the floating-point ones.
  @Test(
    "hold what the onnx package finds in them",
    arguments: [
      ("bert_base", 532, 104, 78, 108_774_912), ("bert_base_dyn", 741, 269, 78, 108_774_912),
      ("efficientnet_b0", 298, 0, 105, 5_242_196), ("gpt2", 594, 244, 55, 162_922_752),
      ("lstm", 31, 22, 9, 13_038_568), ("mobilenet_v2", 139, 70, 67, 3_475_008),
      ("resnet18", 65, 0, 26, 11_680_872), ("resnet50", 169, 0, 61, 25_507_944),
      ("resnet50_dyn", 169, 0, 61, 25_507_944), ("squeezenet1_0", 82, 0, 35, 1_246_280),
      ("vgg16", 48, 0, 22, 138_350_184), ("vit_b_16", 793, 295, 80, 86_495_464),
    ])
  func contents(
    name: String, nodes: Int, constants: Int, initializers: Int, elements: Int
  ) throws {
    let graph = try ModelReader.read(path: "\(SharedNetworks.folder)/\(name).onnx")
    #expect(graph.layers.count == nodes)
    // What an attribute of a layer holds is stored too, beside the Constants and initialisers.
    let inAttributes = graph.layers.flatMap(\.attributes.values).count {
      if case .tensor = $0 { true } else { false }
    }
    let stored = graph.tensors.count { $0.role == .stored }
    #expect(stored == constants + initializers + inAttributes)
    let weights = graph.tensors.filter(\.isParameter)
    #expect(weights.reduce(0) { $0 + Self.elements(of: $1) } == elements)
    #expect(weights.allSatisfy { $0.elementType == .float32 && $0.role == .stored })
  }

  private static func elements(of tensor: Tensor) -> Int {
    (tensor.shape ?? []).reduce(1) { product, dimension in
      if case .fixed(let size) = dimension { product * size } else { 0 }
    }
  }

  @Test("need the opset that they were exported with, and nothing that is not read")
  func operatorSets() throws {
    let graph = try ModelReader.read(path: "\(SharedNetworks.folder)/bert_base_dyn.onnx")
    #expect(graph.operatorSets[""] == 17)
    #expect(graph.symbols == ["N", "S"])
    #expect(graph.inputs.map { graph.tensors[$0].elementType } == [.int64])
  }
}
