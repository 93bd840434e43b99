import ModelGraph
import Operators

/// Which layer makes a tensor, and which read it.
struct Links {
  let layers: [TracedLayer]
  let graph: Graph
  private let producers: [TensorID: Int]
  private let consumers: [TensorID: [Int]]

  init(_ layers: [TracedLayer], of graph: Graph) {
    self.layers = layers
    self.graph = graph
    var producers: [TensorID: Int] = [:]
    var consumers: [TensorID: [Int]] = [:]
    for (place, traced) in layers.enumerated() {
      for case let id? in traced.layer.outputs { producers[id] = place }
      for case let id? in traced.layer.inputs { consumers[id, default: []].append(place) }
    }
    self.producers = producers
    self.consumers = consumers
  }

  /// The layer that makes the input at `input` of the layer at `place`.
  func producer(of input: Int, at place: Int) -> Int? {
    tensor(input, at: place).flatMap { producers[$0] }
  }

  /// The only layer that reads the first output of the layer at `place`.
  func onlyConsumer(of place: Int) -> Int? {
    let readers = self.consumers(of: place)
    return readers.count == 1 ? readers[0] : nil
  }

  /// The layers that read the first output of the layer at `place`.
  func consumers(of place: Int) -> [Int] {
    layers[place].layer.outputs.first.flatMap { $0 }.flatMap { consumers[$0] } ?? []
  }

  /// The tensor at `input` of the layer at `place`.
  func tensor(_ input: Int, at place: Int) -> TensorID? {
    let inputs = layers[place].layer.inputs
    return inputs.indices.contains(input) ? inputs[input] : nil
  }

  /// The name of that tensor; empty where there is none.
  func tensorName(_ input: Int, at place: Int) -> String {
    tensor(input, at: place).map { graph.tensors[$0].name } ?? ""
  }

  /// What stands at `input` of the layer at `place`.
  func operand(_ input: Int, at place: Int) -> Operand? {
    let inputs = layers[place].inputs
    return inputs.indices.contains(input) ? inputs[input] : nil
  }

  /// Whether the layer at `place` is the operator `type` of ONNX.
  func isOperator(_ type: String, at place: Int) -> Bool {
    layers[place].layer.operatorName == OperatorName(type)
  }

  /// The type of the layer at `place` in ONNX's own domain; empty in another.
  func type(at place: Int) -> String {
    let name = layers[place].layer.operatorName
    return name.domain.isEmpty ? name.type : ""
  }

  /// The place of the input that is no constant, where the other of two is one.
  func activationInput(at place: Int) -> Int? {
    let isConstant = [0, 1].map { operand($0, at: place)?.isConstant ?? true }
    guard isConstant[0] != isConstant[1] else { return nil }
    return isConstant[0] ? 1 : 0
  }

  /// Whether an input of the layer at `place` is a constant of one element.
  func scales(at place: Int) -> Bool {
    [0, 1].contains { input in
      operand(input, at: place).map { $0.isConstant && $0.elementCount == 1 } ?? false
    }
  }

  /// The path of modules in the name of the layer at `place`, as PyTorch's exporter writes it:
  /// `/layer1/layer1.0/relu` of `/layer1/layer1.0/relu/Relu_1`; nil where the name is none.
  func path(at place: Int) -> Substring? {
    let name = layers[place].layer.name
    guard name.hasPrefix("/"), let slash = name.lastIndex(of: "/") else { return nil }
    return name[..<slash]
  }
}
