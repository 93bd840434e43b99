/// What is given for an input on one run: its type and shape, and its values where they are few.
public indirect enum InputValue: Sendable, Hashable {
  /// A tensor.
  case tensor(ElementType, shape: [Int], contents: TensorContents?)
  /// Tensors one after another, of one element type.
  case sequence([InputValue], of: ElementType)
  /// An optional value that is not there.
  case absent(of: ElementType)
}
