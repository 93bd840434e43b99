extension DeviceProfile {
  /// The profile with the figures of `choice`.
  ///
  /// With ``CeilingChoice/achieved``, a measured figure stands in
  ///
  /// - for the fastest rate of a precision: the highest `gemm.PRECISION.flopsPerSecond`;
  /// - for the bandwidth of a memory level: the highest of `LEVEL.bytesPerSecond`,
  ///   `LEVEL.readBytesPerSecond`, `LEVEL.triadBytesPerSecond` and `LEVEL.streamBytesPerSecond`, else
  ///   the highest that matrix products drew from main memory, `gemm.PRECISION.dramBytesPerSecond`;
  /// - for writes alone: the highest `LEVEL.writeBytesPerSecond`.
  ///
  /// What was not measured keeps the datasheet's figure. Nothing is scaled or guessed.
  public func choosing(_ choice: CeilingChoice) -> ChosenCeilings {
    var chosen = ChosenCeilings(profile: self, figures: [])
    for index in compute.indices {
      let measured = choice == .achieved ? achievedRate(for: compute[index]) : nil
      if let measured {
        chosen.profile.compute[index].flopsPerSecond = measured.sourced
      }
      chosen.figures.append(figure(of: compute[index], measured))
    }
    for index in memoryLevels.indices {
      choose(choice, for: memoryLevels[index], at: index, in: &chosen)
    }
    return chosen
  }

  private func figure(of rate: ComputeRate, _ measured: Achieved?) -> CeilingFigure {
    figure(.compute(rate.unit, rate.precision), datasheet: rate.flopsPerSecond, measured)
      ?? CeilingFigure(
        subject: .compute(rate.unit, rate.precision), origin: .datasheet,
        value: rate.flopsPerSecond.value, source: rate.flopsPerSecond.source)
  }

  private func figure(
    _ subject: CeilingFigure.Subject, datasheet: Sourced?, _ measured: Achieved?
  ) -> CeilingFigure? {
    if let measured {
      return CeilingFigure(
        subject: subject, origin: .achieved, value: measured.value,
        datasheetValue: datasheet?.value, conditions: measured.conditions, source: measured.source)
    }
    return datasheet.map {
      CeilingFigure(
        subject: subject, origin: .datasheet, value: $0.value, datasheetValue: $0.value,
        conditions: $0.note, source: $0.source)
    }
  }

  /// The highest rate of matrix products in a precision, for the fastest unit that has it.
  private func achievedRate(for rate: ComputeRate) -> Achieved? {
    guard rate.flopsPerSecond.value == highestRate(in: rate.precision) else { return nil }
    return highest(["gemm.\(rate.precision.rawValue).flopsPerSecond"])
  }

  private func choose(
    _ choice: CeilingChoice, for level: MemoryLevel, at index: Int, in chosen: inout ChosenCeilings
  ) {
    let measured = choice == .achieved ? achievedBandwidths(of: level) : [:]
    let all: [(MemoryDirection, WritableKeyPath<MemoryLevel, Sourced?>)] = [
      (.both, \.bytesPerSecond), (.read, \.readBytesPerSecond), (.write, \.writeBytesPerSecond),
    ]
    for (direction, path) in all {
      if let found = measured[direction] {
        chosen.profile.memoryLevels[index][keyPath: path] = found.sourced
      }
      let subject = CeilingFigure.Subject.memory(level: level.level, direction)
      if let figure = figure(subject, datasheet: level[keyPath: path], measured[direction]) {
        chosen.figures.append(figure)
      }
    }
  }

  /// A level that states reads and writes apart keeps them apart.
  private func achievedBandwidths(of level: MemoryLevel) -> [MemoryDirection: Achieved] {
    let name = level.level
    var found: [MemoryDirection: Achieved] = [:]
    found[.write] = highest(["\(name).writeBytesPerSecond"])
    let sustained = highest(
      ["", "read", "triad", "stream"].map {
        $0.isEmpty ? "\(name).bytesPerSecond" : "\(name).\($0)BytesPerSecond"
      })
    let isMain = level.level == mainMemory?.level
    let both = sustained ?? (isMain ? highestOfProducts : nil)
    if level.bytesPerSecond == nil && level.readBytesPerSecond != nil {
      found[.read] = both
    } else {
      found[.both] = both
    }
    return found
  }

  /// The highest bandwidth that matrix products bound by main memory drew from it.
  private var highestOfProducts: Achieved? {
    highest(Precision.allCases.map { "gemm.\($0.rawValue).dramBytesPerSecond" })
  }

  private func highest(_ metrics: [String]) -> Achieved? {
    let known = Set(metrics)
    // Of equals, `max` keeps the first.
    return achieved.filter { known.contains($0.metric) }.max { $0.value < $1.value }
  }
}

extension Achieved {
  /// The measurement as a figure of a profile.
  fileprivate var sourced: Sourced {
    Sourced(value, source: source, note: conditions.map { "achieved: \($0)" } ?? "achieved")
  }
}
