import ModelGraph
public import Operators

/// The types and shapes of every value of models.
public struct ShapesReport: Report {
  /// A model's file, and its shapes or why there are none.
  public struct Entry: Sendable {
    /// The path as the user gave it.
    public var path: String
    /// The shapes, or the error in one line.
    public var result: Result<ModelShapes, Failure>

    /// The shapes of the model at `path`.
    public init(path: String, result: Result<ModelShapes, Failure>) {
      self.path = path
      self.result = result
    }
  }

  /// Why a model has no shapes.
  public struct Failure: Error {
    /// One line: where, what, and what to do.
    public var line: String

    /// A failure.
    public init(_ line: String) {
      self.line = line
    }
  }

  /// The models, in the order in which they were asked for.
  public let entries: [Entry]
  /// Whether only what the models give is told.
  public let isOfOutputs: Bool

  /// How many values of each model are told; nil: all.
  public let top: Int?

  /// A report of `entries`; with `isOfOutputs` only of what the models give to the user, with `top`
  /// only of the first values.
  public init(_ entries: [Entry], isOfOutputs: Bool = false, top: Int? = nil) {
    self.entries = entries
    self.isOfOutputs = isOfOutputs
    self.top = top
  }

  /// For people.
  public var document: Document { Document(entries.flatMap(blocks)) }

  private func blocks(of entry: Entry) -> [Document.Block] {
    guard case .success(let model) = entry.result else {
      if case .failure(let failure) = entry.result { return [.paragraph(failure.line)] }
      return []
    }
    let values = told(model)
    var blocks: [Document.Block] = [
      .heading(model.name),
      .table(
        Table(
          columns: [.text("value"), .text("role"), .text("type"), .text("shape")],
          rows: values.map { value in
            [
              value.name, value.isOutput ? "output" : value.role.rawValue, value.typeText,
              value.shapeText,
            ]
          })),
    ]
    if values.contains(where: \.isBound) {
      blocks.append(
        .paragraph("≤: an upper bound; what it really is, is known only while the model runs."))
    }
    blocks += model.unknown.map { layer in
      .paragraph("Not known: what \(layer.name) (\(layer.operatorName)) makes: \(layer.reason).")
    }
    return blocks
  }

  private func told(_ model: ModelShapes) -> [ValueShape] {
    let values = isOfOutputs ? model.values.filter(\.isOutput) : model.values
    return Array(values.prefix(top ?? .max))
  }

  /// A row for each value.
  public var records: Records {
    let rows = entries.flatMap { entry -> [[String]] in
      guard case .success(let model) = entry.result else { return [] }
      return told(model).map { value in
        [
          entry.path, value.name, value.role.rawValue, "\(value.isOutput)", value.kind.rawValue,
          value.elementType?.rawValue ?? "", value.shape?.shapeText ?? "", "\(value.isBound)",
        ]
      }
    }
    return Records(
      fields: ["model", "value", "role", "isOutput", "kind", "elementType", "shape", "isBound"],
      rows: rows)
  }

  /// An object for each model.
  public var json: ShapesJSON {
    ShapesJSON(models: entries.map { ModelShapesJSON($0, told: told) })
  }
}

extension ValueShape {
  /// `float32`, `sequence of float32`.
  fileprivate var typeText: String {
    let element = elementType?.rawValue ?? "?"
    return switch kind {
    case .tensor: element
    case .sparseTensor: "sparse \(element)"
    case .sequence: "sequence of \(element)"
    case .optional: "optional \(element)"
    case .optionalSequence: "optional sequence of \(element)"
    case .map: "map"
    }
  }

  /// `1x3x224x224`, `≤100x3` for a bound, the shapes of a sequence's tensors, `?` where it is not known.
  fileprivate var shapeText: String {
    let mark = isBound ? "≤" : ""
    if let shapesOfElements {
      return mark + "[" + shapesOfElements.map(\.shapeText).joined(separator: ", ") + "]"
    }
    return shape.map { mark + $0.shapeText } ?? "?"
  }
}
