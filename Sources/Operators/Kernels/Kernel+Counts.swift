import ModelGraph

extension Kernel {
  /// The kernel that the counts of a layer suggest, where its rule states none: a square product of
  /// as many sums as there are outputs for a contraction, else a function of elements, else movement.
  init(of work: Work, outputShapes: [[Int]]) {
    let elements = outputShapes.reduce(Count(0)) { $0 + $1.elementCount }.value ?? .max
    if work.macs > 0, elements > 0 {
      let rows = max(1, Int(Double(elements).squareRoot()))
      self = .product(
        Product(
          m: rows, n: max(1, elements / rows), k: max(1, work.macs / elements)))
    } else if work.flops > 0 || work.transcendentals > 0 {
      self = .elementwise(Elementwise(elements: elements))
    } else {
      self = .movement
    }
  }

  /// The kernel over `factor` times as many samples.
  func repeated(_ factor: Int) -> Kernel {
    guard factor > 1 else { return self }
    func times(_ size: Int) -> Int { (Count(size) * Count(factor)).value ?? .max }
    switch self {
    case .product(var product):
      if product.batch == 1 {
        product.m = times(product.m)
      } else {
        product.batch = times(product.batch)
      }
      return .product(product)
    case .convolution(var convolution):
      convolution.batch = times(convolution.batch)
      return .convolution(convolution)
    case .elementwise(var elementwise):
      elementwise.elements = times(elementwise.elements)
      return .elementwise(elementwise)
    case .rows(var rows):
      rows.rows = times(rows.rows)
      return .rows(rows)
    case .gather(var gather):
      gather.rows = times(gather.rows)
      return .gather(gather)
    case .attention(var attention):
      attention.batch = times(attention.batch)
      return .attention(attention)
    case .recurrence(var recurrence):
      recurrence.batch = times(recurrence.batch)
      return .recurrence(recurrence)
    case .network(var network):
      network.batch = times(network.batch)
      return .network(network)
    case .movement: return .movement
    }
  }
}
