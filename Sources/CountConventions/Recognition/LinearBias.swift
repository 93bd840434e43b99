import ModelGraph
import Operators

/// `nn.Linear` over more than two dimensions is exported as a MatMul and an Add of its bias.
enum LinearBias {
  static func recognise(_ links: Links, _ kinds: inout [SeenLayer.Kind]) {
    for place in kinds.indices {
      guard case .linear(var form) = kinds[place], !form.hasBias,
        let next = addition(after: place, features: form.features, links)
      else { continue }
      form.hasBias = true
      kinds[place] = .linear(form)
      kinds[next] = .part
    }
  }

  /// The addition of a stored vector, as long as a row, to what only it reads.
  static func addition(after place: Int, features: Int, _ links: Links) -> Int? {
    guard links.isOperator("MatMul", at: place), let next = links.onlyConsumer(of: place),
      links.isOperator("Add", at: next), let given = links.activationInput(at: next),
      links.operand(1 - given, at: next)?.shape == [features]
    else { return nil }
    return next
  }
}
