import ModelGraph
import OperatorFiles
import Operators

/// A model of one layer, of an operator that a file describes.
struct OwnModel {
  var graph: Graph

  /// A layer over inputs of these shapes.
  init(
    _ type: String, inputs: [[Int]], attributes: [String: AttributeValue] = [:],
    domain: String = "com.example"
  ) throws {
    graph = Graph(name: "own", format: "test", operatorSets: ["": 17, "com.example": 1])
    for (place, shape) in inputs.enumerated() {
      graph.tensors.append(
        Tensor(
          name: "x\(place)", role: .input, elementType: .float32,
          shape: shape.map(Dimension.fixed)))
      graph.inputs.append(place)
    }
    graph.tensors.append(Tensor(name: "y", role: .activation))
    graph.outputs = [inputs.count]
    graph.layers = [
      Layer(
        name: "layer", operatorName: OperatorName(type, domain: domain), attributes: attributes,
        inputs: Array(0..<inputs.count), outputs: [inputs.count], location: "node 0")
    ]
  }

  /// The work as a text describes it.
  func work(by text: String, version: Int = 1) throws -> ModelWork {
    var options = AnalysisOptions()
    try OperatorFile.read(json5: text, file: "own-operators.json5", into: &options.operators)
    var graph = graph
    graph.operatorSets["com.example"] = version
    return try ModelWork.counting(graph, options: options)
  }

  /// The only layer as a text describes it.
  func layer(by text: String, version: Int = 1) throws -> LayerWork {
    let work = try work(by: text, version: version)
    guard let layer = work.layers.first else {
      throw OperatorError(.unsupported, work.uncounted.first?.reason ?? "no layer")
    }
    return layer
  }

  /// What one formula makes of a layer with these inputs: the only dimension of its output.
  static func dimension(
    _ formula: String, inputs: [[Int]] = [[2, 3, 5]], attributes: [String: AttributeValue] = [:]
  ) throws -> [Int] {
    let text = """
      { schemaVersion: 1, operators: [
        { domain: "com.example", type: "Try", attributes: { n: 4, list: [6, 7], must: "integer" },
          outputs: [{ shape: ['\(formula)'] }] } ] }
      """
    return try OwnModel("Try", inputs: inputs, attributes: attributes).layer(by: text)
      .outputShapes[0]
  }
}
