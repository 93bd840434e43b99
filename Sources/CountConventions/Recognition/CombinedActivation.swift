import ModelGraph
import Operators

/// Activation functions that are exported as several operators.
enum CombinedActivation {
  static func recognise(_ links: Links, _ kinds: inout [SeenLayer.Kind]) {
    for place in kinds.indices {
      switch links.type(at: place) {
      case "Sigmoid", "HardSigmoid": recogniseGate(at: place, links, &kinds)
      case "Erf": recogniseGelu(at: place, links, &kinds)
      default: break
      }
    }
  }

  /// x · σ(x) is SiLU, with a hard σ Hardswish.
  private static func recogniseGate(
    at place: Int, _ links: Links, _ kinds: inout [SeenLayer.Kind]
  ) {
    guard let next = links.onlyConsumer(of: place), links.isOperator("Mul", at: next),
      let given = links.tensor(0, at: place),
      links.layers[next].layer.inputs.contains(given)
    else { return }
    kinds[place] = .activation(links.isOperator("Sigmoid", at: place) ? .silu : .other)
    kinds[next] = .part
  }

  /// x / √2, its error function, + 1, · x, · ½ is GELU (Hendrycks, Gimpel, arXiv:1606.08415).
  private static func recogniseGelu(
    at place: Int, _ links: Links, _ kinds: inout [SeenLayer.Kind]
  ) {
    guard let scaled = links.producer(of: 0, at: place), links.scales(at: scaled),
      let sum = links.onlyConsumer(of: place), links.isOperator("Add", at: sum),
      links.scales(at: sum), let product = links.onlyConsumer(of: sum),
      links.isOperator("Mul", at: product)
    else { return }
    kinds[place] = .activation(.gelu)
    for part in [scaled, sum, product] { kinds[part] = .part }
    if let half = links.onlyConsumer(of: product), links.isOperator("Mul", at: half),
      links.scales(at: half)
    {
      kinds[half] = .part
    }
  }
}
