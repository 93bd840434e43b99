import ModelGraph

/// Makes a graph of the lines of a `.param` file.
///
/// ncnn runs one sample; here each blob has the batch before its own dimensions, which stand from the
/// outermost (`c`, `d`, `h`, `w`). A `Split` only gives a blob several names and is no layer of the
/// graph; a `MemoryData` is a stored tensor.
struct NCNNGraphBuilder {
  private let path: String
  private var graph: Graph
  /// The tensor of each blob that a layer makes.
  private var tensors: [String: TensorID] = [:]
  /// The blob that a Split's output is another name of.
  private var otherNames: [String: String] = [:]

  /// Begins an empty graph.
  init(path: String, modelName: String) {
    self.path = path
    graph = Graph(name: modelName, format: "ncnn")
  }

  /// The whole graph.
  mutating func build(_ text: NCNNText) throws(FormatError) -> Graph {
    for line in text.lines { try declare(line) }
    for line in text.lines where !Self.isNoLayer(line.type) { try add(line) }
    graph.layers = try LayerOrder.sorted(graph.layers, file: path)
    let read = Set(graph.layers.flatMap { $0.inputs.compactMap { $0 } })
    graph.outputs = graph.layers.flatMap { $0.outputs.compactMap { $0 } }
      .filter { !read.contains($0) }
    NCNNInputSizes.settle(in: &graph)
    return graph
  }

  private static func isNoLayer(_ type: String) -> Bool {
    type == "Input" || type == "MemoryData" || type == "Split"
  }

  // MARK: - Blobs

  /// Enters what a line makes.
  private mutating func declare(_ line: NCNNText.Line) throws(FormatError) {
    let location = "\(path):\(line.number)"
    if line.type == "Split", line.inputs.count != 1 {
      throw FormatError(
        .syntax, "a Split has \(line.inputs.count) inputs", location: location,
        remedy: "give it one")
    }
    for (place, blob) in line.outputs.enumerated() {
      guard tensors[blob] == nil, otherNames[blob] == nil else {
        throw FormatError(
          .reference, "the blob \(blob.quoted) is made twice", location: location,
          remedy: "give each output a name of its own")
      }
      if line.type == "Split" {
        otherNames[blob] = line.inputs[0]
      } else {
        tensors[blob] = graph.tensors.count
        graph.tensors.append(try tensor(blob, of: line, place: place, location))
      }
    }
  }

  private mutating func tensor(
    _ blob: String, of line: NCNNText.Line, place: Int, _ location: String
  ) throws(FormatError) -> Tensor {
    switch line.type {
    case "Input":
      graph.inputs.append(graph.tensors.count)
      let sizes = try sizes(of: line, place: place, location)
      return Tensor(
        name: blob, role: .input, elementType: .float32,
        shape: sizes.map { [.symbol("batch")] + $0.map(Dimension.fixed) })
    case "MemoryData":
      guard let sizes = try sizes(of: line, place: place, location) else {
        throw FormatError(
          .value, "a MemoryData tells no size", location: location, remedy: "add 0=w 1=h 2=c")
      }
      return Tensor(
        name: blob, role: .stored, elementType: .float32,
        shape: ([1] + sizes).map(Dimension.fixed), isParameter: true)
    default: return Tensor(name: blob, role: .activation)
    }
  }

  /// The sizes that a line states, outermost first: in its settings `w`, `h`, `d`, `c`, else in the
  /// hint that ncnnoptimize leaves (setting 30: rank, w, h, c of each output); nil where in neither.
  private func sizes(
    of line: NCNNText.Line, place: Int, _ location: String
  ) throws(FormatError) -> [Int]? {
    var stated: [Int] = []
    for key in [2, 11, 1, 0] {
      if case .integer(let size) = line.settings[key], size != 0 { stated.append(size) }
    }
    if stated.isEmpty, case .integers(let hint) = line.settings[30], hint.count >= 4 * place + 4 {
      let rank = hint[4 * place]
      if (1...3).contains(rank) {
        stated = hint[(4 * place + 1)...(4 * place + rank)].reversed()
      }
    }
    guard stated.allSatisfy((1...Int(Int32.max)).contains) else {
      throw FormatError(
        .value, "the sizes \(stated) of \(line.name.quoted) are none", location: location,
        remedy: "give numbers from 1 to \(Int32.max)")
    }
    return stated.isEmpty ? nil : stated
  }

  /// The tensor of a blob, through all its names.
  private func tensor(named blob: String, location: String) throws(FormatError) -> TensorID {
    var name = blob
    for _ in 0...otherNames.count {
      if let id = tensors[name] { return id }
      guard let other = otherNames[name] else { break }
      name = other
    }
    let isCycle = otherNames[name] != nil
    throw FormatError(
      .reference,
      isCycle
        ? "the blob \(blob.quoted) is a Split of itself" : "no layer makes the blob \(name.quoted)",
      location: location, remedy: "correct the name, or fetch the file again")
  }

  // MARK: - Layers

  private mutating func add(_ line: NCNNText.Line) throws(FormatError) {
    var inputs: [TensorID?] = []
    for blob in line.inputs {
      inputs.append(try tensor(named: blob, location: "\(path):\(line.number)"))
    }
    let names = NCNNSettingNames.names(of: line.type) ?? [:]
    var attributes: [String: AttributeValue] = [:]
    for (key, value) in line.settings {
      if let name = names[key] { attributes[name] = value }
    }
    graph.layers.append(
      Layer(
        name: line.name, operatorName: OperatorName(line.type, domain: "ncnn"),
        attributes: attributes, inputs: inputs, outputs: line.outputs.map { tensors[$0] },
        location: "line \(line.number)"))
  }
}
