extension DeviceProfile {
  /// The dense rate of a unit in exactly this precision, if the device lists one.
  public func rate(unit: ComputeUnit, precision: Precision) -> ComputeRate? {
    compute.first { $0.unit == unit && $0.precision == precision }
  }

  /// The rate of a unit for arithmetic in a precision, substituted where the device lacks it.
  ///
  /// In this order, the first that exists: the precision itself; the fastest of those that hold all
  /// its values exactly (``Precision/exactlyWider``); a narrowing substitution that the profile
  /// declares (``fallbacks``) for it or for one of those. Nil where there is none: nothing is
  /// guessed.
  public func resolve(precision: Precision, on unit: ComputeUnit) -> ResolvedRate? {
    if let rate = rate(unit: unit, precision: precision) {
      return ResolvedRate(rate: rate, requested: precision)
    }
    return widened(precision, on: unit) ?? narrowed(precision, on: unit)
  }

  private func widened(_ precision: Precision, on unit: ComputeUnit) -> ResolvedRate? {
    let wider = precision.exactlyWider.compactMap { rate(unit: unit, precision: $0) }
    // Of equals, `max` keeps the first: the nearest precision.
    let fastest = wider.max { $0.flopsPerSecond.value < $1.flopsPerSecond.value }
    return fastest.map { rate in
      ResolvedRate(
        rate: rate, requested: precision,
        explanation: "\(missing(precision, on: unit)): it runs as \(rate.precision.rawValue), "
          + "which holds every \(precision.rawValue) value exactly")
    }
  }

  private func narrowed(_ precision: Precision, on unit: ComputeUnit) -> ResolvedRate? {
    for step in [precision] + precision.exactlyWider {
      for fallback in fallbacks where fallback.from == step {
        guard let rate = rate(unit: unit, precision: fallback.to) else { continue }
        let detour = step == precision ? "" : " by way of \(step.rawValue)"
        return ResolvedRate(
          rate: rate, requested: precision,
          explanation: "\(missing(precision, on: unit)): it runs as \(fallback.to.rawValue)"
            + "\(detour), which loses precision: \(fallback.reason)")
      }
    }
    return nil
  }

  private func missing(_ precision: Precision, on unit: ComputeUnit) -> String {
    "\(id) has no \(precision.rawValue) \(unit.rawValue) rate"
  }
}
