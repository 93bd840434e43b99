import FoundationEssentials
import ModelFormats
import ModelGraph
import Operators
import Testing

@Suite(
  "ncnn's benchmark graphs", .enabled(if: SharedModels.arePresent, SharedModels.absence))
struct NCNNSharedGraphs {
  /// The sizes of the graphs whose file has none.
  private static let sizes = [
    "FastestDet": (width: 352, height: 352), "vision_transformer": (width: 384, height: 384),
  ]

  private static func work(_ name: String) throws -> ModelWork {
    let graph = try ModelReader.read(path: SharedModels.ncnn(name))
    var options = AnalysisOptions(inputSize: sizes[name], isStrict: true)
    if graph.symbols.contains("seq") { options.dimensions = ["seq": 128] }
    return try ModelWork.counting(graph, options: options)
  }

  @Test("are all counted in full, with the shapes that ncnn noted in them")
  func shapes() throws {
    let names = try SharedModels.ncnnNames()
    #expect(names.count > 40)
    for name in names {
      let work = try Self.work(name)
      #expect(work.uncounted.isEmpty, "\(name)")
      let hints = try Self.hints(of: name)
      for layer in work.layers {
        guard let hint = hints[layer.name] else { continue }
        let made = layer.outputShapes.map { $0.dropFirst().reversed().map { $0 } }
        #expect(made == hint, "\(name): \(layer.name) (\(layer.operatorName))")
      }
    }
  }

  /// What the tool that optimised a file noted of each layer's outputs: rank, w, h, c of each.
  private static func hints(of name: String) throws -> [String: [[Int]]] {
    let text = String(
      decoding: try Data(contentsOf: URL(filePath: SharedModels.ncnn(name))), as: UTF8.self)
    var hints: [String: [[Int]]] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      guard words.count > 4, let noted = words.first(where: { $0.hasPrefix("-23330=") }),
        // What detectors keep follows the picture.
        !words[0].contains("DetectionOutput")
      else { continue }
      let numbers = noted.dropFirst(7).split(separator: ",").compactMap { Int($0) }.dropFirst()
      hints[String(words[1])] = stride(from: numbers.startIndex, to: numbers.endIndex, by: 4).map {
        Array(numbers[($0 + 1)...($0 + numbers[$0])])
      }
    }
    return hints
  }

  /// Multiply–accumulates, in millions, as the networks' papers and torchvision state them; the graphs
  /// are of Caffe's makers, whose windows differ a little at the edges.
  static let references: [(name: String, macs: Double, source: String)] = [
    ("alexnet", 724, "Caffe's AlexNet with groups, 227 x 227: 724.4 M (its layers by hand)"),
    ("vgg16", 15_470, "torchvision, vgg16: 15.47 G"),
    ("resnet18", 1_814, "torchvision, resnet18: 1.814 G"),
    ("resnet50", 3_858, "He et al., arXiv:1512.03385: 3.8 G, strides in the first convolution"),
    ("mobilenet", 569, "Howard et al., arXiv:1704.04861, table 4: 569 M"),
    ("googlenet", 1_582, "Szegedy et al., arXiv:1409.4842: 1.5 G, and the classifier"),
    ("efficientnet_b0", 386, "torchvision, efficientnet_b0: 0.386 G"),
    ("mnasnet", 314, "torchvision, mnasnet1_0: 0.314 G"),
    ("regnety_400m", 402, "torchvision, regnet_y_400mf: 0.402 G"),
  ]

  @Test("have the multiply–accumulates that are published", arguments: references)
  func macs(_ reference: (name: String, macs: Double, source: String)) throws {
    let counted = Double(try Self.work(reference.name).totals.macs) / 1e6
    #expect(abs(counted / reference.macs - 1) < 0.01, "\(reference.source); counted \(counted)")
  }
}
