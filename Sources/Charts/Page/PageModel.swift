import ModelGraph
import Operators
import Reports

/// A network's layers, those that are alike in every variant told once: a transformer repeats few.
struct PageModel {
  /// What a layer's numbers in all variants are; layers with the same are of one class.
  private struct Signature: Hashable {
    var operatorName: OperatorName
    var parameters: Int
    var works: [Work]
    var shapes: [String]
    var types: [String]
  }

  /// The work of the first variant.
  let work: ModelWork
  /// The class of each layer.
  let classOfLayer: [Int]
  /// The first layer of each class, by its index.
  let classes: [Int]

  /// The network of `variants`, whose layers are the same.
  init(_ variants: [PageVariant]) {
    work = variants[0].work
    var places: [Signature: Int] = [:]
    var classes: [Int] = []
    classOfLayer = work.layers.indices.map { index in
      let layers = variants.map { $0.work.layers[index] }
      let signature = Signature(
        operatorName: layers[0].operatorName, parameters: layers[0].parameters,
        works: layers.map(\.work), shapes: layers.map(EstimateTable.output),
        types: layers.map { "\($0.computeType)" })
      if let place = places[signature] { return place }
      places[signature] = classes.count
      classes.append(index)
      return classes.count - 1
    }
    self.classes = classes
  }
}

/// A network: its layers by name and class.
struct ModelData: Encodable {
  /// A layer: its name, its class and, where it has some, the place of its notes.
  struct LayerData: Encodable {
    let name: String
    let shape: Int
    let notes: Int?

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(name)
      try list.encode(shape)
      if let notes { try list.encode(notes) }
    }
  }

  let name: String
  let layers: [LayerData]
  let kinds: [Int]
  let parameters: [Int]
  let uncounted: [[String]]

  init(_ model: PageModel, kinds table: KindTable, pool: inout ColumnPool) {
    let work = model.work
    name = TextForm.printable(work.name)
    layers = zip(work.layers, model.classOfLayer).map { layer, shape in
      let notes = layer.notes.map(TextForm.printable)
      return LayerData(
        name: TextForm.printable(layer.name), shape: shape,
        notes: notes.isEmpty ? nil : pool.place(ofNotes: notes))
    }
    kinds = model.classes.map { table.place(of: work.layers[$0].operatorName) }
    parameters = model.classes.map { work.layers[$0].parameters }
    uncounted = work.uncounted.map {
      [$0.name, $0.operatorName.description, $0.reason].map(TextForm.printable)
    }
  }
}

/// A network's work under a choice: a column a count, a cell a class of layers.
struct VariantData: Encodable {
  let model: Int
  let batch: Int
  let precision: String
  let macs: Int
  let flops: Int
  let transcendentals: Int
  let weightBytes: Int
  let inputBytes: Int
  let outputBytes: Int
  let shapes: [String]
  @Nullable var living: Int?
  let storedBytes: Int
  let peak: String
  let remarks: [String]

  init(_ variant: PageVariant, classes: [Int], pool: inout ColumnPool) {
    let work = variant.work
    let layers = classes.map { work.layers[$0] }
    model = variant.model
    batch = work.batch
    precision = variant.precision
    macs = pool.place(of: layers.map(\.work.macs))
    flops = pool.place(of: layers.map(\.work.flops))
    transcendentals = pool.place(of: layers.map(\.work.transcendentals))
    weightBytes = pool.place(of: layers.map(\.work.weightBytes))
    inputBytes = pool.place(of: layers.map(\.work.inputBytes))
    outputBytes = pool.place(of: layers.map(\.work.outputBytes))
    shapes = layers.map(EstimateTable.output)
    let living = work.layers.compactMap(\.livingBytes)
    _living = Nullable(
      wrappedValue: living.count == work.layers.count ? pool.place(of: living) : nil)
    storedBytes = work.weightBytes
    let place = work.peakActivationLayer.map { " in \(TextForm.printable($0))" } ?? ""
    peak =
      "\(Numbers.bytes(Double(work.weightBytes))) of weights are stored; the activations alive at "
      + "the same time come to \(Numbers.bytes(Double(work.peakActivationBytes)))\(place)."
    remarks = work.notes.map { "Note: \(TextForm.printable($0))." }
  }
}
