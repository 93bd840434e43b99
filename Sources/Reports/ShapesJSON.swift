import ModelGraph
import Operators

/// The JSON form of ``ShapesReport``.
public struct ShapesJSON: Encodable, Sendable {
  let schemaVersion = 1
  let models: [ModelShapesJSON]
}

/// One model of ``ShapesJSON``.
struct ModelShapesJSON: Encodable, Sendable {
  let path: String
  @Nullable var name: String?
  @Nullable var format: String?
  let values: [ValueShapeJSON]
  let unknownLayers: [UnknownLayerJSON]
  @Nullable var error: String?

  init(_ entry: ShapesReport.Entry, told: (ModelShapes) -> [ValueShape]) {
    path = entry.path
    switch entry.result {
    case .success(let model):
      (name, format, error) = (model.name, model.format, nil)
      values = told(model).map(ValueShapeJSON.init)
      unknownLayers = model.unknown.map(UnknownLayerJSON.init)
    case .failure(let failure):
      (name, format, error) = (nil, nil, failure.line)
      (values, unknownLayers) = ([], [])
    }
  }
}

/// One value of ``ShapesJSON``.
struct ValueShapeJSON: Encodable, Sendable {
  let name: String
  let role: String
  let isOutput: Bool
  let kind: String
  @Nullable var elementType: String?
  @Nullable var shape: [Int]?
  let isBound: Bool
  @Nullable var shapesOfElements: [[Int]]?
  @Nullable var integers: [Int]?

  init(_ value: ValueShape) {
    name = value.name
    role = value.role.rawValue
    isOutput = value.isOutput
    kind = value.kind.rawValue
    elementType = value.elementType?.rawValue
    shape = value.shape
    isBound = value.isBound
    shapesOfElements = value.shapesOfElements
    integers = value.integers
  }
}

/// A layer of ``ShapesJSON`` whose outputs are not known.
struct UnknownLayerJSON: Encodable, Sendable {
  let name: String
  let `operator`: String
  let reason: String

  init(_ layer: UncountedLayer) {
    name = layer.name
    `operator` = layer.operatorName.description
    reason = layer.reason
  }
}
