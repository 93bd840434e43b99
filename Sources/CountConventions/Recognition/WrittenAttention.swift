import ModelGraph
import Operators

/// Two products of activations with a softmax between them are an attention.
///
/// `scaled_dot_product_attention` scales queries and keys by the square root of the scale each before
/// it multiplies them, and its export keeps that; programs that write attention out scale one of the
/// two, or the scores. Sources: torch/onnx/_internal/torchscript_exporter/symbolic_opset14.py and
/// onnxscript, function_libs/torch_lib/ops/nn.py, both scaled_dot_product_attention.
enum WrittenAttention {
  /// What may stand between the scores, the softmax and the second product.
  private static let between: Set<String> = [
    "Add", "Cast", "Clip", "Div", "Dropout", "Identity", "IsNaN", "Mul", "Reshape", "Sub",
    "Where",
  ]
  /// No program puts more than this between them.
  private static let mostSteps = 12

  static func recognise(_ links: Links, _ kinds: inout [SeenLayer.Kind]) {
    for place in kinds.indices where links.isOperator("Softmax", at: place) {
      guard let scores = scores(before: place, links, kinds),
        let result = result(after: place, links, kinds)
      else { continue }
      let form = form(of: scores, links)
      kinds[scores] = .product(form)
      kinds[result] = .product(form)
      kinds[place] = .softmax(form)
    }
  }

  private static func scores(
    before softmax: Int, _ links: Links, _ kinds: [SeenLayer.Kind]
  ) -> Int? {
    var place = softmax
    for _ in 0..<mostSteps {
      let inputs = links.layers[place].layer.inputs.indices
      let flowing = inputs.filter { links.operand($0, at: place).map { !$0.isConstant } ?? false }
      // The scores have the softmax's rank or come from a reshape; a mask is broadcast to them.
      let before = flowing.compactMap { links.producer(of: $0, at: place) }
      guard
        let next = before.first(where: { kinds[$0] == .product(.none) })
          ?? before.first(where: { between.contains(links.type(at: $0)) })
      else { return nil }
      if kinds[next] == .product(.none) { return next }
      place = next
    }
    return nil
  }

  private static func result(
    after softmax: Int, _ links: Links, _ kinds: [SeenLayer.Kind]
  ) -> Int? {
    var place = softmax
    for _ in 0..<mostSteps {
      let readers = links.consumers(of: place)
      if let found = readers.first(where: { kinds[$0] == .product(.none) }) { return found }
      guard let next = readers.first(where: { between.contains(links.type(at: $0)) }) else {
        return nil
      }
      place = next
    }
    return nil
  }

  private static func form(of scores: Int, _ links: Links) -> SeenLayer.Attention {
    let isScaled = [0, 1].map { input in
      links.producer(of: input, at: scores).map {
        links.isOperator("Mul", at: $0) && links.scales(at: $0)
      } ?? false
    }
    return isScaled == [true, true] ? .fused : .written
  }
}
