package import ModelGraph

/// What a rule says that one layer costs, before bytes are reckoned.
package struct LayerCost: Sendable {
  /// Multiply–accumulates of contractions.
  package var macs: Count
  /// Arithmetic beside the contractions; the two FLOPs of each multiply–accumulate are added to it.
  package var otherFlops: Count
  /// Evaluations of transcendental functions.
  package var transcendentals: Count
  /// What is moved, where it differs from each tensor once.
  package var traffic: Traffic
  /// The type in which the arithmetic is done, where it is not that of the first input.
  package var computeType: ElementType?
  /// The places of inputs that hold running statistics, which training does not change by gradient.
  package var statisticsInputs: Set<Int>
  /// What a reader of the report should know of this layer's counts.
  package var notes: [String]
  /// Those of ``macs`` that work on the layer's own states, from step to step: their gradients are
  /// needed even where that of the layer's input is not.
  package var recurrentMacs: Count
  /// How many numbers an input holds, by its place, where that is more than its elements: weights of
  /// a few bits, packed into bytes.
  package var packedElements: [Int: Count]
  /// What sort of computation it is, where that is more than its counts tell.
  package var kernel: Kernel?

  /// A cost; what is left out is zero.
  package init(
    macs: Count = 0, otherFlops: Count = 0, transcendentals: Count = 0,
    traffic: Traffic = .eachTensorOnce, computeType: ElementType? = nil,
    statisticsInputs: Set<Int> = [], notes: [String] = [], packedElements: [Int: Count] = [:],
    recurrentMacs: Count = 0, kernel: Kernel? = nil
  ) {
    self.macs = macs
    self.otherFlops = otherFlops
    self.transcendentals = transcendentals
    self.traffic = traffic
    self.computeType = computeType
    self.statisticsInputs = statisticsInputs
    self.notes = notes
    self.packedElements = packedElements
    self.recurrentMacs = recurrentMacs
    self.kernel = kernel
  }

  /// A layer that only looks at its input in another way.
  package static let view = LayerCost(traffic: .view)

  /// All arithmetic.
  package var flops: Count { 2 * macs + otherFlops }
}

/// What a layer moves, as far as it differs from "every input read once, every output written once".
package struct Traffic: Sendable {
  /// Elements read of an input, by its place, where that is not all of it.
  package var elementsRead: [Int: Count] = [:]
  /// Elements written of an output, by its place, where that is not all of it.
  package var elementsWritten: [Int: Count] = [:]
  /// The places of inputs of which rows are fetched by index: what is read follows the batch, so a
  /// stored table's rows stand among the input bytes and not among the weights.
  package var gathered: Set<Int> = []
  /// Whether nothing is moved and the first output is the first input's storage.
  package var isView = false

  /// Every input read once and every output written once.
  package static let eachTensorOnce = Traffic()
  /// Nothing moved; the output shares the first input's storage.
  package static let view = Traffic(isView: true)
}

/// A weight that a rule knows of and the file does not hold: Darknet's files have no tensors.
package struct ImpliedWeight: Sendable {
  /// What it is: `weights`, `biases`, `rolling_mean`.
  package var name: String
  /// How many elements are stored.
  package var elements: Count
  /// Whether training changes it by gradient; a running mean or variance is not trained.
  package var isTrainable: Bool
  /// The type of its elements, as it is stored.
  package var elementType: ElementType
  /// How many of its elements are read; nil: all, once.
  package var elementsRead: Count?

  /// A stored weight of `elements` elements.
  package init(
    name: String, elements: Count, isTrainable: Bool = true, elementType: ElementType = .float32,
    elementsRead: Count? = nil
  ) {
    self.name = name
    self.elements = elements
    self.isTrainable = isTrainable
    self.elementType = elementType
    self.elementsRead = elementsRead
  }
}
