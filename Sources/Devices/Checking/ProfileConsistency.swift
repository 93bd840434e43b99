/// The checks of a profile's figures against each other, one topic a function.
struct ProfileConsistency {
  /// How far a stated figure may be from what its parts give: datasheets round, and boost clocks
  /// differ between boards.
  static let tolerance = 0.03
  /// How close two figures are the same one.
  static let sameness = 0.005
  /// Where ridge points of real devices lie, in FLOP/byte: a guess, wide enough for a vector unit of
  /// slow fp64 and for fp4 matrix units on one stack of memory. A slip of a prefix leaves it.
  static let plausibleRidge: ClosedRange<Double> = 0.02...20_000

  /// The profile.
  let profile: DeviceProfile

  /// Units × operations a clock × clock give each rate that states them.
  func derivedRates() -> [ProfileFinding] {
    profile.compute.enumerated().compactMap { index, rate in
      guard let derived = derived(rate), Self.differ(rate.flopsPerSecond.value, derived) else {
        return nil
      }
      let stated = rate.flopsPerSecond.value
      let isDouble = !Self.differ(stated, 2 * derived)
      let what =
        "\(stated.engineering) FLOP/s, but \(formula(of: rate)) gives \(rounded(derived))"
        + (isDouble ? ": twice as much looks like a sparse rate" : "")
      let remedy =
        isDouble
        ? "give the dense rate here, and the sparse one in sparseCompute"
        : "correct the rate, structure.computeUnits.count, the clock or "
          + "operationsPerUnitPerClock"
      return ProfileFinding(
        .error, what, keyPath: "compute[\(index)].flopsPerSecond.value", remedy: remedy)
    }
  }

  /// A dense rate is below the sparse one of its unit and precision.
  func sparsity() -> [ProfileFinding] {
    profile.compute.enumerated().compactMap { index, rate in
      let sparse = profile.sparseCompute.first {
        $0.unit == rate.unit && $0.precision == rate.precision
      }
      guard let sparse = sparse?.flopsPerSecond.value else { return nil }
      let dense = rate.flopsPerSecond.value
      guard dense > sparse * (1 - Self.sameness) else { return nil }
      let isSame = abs(dense / sparse - 1) <= Self.sameness
      let fault = isSame ? "the sparse one" : "above the sparse one, \(sparse.engineering)"
      return ProfileFinding(
        .error, "the dense rate \(dense.engineering) FLOP/s is \(fault)",
        keyPath: "compute[\(index)].flopsPerSecond.value",
        remedy: "give the dense rate here: mostly half of the sparse one")
    }
  }

  /// The width of a memory's bus and its data rate give its bandwidth.
  func buses() -> [ProfileFinding] {
    profile.memoryLevels.enumerated().compactMap { index, level in
      guard let stated = level.bytesPerSecond?.value, let bits = level.busBits?.value,
        let rate = level.transfersPerSecond?.value
      else { return nil }
      let derived = bits / 8 * rate
      guard Self.differ(stated, derived) else { return nil }
      return ProfileFinding(
        .error,
        "\(stated.engineering) B/s, but \(bits.engineering) bits × \(rate.engineering) "
          + "transfers/s gives \(rounded(derived))",
        keyPath: "memory[\(index)].bytesPerSecond.value",
        remedy: "correct the bandwidth, busBits or transfersPerSecond")
    }
  }

  /// Rates over the main memory's bandwidth lie where real devices' do.
  func ridgePoints() -> [ProfileFinding] {
    guard let bandwidth = profile.mainMemory?.bytesPerSecond?.value, bandwidth > 0 else {
      return []
    }
    return profile.compute.enumerated().compactMap { index, rate in
      let ridge = rate.flopsPerSecond.value / bandwidth
      guard !Self.plausibleRidge.contains(ridge) else { return nil }
      let range =
        "\(Self.plausibleRidge.lowerBound.engineering) to "
        + Self.plausibleRidge.upperBound.engineering
      return ProfileFinding(
        .error,
        "its ridge point over the main memory, \(rounded(ridge)) FLOP/byte, is no real device's "
          + "(\(range))",
        keyPath: "compute[\(index)].flopsPerSecond.value",
        remedy: "check the powers of ten of this rate and of memory[0].bytesPerSecond")
    }
  }

  /// A unit is rarely slower in a narrower precision than in one that holds all its values.
  func order() -> [ProfileFinding] {
    profile.compute.enumerated().compactMap { index, rate in
      let wider = rate.precision.exactlyWider.compactMap {
        profile.rate(unit: rate.unit, precision: $0)
      }
      let fastest = wider.max { $0.flopsPerSecond.value < $1.flopsPerSecond.value }
      guard let fastest,
        fastest.flopsPerSecond.value > rate.flopsPerSecond.value * (1 + Self.sameness)
      else { return nil }
      return ProfileFinding(
        .warning,
        "\(rate.precision.rawValue) is slower than \(fastest.precision.rawValue) on the "
          + "\(rate.unit.rawValue) unit: \(rate.flopsPerSecond.value.engineering) against "
          + "\(fastest.flopsPerSecond.value.engineering) FLOP/s",
        keyPath: "compute[\(index)].flopsPerSecond.value",
        remedy: "leave it so if the device is like this; else look for swapped or mixed rates")
    }
  }

  /// Units × operations × clock, where the profile has all three.
  private func derived(_ rate: ComputeRate) -> Double? {
    guard let operations = rate.operationsPerUnitPerClock?.value,
      let units = profile.structure?.computeUnits?.count?.value, let clock = clock(of: rate)
    else { return nil }
    return units * operations * clock
  }

  private func clock(of rate: ComputeRate) -> Double? {
    let structure = profile.structure
    let matrix = rate.unit == .matrix ? structure?.matrixClockHertz : nil
    return (rate.clockHertz ?? matrix ?? structure?.clockHertz)?.value
  }

  private func formula(of rate: ComputeRate) -> String {
    let units = profile.structure?.computeUnits?.count?.value ?? 0
    let operations = rate.operationsPerUnitPerClock?.value ?? 0
    let clock = clock(of: rate) ?? 0
    return "\(units.engineering) units × \(operations.engineering) × \(clock.engineering) Hz"
  }

  private func rounded(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return value.engineering }
    var scale = 1.0
    while value / scale >= 10_000 { scale *= 10 }
    while value / scale < 1000 { scale /= 10 }
    return ((value / scale).rounded() * scale).engineering
  }

  private static func differ(_ one: Double, _ other: Double) -> Bool {
    !(abs(one - other) <= tolerance * abs(other))
  }
}
