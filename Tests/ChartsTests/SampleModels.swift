import Devices
import FoundationEssentials
import ModelFormats
import ModelGraph
import Operators
import Roofline

/// Five networks that need no file beside the project's: three examples, and two written here.
enum SampleModels {
  static let names = ["yolov3", "two-layer-cnn", "two-layer-mlp", "recurrent", "residual"]
  /// A GPU, a TPU and a CPU.
  static let devices = ["nvidia-a100-sxm-80gb", "google-tpu-v4", "amd-epyc-9654"]

  /// An LSTM between a reader and a classifier.
  private static let recurrent = """
    [net]
    inputs=256
    batch=1
    time_steps=1

    [lstm]
    batch_normalize=1
    output=1024

    [connected]
    output=256
    activation=leaky

    [softmax]
    """

  /// A residual block, pooled and classified.
  private static let residual = """
    [net]
    width=64
    height=64
    channels=3
    batch=1

    [convolutional]
    batch_normalize=1
    filters=64
    size=3
    stride=1
    pad=1
    activation=leaky

    [convolutional]
    batch_normalize=1
    filters=64
    size=3
    stride=1
    pad=1
    activation=leaky

    [shortcut]
    from=-2
    activation=linear

    [maxpool]
    size=2
    stride=2

    [avgpool]

    [connected]
    output=10
    activation=linear

    [softmax]
    """

  /// The graph of a network.
  static func graph(_ name: String) throws -> Graph {
    switch name {
    case "recurrent": try temporary(recurrent, name: "recurrent.cfg")
    case "residual": try temporary(residual, name: "residual.cfg")
    default:
      try ModelReader.read(
        path: folder.appending(path: "Examples").appending(path: "\(name).cfg").path())
    }
  }

  /// A network on a device in fp16.
  static func estimate(_ name: String, on device: String, batch: Int = 1) throws -> Estimate {
    let work = try ModelWork.counting(
      graph(name), options: AnalysisOptions(batch: batch, elementType: .float16))
    return try Estimate(
      of: work, on: Catalogue.shipped.profile(reference: device), precision: .fp16)
  }

  /// All of them on all devices.
  static func allEstimates() throws -> [(name: String, device: String, estimate: Estimate)] {
    try names.flatMap { name in
      try devices.map { (name, $0, try estimate(name, on: $0)) }
    }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func temporary(_ text: String, name: String) throws -> Graph {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return try ModelReader.read(path: file.path())
  }
}
