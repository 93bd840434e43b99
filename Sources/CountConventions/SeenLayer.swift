package import ModelGraph
package import Operators

/// A layer as those see it who count by modules and functions: what it was before its export.
package struct SeenLayer: Sendable {
  /// What a layer is, or was.
  package enum Kind: Sendable, Hashable {
    /// A convolution, transposed or not.
    case convolution(Convolution)
    /// A deformable convolution.
    case deformableConvolution
    /// A matrix product with stored weights.
    case linear(Linear)
    /// A matrix product of two activations.
    case product(Attention)
    /// One operator that is the whole of an attention.
    case attention
    /// A contraction in Einstein's notation.
    case einsum
    /// A normalisation.
    case normalization(Normalization)
    /// An activation function.
    case activation(Activation)
    /// A softmax, perhaps of an attention.
    case softmax(Attention)
    /// A pooling.
    case pooling(Pooling)
    /// A recurrent layer.
    case recurrence
    /// Resizing.
    case resize
    /// Sampling at given places.
    case gridSample
    /// A part of what another layer stands for.
    case part
    /// Anything else.
    case other
  }

  /// What a convolution has beside its products.
  package struct Convolution: Sendable, Hashable {
    /// Whether a bias is added.
    package var hasBias: Bool
    /// The batch normalisation that stood after it.
    package var normalization: Merged
    /// The activation function within the same layer, where the format has them in one.
    package var activation: Activation?
  }

  /// Whether a layer holds a batch normalisation.
  package enum Merged: Sendable, Hashable {
    case none
    /// Folded into the weights by the exporter.
    case folded
    /// A part of the layer, as in Darknet's sections.
    case within
  }

  /// What a matrix product with stored weights is in PyTorch.
  package struct Linear: Sendable, Hashable {
    /// Whether a bias is added.
    package var hasBias: Bool
    /// Where the product is called.
    package var caller: Caller
    /// How many elements one bias has.
    package var features: Int
  }

  /// Where a matrix product with stored weights is called.
  package enum Caller: Sendable, Hashable {
    /// In `nn.Linear`.
    case linear
    /// In `nn.MultiheadAttention`.
    case multiheadAttention
    /// By the function `linear`, in a module of another kind.
    case linearFunction
    /// By the function `addmm`.
    case addmm
  }

  /// What a product of two activations is to an attention.
  package enum Attention: Sendable, Hashable {
    /// No part of one, as far as it can be told.
    case none
    /// Written out: the program multiplies queries and keys itself.
    case written
    /// Within the function `scaled_dot_product_attention`.
    case fused
  }

  /// The kinds of normalisation that tools tell apart.
  package enum Normalization: Sendable, Hashable {
    case batch, layer, group, instance, other
  }

  /// The activation functions that tools tell apart.
  package enum Activation: Sendable, Hashable {
    case relu, relu6, leakyRelu, prelu, elu, gelu, silu, other
  }

  /// The kinds of pooling that tools tell apart.
  package enum Pooling: Sendable, Hashable {
    case max, average, adaptiveAverage
  }

  /// The layer as it was walked over.
  package var traced: TracedLayer
  /// What it is, or was.
  package var kind: Kind
  /// Whether it stands alone under its name's path, as a module of PyTorch does.
  package var isModule: Bool
  /// Whether it stands within `nn.MultiheadAttention`.
  package var isInMultiheadAttention: Bool

  /// The operator.
  package var operatorName: OperatorName { traced.layer.operatorName }

  /// The elements of the input at `place`; none where there is no such input.
  package func inputElements(_ place: Int = 0) -> Count {
    input(place)?.elementCount ?? 0
  }

  /// The elements of the output at `place`; none where there is no such output.
  package func outputElements(_ place: Int = 0) -> Count {
    traced.outputs.indices.contains(place) ? traced.outputs[place].elementCount : 0
  }

  /// The input at `place`, where it is given.
  package func input(_ place: Int) -> Operand? {
    traced.inputs.indices.contains(place) ? traced.inputs[place] : nil
  }

  /// How many inputs are given.
  package var inputCount: Int { traced.layer.inputs.count }
}
