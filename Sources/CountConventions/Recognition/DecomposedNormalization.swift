import ModelGraph
import Operators

/// Before opset 17 a layer normalisation is exported as (x − mean) / √(variance + ε) · γ + β: ReduceMean,
/// Sub, Pow (or a Mul with itself), ReduceMean, Add, Sqrt, Div, Mul, Add. The division stands for it.
enum DecomposedNormalization {
  static func recognise(_ links: Links, _ kinds: inout [SeenLayer.Kind]) {
    for place in kinds.indices where links.isOperator("Div", at: place) {
      guard let parts = parts(of: place, links) else { continue }
      for part in parts + affineParts(after: place, links) { kinds[part] = .part }
      kinds[place] = .normalization(.layer)
    }
  }

  /// The layers before the division.
  private static func parts(of division: Int, _ links: Links) -> [Int]? {
    guard let difference = links.producer(of: 0, at: division),
      links.isOperator("Sub", at: difference),
      let root = links.producer(of: 1, at: division), links.isOperator("Sqrt", at: root),
      let sum = links.producer(of: 0, at: root), links.isOperator("Add", at: sum),
      let variance = [0, 1].lazy.compactMap({ links.producer(of: $0, at: sum) }).first,
      links.isOperator("ReduceMean", at: variance),
      let square = links.producer(of: 0, at: variance),
      ["Pow", "Mul"].contains(links.type(at: square)),
      let centred = links.producer(of: 0, at: square), isCentred(centred, links),
      let mean = links.producer(of: 1, at: difference), links.isOperator("ReduceMean", at: mean)
    else { return nil }
    return [difference, root, sum, variance, square, centred, mean]
  }

  /// The difference from the mean, which some exporters cast before they square it.
  private static func isCentred(_ place: Int, _ links: Links) -> Bool {
    if links.isOperator("Sub", at: place) { return true }
    guard links.isOperator("Cast", at: place), let before = links.producer(of: 0, at: place) else {
      return false
    }
    return links.isOperator("Sub", at: before)
  }

  private static func affineParts(after division: Int, _ links: Links) -> [Int] {
    guard let scale = links.onlyConsumer(of: division), links.isOperator("Mul", at: scale),
      links.activationInput(at: scale) != nil
    else { return [] }
    guard let shift = links.onlyConsumer(of: scale), links.isOperator("Add", at: shift),
      links.activationInput(at: shift) != nil
    else { return [scale] }
    return [scale, shift]
  }
}
