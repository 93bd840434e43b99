public import Devices

extension ChosenCeilings {
  /// The figures behind the ceilings that were met, in their order.
  func figures(met: [Bound]) -> [CeilingFigure] {
    figures.filter { figure in
      switch figure.subject {
      case .compute(let unit, let precision):
        met.contains(.compute(unit, precision)) || met.contains(.transcendental(unit, precision))
      case .memory(let name, _):
        profile.memoryLevels.contains { $0.level == name && met.contains(.memory($0.label)) }
      }
    }
  }
}

extension Estimate {
  /// What a figure limits, as a layer's bound names it: `compute: matrix fp16`, `memory: HBM3`.
  public func ceiling(of figure: CeilingFigure) -> String {
    switch figure.subject {
    case .compute(let unit, let precision): return Bound.compute(unit, precision).description
    case .memory(let name, _):
      let level = device.memoryLevels.first { $0.level == name }
      return Bound.memory(level?.label ?? name).description
    }
  }

  /// Where the figures behind a layer's bound are from; nil where nothing binds.
  public func origin(of bound: Bound) -> CeilingChoice? {
    let own = figures.filter { figure in
      switch bound {
      case .transcendental(let unit, let precision):
        figure.subject == .compute(unit, precision)
      default: ceiling(of: figure) == bound.description
      }
    }
    if own.isEmpty { return nil }
    return own.contains { $0.origin == .achieved } ? .achieved : .datasheet
  }
}
