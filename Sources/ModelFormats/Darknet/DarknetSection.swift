/// A kind of section: its names and the settings in it that change what the layer is or costs.
///
/// Other settings (of training, of drawing boxes) are passed over, as Darknet itself does.
struct DarknetSection: Sendable {
  /// How the value of a setting is read.
  enum Value: Sendable {
    case integer, number, text, integers
  }

  /// The type of the layer, and other names that Darknet takes for it.
  let names: [String]
  /// The settings that are read.
  let settings: [String: Value]
  /// Other spellings of settings, with the one that stands for both.
  let spellings: [String: String]
  /// The settings that must be there: Darknet's defaults for them (1 filter, 1 output) are what no
  /// network means.
  let required: [String]
  /// What the layer reads.
  let wiring: Wiring

  /// Where the inputs of a layer come from.
  enum Wiring: Sendable {
    /// The layer before.
    case previous
    /// The layers that `layers` names.
    case layers
    /// The layer before, then those that `from` names.
    case previousAndFrom
  }

  /// The type of the layer: the name of its operator.
  var type: String { names[0] }

  init(
    _ names: String..., integers: [String] = [], numbers: [String] = [], texts: [String] = [],
    lists: [String] = [], spellings: [String: String] = [:], required: [String] = [],
    wiring: Wiring = .previous
  ) {
    self.names = names
    var settings: [String: Value] = [:]
    for name in integers { settings[name] = .integer }
    for name in numbers { settings[name] = .number }
    for name in texts { settings[name] = .text }
    for name in lists { settings[name] = .integers }
    self.settings = settings
    self.spellings = spellings
    self.required = required
    self.wiring = wiring
  }
}

extension DarknetSection {
  /// The first section: the input and how the network is trained.
  static let net = DarknetSection(
    "net", "network", integers: ["width", "height", "channels", "inputs", "time_steps"])

  /// The kind of a section that is named `name`.
  static func named(_ name: String) -> DarknetSection? { byName[name] }

  /// Every name of a section.
  static var allNames: [String] { byName.keys.sorted() }

  private static let byName: [String: DarknetSection] = {
    var table: [String: DarknetSection] = [:]
    for section in [net] + layers {
      for name in section.names { table[name] = section }
    }
    return table
  }()

  private static let window = ["size", "stride", "stride_x", "stride_y", "padding"]
  private static let convolution = window + ["pad", "groups", "dilation", "batch_normalize"]

  /// What the fork calls the filters of recurrent convolutions.
  private static let filterSpellings = ["output": "output_filters", "hidden": "hidden_filters"]

  /// The kinds of layers, with the names that `string_to_layer_type` (parser.c) takes.
  static let layers: [DarknetSection] = [
    DarknetSection("activation", texts: ["activation"]),
    DarknetSection("avgpool", "avg"),
    DarknetSection("batchnorm"),
    DarknetSection(
      "connected", "conn", integers: ["output", "batch_normalize"], texts: ["activation"],
      required: ["output"]),
    DarknetSection("contrastive"),
    DarknetSection(
      "conv_lstm",
      integers: convolution + ["output_filters", "peephole", "bottleneck", "shortcut", "xnor"],
      texts: ["activation", "lstm_activation"], spellings: filterSpellings,
      required: ["output_filters"]),
    DarknetSection(
      "convolutional", "conv",
      integers: convolution + ["filters", "binary", "xnor", "antialiasing", "share_index"],
      texts: ["activation"], required: ["filters"]),
    DarknetSection("cost"),
    DarknetSection(
      "crnn", integers: convolution + ["output_filters", "hidden_filters", "shortcut", "xnor"],
      texts: ["activation"], spellings: filterSpellings,
      required: ["output_filters", "hidden_filters"]),
    DarknetSection(
      "crop", integers: ["crop_height", "crop_width", "noadjust"],
      required: ["crop_height", "crop_width"]),
    DarknetSection(
      "deconvolutional", "deconv",
      integers: ["filters", "size", "stride", "pad", "padding", "batch_normalize"],
      texts: ["activation"], required: ["filters"]),
    DarknetSection("detection", integers: ["classes", "coords", "num", "side", "softmax"]),
    DarknetSection("dropout"),
    DarknetSection("empty", "silence"),
    DarknetSection(
      "gaussian_yolo", "Gaussian_yolo", integers: ["classes", "num"], numbers: ["scale_x_y"],
      lists: ["mask"]),
    DarknetSection(
      "gru", integers: ["output", "batch_normalize", "tanh"], required: ["output"]),
    DarknetSection("history", integers: ["history_size"], required: ["history_size"]),
    DarknetSection("l2norm"),
    DarknetSection(
      "local", integers: ["filters", "size", "stride", "pad"], texts: ["activation"],
      required: ["filters"]),
    DarknetSection("local_avgpool", "local_avg", integers: window),
    DarknetSection("logistic"),
    DarknetSection("lstm", integers: ["output", "batch_normalize"], required: ["output"]),
    DarknetSection(
      "maxpool", "max", integers: window + ["maxpool_depth", "out_channels", "antialiasing"]),
    DarknetSection("normalization", "lrn"),
    DarknetSection(
      "region", integers: ["classes", "coords", "num", "softmax", "background"],
      texts: ["tree"]),
    DarknetSection("reorg", integers: ["stride", "reverse", "flatten", "extra"]),
    DarknetSection("reorg3d", integers: ["stride", "reverse"]),
    DarknetSection(
      "rnn", integers: ["output", "hidden", "batch_normalize", "shortcut", "logistic"],
      texts: ["activation"], required: ["output"]),
    DarknetSection(
      "route", integers: ["groups", "group_id"], lists: ["layers"], required: ["layers"],
      wiring: .layers),
    DarknetSection(
      "sam", texts: ["activation"], lists: ["from"], required: ["from"],
      wiring: .previousAndFrom),
    DarknetSection(
      "scale_channels", integers: ["scale_wh"], texts: ["activation"], lists: ["from"],
      required: ["from"], wiring: .previousAndFrom),
    DarknetSection(
      "shortcut", numbers: ["alpha", "beta"], texts: ["activation", "weights_type"],
      lists: ["from"], required: ["from"], wiring: .previousAndFrom),
    DarknetSection(
      "softmax", "soft", integers: ["groups"], numbers: ["temperature"], texts: ["tree"]),
    DarknetSection("upsample", integers: ["stride"], numbers: ["scale"]),
    DarknetSection(
      "yolo", integers: ["classes", "num", "new_coords"], numbers: ["scale_x_y"],
      lists: ["mask"]),
  ]
}
