package import ModelGraph

/// A tensor as a rule sees it: every size known.
package struct Operand: Sendable {
  /// The type of its elements, as the model states it.
  package var elementType: ElementType
  /// Its dimensions.
  package var shape: [Int]
  /// Its values, where they are known before the model runs and few.
  package var contents: TensorContents?
  /// Whether it is known before the model runs: stored, or computed from what is.
  package var isConstant: Bool
  /// The tensors that it holds, where it is a sequence whose length is known.
  package var tensors: [Operand]?
  /// What kind of value it is.
  package var kind = Tensor.Kind.tensor
  /// Whether it is an optional that is known to be empty.
  package var isAbsent = false
  /// Whether its shape, or the shape that its values are, is an upper bound: what it really is, is known
  /// only while the model runs.
  package var isBound = false

  /// An operand; what a rule makes is not constant unless the evaluation finds so. Values that are not
  /// one for each element are dropped.
  package init(
    _ elementType: ElementType, _ shape: [Int], contents: TensorContents? = nil,
    isConstant: Bool = false
  ) {
    self.elementType = elementType
    self.shape = shape
    self.contents = contents.flatMap { $0.count == shape.elementCount.value ? $0 : nil }
    self.isConstant = isConstant
  }

  /// A sequence of tensors, which has no elements of its own.
  package init(sequence tensors: [Operand], of type: ElementType) {
    self.init(type, [0])
    kind = .sequence
    self.tensors = tensors.map { tensor in
      var held = tensor
      held.isConstant = false
      return held
    }
  }

  /// What is given for an input.
  package init(given value: InputValue) {
    switch value {
    case .tensor(let type, let shape, let contents): self.init(type, shape, contents: contents)
    case .sequence(let values, let type):
      self.init(sequence: values.map(Operand.init(given:)), of: type)
    case .absent(let type):
      self.init(type, [0])
      kind = .optional
      isAbsent = true
    }
  }

  /// What stands for this operand or for `other`, of which one is used and it is not known which: the
  /// larger size at each axis and the larger of each integer, a bound where they differ.
  func holding(_ other: Operand) -> Operand {
    var either = self
    either.isConstant = false
    guard kind == .tensor, other.kind == .tensor else { return either }
    either.isBound = isBound || other.isBound
    if shape != other.shape {
      either.isBound = true
      either.contents = nil
      if shape.count == other.shape.count {
        either.shape = zip(shape, other.shape).map(max)
      } else if let left = elementCount.value, let right = other.elementCount.value, right > left {
        either.shape = other.shape
      }
    } else if contents != other.contents {
      either.contents = nil
      if let left = integers, let right = other.integers {
        either.contents = .integers(zip(left, right).map(max))
        either.isBound = true
      }
    }
    return either
  }

  /// The number of its elements.
  package var elementCount: Count { shape.elementCount }

  /// Its values, where they are known integers.
  package var integers: [Int]? {
    if case .integers(let values) = contents { values } else { nil }
  }

  /// Its values as numbers, where they are known.
  package var numbers: [Double]? {
    switch contents {
    case .integers(let values): values.map(Double.init)
    case .floats(let values): values
    case .strings, nil: nil
    }
  }

  /// Its values, where they are known texts.
  package var strings: [String]? {
    if case .strings(let values) = contents { values } else { nil }
  }
}

extension TensorContents {
  /// The number of values.
  var count: Int {
    switch self {
    case .integers(let values): values.count
    case .floats(let values): values.count
    case .strings(let values): values.count
    }
  }
}
