extension DeviceProfile {
  /// The highest rate for contractions (convolutions, matrix products) in a precision: the fastest
  /// unit that has it, else the fastest that has an exact substitute, else a declared narrowing one.
  ///
  /// Nil where no unit can do it.
  public func contractionRate(precision: Precision) -> ResolvedRate? {
    let candidates = [ComputeUnit.matrix, .vector, .scalar].compactMap {
      resolve(precision: precision, on: $0)
    }
    let best = Substitution.allCases.lazy.compactMap { substitution in
      // Of equals, `max` keeps the first: the matrix unit.
      candidates.filter { Substitution(of: $0) == substitution }
        .max { $0.flopsPerSecond < $1.flopsPerSecond }
    }.first
    return best.map(explainingUnit)
  }

  /// The highest rate for arithmetic element by element in a precision: the vector unit's, else the
  /// scalar unit's, else, as an upper bound, the matrix unit's.
  ///
  /// Nil where no unit can do it.
  public func elementwiseRate(precision: Precision) -> ResolvedRate? {
    if let rate = resolve(precision: precision, on: .vector) { return rate }
    if let rate = resolve(precision: precision, on: .scalar) { return rate }
    guard let bound = resolve(precision: precision, on: .matrix) else { return nil }
    return bound.adding(
      "\(id) lists no vector rate for it: its matrix rate stands in as an upper bound")
  }

  /// The rate with a word on why the matrix unit of a device that has one is not used.
  private func explainingUnit(_ resolved: ResolvedRate) -> ResolvedRate {
    let unit = resolved.rate.unit
    guard unit != .matrix, resolved.explanation == nil,
      compute.contains(where: { $0.unit == .matrix })
    else { return resolved }
    let reason =
      rate(unit: .matrix, precision: resolved.requested) == nil
      ? "has no \(resolved.requested.rawValue) matrix rate"
      : "has a slower \(resolved.requested.rawValue) matrix rate"
    return resolved.adding("\(id) \(reason): the \(unit.rawValue) unit computes it")
  }
}

extension ResolvedRate {
  /// The same rate with one more reason.
  fileprivate func adding(_ reason: String) -> ResolvedRate {
    var resolved = self
    resolved.explanation = explanation.map { "\($0); \(reason)" } ?? reason
    return resolved
  }
}

/// How much a substitution costs in precision, the least first.
private enum Substitution: CaseIterable {
  case none, widened, narrowed

  init(of resolved: ResolvedRate) {
    if resolved.used == resolved.requested {
      self = .none
    } else if resolved.requested.exactlyWider.contains(resolved.used) {
      self = .widened
    } else {
      self = .narrowed
    }
  }
}
