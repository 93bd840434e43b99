import ModelGraph

/// Makes a graph of the sections of a file: a layer a section, connected by the tensors between them.
struct DarknetGraphBuilder {
  private let path: String
  private let sections: ArraySlice<DarknetText.Section>
  private var graph: Graph
  /// The tensor that the network is given.
  private let input: TensorID = 0

  /// Begins with the input that the first section tells.
  init(
    _ sections: [DarknetText.Section], path: String, modelName: String
  ) throws(FormatError) {
    self.path = path
    self.sections = sections.dropFirst()
    graph = Graph(name: modelName, format: "darknet")
    guard let first = sections.first else {
      throw FormatError(
        .syntax, "holds no section", location: path, remedy: "begin the file with [net]")
    }
    guard DarknetSection.net.names.contains(first.name) else {
      throw FormatError(
        .syntax, "the first section is [\(first.name.prefix(40))]",
        location: "\(path):\(first.line)",
        remedy: "begin the file with [net], which tells the size of the input")
    }
    try addInput(of: first)
  }

  /// The whole graph.
  mutating func build() throws(FormatError) -> Graph {
    guard !sections.isEmpty else {
      throw FormatError(
        .syntax, "holds no layer after [net]", location: path,
        remedy: "fetch the file again if it is cut off")
    }
    for (index, section) in sections.enumerated() { try add(section, index: index) }
    let read = Set(graph.layers.flatMap { $0.inputs.compactMap { $0 } })
    graph.outputs = graph.layers.flatMap { $0.outputs.compactMap { $0 } }
      .filter { !read.contains($0) }
    return graph
  }

  // MARK: - The input

  /// A picture where the file has a width, a height and channels, else rows of `inputs` numbers.
  private mutating func addInput(of section: DarknetText.Section) throws(FormatError) {
    let settings = try DarknetSettings(of: section, kind: .net, path: path)
    let shape: [Dimension]
    if let width = try settings.size("width"), let height = try settings.size("height"),
      let channels = try settings.size("channels")
    {
      shape = [.symbol("batch"), .fixed(channels), .symbol("height"), .symbol("width")]
      graph.symbolDefaults = ["height": height, "width": width]
    } else if let inputs = try settings.size("inputs") {
      shape = try sequenceShape(inputs: inputs, settings)
    } else {
      throw FormatError(
        .value, "[net] does not tell the size of the input",
        location: "\(path):\(section.line)",
        remedy: "add width, height and channels, or inputs")
    }
    graph.tensors = [Tensor(name: "input", role: .input, elementType: .float32, shape: shape)]
    graph.inputs = [input]
  }

  private mutating func sequenceShape(
    inputs: Int, _ settings: DarknetSettings
  ) throws(FormatError) -> [Dimension] {
    guard let steps = try settings.size("time_steps") else {
      return [.symbol("batch"), .fixed(inputs)]
    }
    graph.symbolDefaults = ["time_steps": steps]
    return [.symbol("batch"), .symbol("time_steps"), .fixed(inputs)]
  }

  // MARK: - The layers

  private mutating func add(_ section: DarknetText.Section, index: Int) throws(FormatError) {
    let kind = try kind(of: section)
    let settings = try DarknetSettings(of: section, kind: kind, path: path)
    let inputs = try inputs(of: kind, index: index, settings: settings)
    let name = "\(Self.shortNames[kind.type] ?? kind.type)_\(index)"
    let output = graph.tensors.count
    graph.tensors.append(Tensor(name: name, role: .activation))
    graph.layers.append(
      Layer(
        name: name, operatorName: OperatorName(kind.type, domain: "darknet"),
        attributes: settings.values, inputs: inputs, outputs: [output],
        location: "line \(section.line)"))
  }

  /// What long types are called in the names of layers.
  private static let shortNames = ["convolutional": "conv", "deconvolutional": "deconv"]

  private func kind(of section: DarknetText.Section) throws(FormatError) -> DarknetSection {
    guard let kind = DarknetSection.named(section.name), kind.type != DarknetSection.net.type
    else { throw unknown(section) }
    return kind
  }

  private func unknown(_ section: DarknetText.Section) -> FormatError {
    let location = "\(path):\(section.line)"
    if DarknetSection.net.names.contains(section.name) {
      return FormatError(
        .syntax, "a second [net]", location: location, remedy: "keep one network in a file")
    }
    let name = section.name.prefix(40)
    let near = DarknetSection.allNames
      .map { (name: $0, distance: String(name).editDistance(to: $0)) }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    let known = "the sections that are read stand in docs/Darknet.md"
    let remedy = near.flatMap { $0.distance <= 2 ? "did you mean [\($0.name)]?" : nil } ?? known
    return FormatError(
      .unsupported, "the section [\(name)] is not known", location: location, remedy: remedy)
  }

  private func inputs(
    of kind: DarknetSection, index: Int, settings: DarknetSettings
  ) throws(FormatError) -> [TensorID] {
    let previous = index == 0 ? input : output(ofLayer: index - 1)
    switch kind.wiring {
    case .previous: return [previous]
    case .layers: return try references("layers", from: index, settings: settings)
    case .previousAndFrom:
      return [previous] + (try references("from", from: index, settings: settings))
    }
  }

  /// The outputs of the layers that a setting names: backwards from this one where negative, from
  /// the first layer after [net] where not.
  private func references(
    _ key: String, from index: Int, settings: DarknetSettings
  ) throws(FormatError) -> [TensorID] {
    var tensors: [TensorID] = []
    for reference in settings.list(key) {
      let (relative, overflow) = index.addingReportingOverflow(reference)
      let target = reference < 0 ? relative : reference
      guard !overflow || reference >= 0, (0..<index).contains(target) else {
        throw missing(reference, key: key, index: index, settings: settings)
      }
      tensors.append(output(ofLayer: target))
    }
    return tensors
  }

  private func missing(
    _ reference: Int, key: String, index: Int, settings: DarknetSettings
  ) -> FormatError {
    let isItself = reference == index
    let what = isItself ? "the layer itself" : "no layer before it"
    let remedy =
      index == 0
      ? "it is the first layer: let it read the input by leaving the section out"
      : "give a number from \(-index) to -1 (backwards) or from 0 to \(index - 1) (from the start)"
    return FormatError(
      .reference, "\(key)=\(reference) of layer \(index) names \(what)",
      location: settings.location(of: key), remedy: remedy)
  }

  /// Layers make one tensor each, and the input stands before them.
  private func output(ofLayer index: Int) -> TensorID { index + 1 }
}
