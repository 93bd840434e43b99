public import ModelGraph

/// The work of one layer that runs.
public struct LayerWork: Sendable {
  /// Its place among the layers that run, from 0.
  public var index: Int
  /// Its name.
  public var name: String
  /// What it computes.
  public var operatorName: OperatorName
  /// The shapes of its outputs.
  public var outputShapes: [[Int]]
  /// Whether its first output can be written over an input that nothing reads after it.
  public var isInPlace: Bool
  /// Whether these are upper bounds, and so is what it does: what they really are, is known only while
  /// the model runs.
  public var isUpperBound: Bool
  /// The type in which its arithmetic is done.
  public var computeType: ElementType
  /// What it does.
  public var work: Work
  /// The stored elements that it is the first to use.
  public var parameters: Int
  /// Those of them that training changes.
  public var trainableParameters: Int
  /// What a reader of the report should know of the counts.
  public var notes: [String]
  /// What sort of computation it is, with its sizes; of several runs that of one in the middle.
  public var kernel: Kernel
  /// How often it runs: the trips of a loop, whose work is all in ``work``.
  public var runs = 1
  /// The layers, by index, that made what it reads; each once, in order.
  public var producers: [Int]
  /// Bytes of the activations that are alive while it runs, its inputs and outputs among them; nil
  /// where they are not followed layer by layer, as in training.
  public var livingBytes: Int?
  /// The file in which the user describes its operator, with the source that it states; nil where this
  /// program's own rule counts it.
  public var describedBy: String?

  /// The work of a layer; the analysis makes it, and tests make their own.
  package init(
    index: Int, name: String, operatorName: OperatorName, outputShapes: [[Int]],
    isInPlace: Bool = false, isUpperBound: Bool = false,
    computeType: ElementType, work: Work, parameters: Int, trainableParameters: Int,
    notes: [String], kernel: Kernel? = nil, producers: [Int] = [],
    livingBytes: Int? = nil, describedBy: String? = nil
  ) {
    self.index = index
    self.name = name
    self.operatorName = operatorName
    self.outputShapes = outputShapes
    self.isInPlace = isInPlace
    self.isUpperBound = isUpperBound
    self.computeType = computeType
    self.work = work
    self.parameters = parameters
    self.trainableParameters = trainableParameters
    self.notes = notes
    self.kernel = kernel ?? Kernel(of: work, outputShapes: outputShapes)
    self.producers = producers
    self.livingBytes = livingBytes
    self.describedBy = describedBy
  }
}

/// A layer whose work is not known.
public struct UncountedLayer: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// What it computes.
  public var operatorName: OperatorName
  /// Why nothing is known of it.
  public var reason: String
  /// Whether there is a rule for its operator, which could not be applied.
  public var hasRule: Bool

  /// A layer that is not counted; the analysis makes it, and tests make their own.
  package init(name: String, operatorName: OperatorName, reason: String, hasRule: Bool = false) {
    self.name = name
    self.operatorName = operatorName
    self.reason = reason
    self.hasRule = hasRule
  }
}

/// The work of a whole network.
public struct ModelWork: Sendable {
  /// The model's name.
  public var name: String
  /// The format that it was read from.
  public var format: String
  /// How many samples go through together.
  public var batch: Int
  /// The layers that run, in order.
  public var layers: [LayerWork]
  /// The layers of which nothing is known; ``totals`` lack them.
  public var uncounted: [UncountedLayer]
  /// How many layers depend on nothing that the user gives, and so are computed once at loading.
  public var foldedLayers: Int
  /// Every stored weight element, a shared one once.
  public var parameters: Int
  /// Those that training changes: not the running mean and variance of a batch normalisation.
  public var trainableParameters: Int
  /// Bytes of the stored weights, a shared one once.
  public var weightBytes: Int
  /// The sum over the layers.
  public var totals: Work
  /// The largest sum of activations that are alive at the same time, in bytes.
  public var peakActivationBytes: Int
  /// The layer at which that is: it makes the last of them; nil where the inputs alone are the peak.
  public var peakActivationLayer: String?
  /// The same where each layer that can writes its output over an input that nothing reads any more. With
  /// training it is ``peakActivationBytes``, for the gradients read what would be written over.
  public var peakActivationBytesInPlace: Int
  /// What a step of training asks beside the layers; nil: inference. With training ``layers`` are those
  /// of the forward pass, then the gradients, then the optimiser's step, and ``peakActivationBytes``
  /// holds the stored activations and their gradients.
  public var training: TrainingWork?
  /// What a reader of the report should know of the counts.
  public var notes: [String]

  /// The work of a network; the analysis makes it, and tests make their own.
  package init(
    name: String, format: String, batch: Int, layers: [LayerWork], uncounted: [UncountedLayer],
    foldedLayers: Int, parameters: Int, trainableParameters: Int, weightBytes: Int, totals: Work,
    peakActivationBytes: Int, peakActivationLayer: String? = nil,
    peakActivationBytesInPlace: Int? = nil,
    training: TrainingWork? = nil, notes: [String]
  ) {
    self.name = name
    self.format = format
    self.batch = batch
    self.layers = layers
    self.uncounted = uncounted
    self.foldedLayers = foldedLayers
    self.parameters = parameters
    self.trainableParameters = trainableParameters
    self.weightBytes = weightBytes
    self.totals = totals
    self.peakActivationBytes = peakActivationBytes
    self.peakActivationLayer = peakActivationLayer
    self.peakActivationBytesInPlace = peakActivationBytesInPlace ?? peakActivationBytes
    self.training = training
    self.notes = notes
  }

  /// What the memory holds at the peak, in bytes: the weights, the living activations and, in
  /// training, the gradients of the weights and the optimiser's states.
  public var requiredBytes: Int {
    let parts = [weightBytes, peakActivationBytes, training?.extraBytes ?? 0]
    return parts.reduce(Count(0)) { $0 + Count($1) }.value ?? .max
  }

  /// The layers whose shapes and work are upper bounds.
  public var boundedLayers: [LayerWork] { layers.filter(\.isUpperBound) }

  /// The operators without a rule, each once, sorted.
  public var unsupportedOperators: [OperatorName] {
    Set(uncounted.filter { !$0.hasRule }.map(\.operatorName)).sorted()
  }
}
