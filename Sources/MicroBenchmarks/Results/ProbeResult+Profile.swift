package import Devices

extension ProbeResult {
  /// A profile of this machine: capabilities, each with its spread and what it was measured by.
  package func profile(_ labels: ProfileLabels) -> DeviceProfile {
    var result = self
    result.source = "probe-\(labels.date)"
    return result.described(labels)
  }

  private func described(_ labels: ProfileLabels) -> DeviceProfile {
    DeviceProfile(
      id: labels.id, name: labels.name, vendor: labels.vendor, kind: .cpu,
      sources: [
        source:
          "measured by ridgeline probe on \(labels.date), kernels compiled by \(labels.compiler)"
      ],
      compute: rates, memoryLevels: memoryLevels, structure: structure, achieved: achieved,
      unknown: UnknownFigures(
        compute: rates.isEmpty ? ended : nil,
        memory: levels.isEmpty ? ended : nil,
        memoryBandwidth: memoryLevels.first.flatMap { $0.hasBandwidth ? nil : missingBandwidth }),
      notes: notes)
  }

  private var ended: String {
    isInterrupted
      ? "the measurement was ended before it came to it" : "it was not measured; the notes say why"
  }

  /// Why main memory has no bandwidth.
  private var missingBandwidth: String {
    mainMemoryIsMissing
      ? "the memory that is free does not leave the last cache, so that main memory cannot be measured"
      : ended
  }

  /// Whether levels were found and main memory is none of them.
  package var mainMemoryIsMissing: Bool { levels.last.map { $0.level.name != "dram" } ?? false }

  /// The fastest kernel of each unit and precision on the whole machine.
  private var rates: [ComputeRate] {
    ComputeUnit.allCases.flatMap { unit in
      Precision.allCases.compactMap { precision in
        let places = compute.indices.filter { place in
          let kernel = compute[place].kernel
          return kernel.unit == unit && kernel.precision == precision && kernel.isCeiling
        }
        return fastest(of: places).map { rate(compute[$0]) }
      }
    }
  }

  private func rate(_ measured: Measured<ComputeKernel>) -> ComputeRate {
    let ceiling = measured.ceiling
    let cores = Double(machine.cores.count)
    let hasClock = ceiling.hertz > 0
    return ComputeRate(
      unit: measured.kernel.unit, precision: measured.kernel.precision,
      flopsPerSecond: sourced(
        ceiling, measured.kernel.name, measured.team,
        isLowerBound: isLowerBound(measured), bound: upperBound(of: measured)),
      operationsPerUnitPerClock: hasClock
        ? Sourced(
          (ceiling.capability.value / ceiling.hertz / cores).significant, source: source,
          note: limit(of: measured).map { "the design allows \($0.significant)" }) : nil,
      clockHertz: hasClock
        ? Sourced(
          ceiling.hertz.significant, source: source,
          note: "told by a chain of dependent multiplications beside the kernel") : nil)
  }

  private func sourced(
    _ ceiling: Ceiling, _ kernel: String, _ team: ProbeTeam, isLowerBound: Bool, bound: Double?
  ) -> Sourced {
    let most = bound.map { "; at most \($0.significant), what one core did so many times" } ?? ""
    let doubt =
      isLowerBound ? "at least: its threads hardly ever had their cores to themselves\(most); " : ""
    return Sourced(
      ceiling.capability.value.significant, source: source,
      note: doubt + "kernel \(kernel), " + spread(ceiling, team))
  }

  private func sourced(_ measured: Measured<MemoryKernel>?, _ level: MeasuredLevel) -> Sourced? {
    measured.map {
      sourced(
        $0.ceiling, $0.kernel.name, $0.team, isLowerBound: isLowerBound($0, on: level),
        bound: level.upperBound(of: $0))
    }
  }

  func spread(_ ceiling: Ceiling, _ team: ProbeTeam) -> String {
    let percent = ((ceiling.capability.spread * 1000).rounded(.up) / 10)
    let duration = ceiling.secondsSustained.map { " over \($0.significant) s" } ?? ""
    return "\(team.name), ±\(percent) % of 95 in 100 repetitions, sustained "
      + "\(ceiling.sustained.value.significant)\(duration), "
      + "\(ceiling.undisturbed) of \(ceiling.slices) slices undisturbed"
      + (ceiling.isSumOfThreads ? ", the sum of what each thread did on a core of its own" : "")
      + places(of: ceiling)
  }

  /// Main memory first; without figures where it could not be reached.
  private var memoryLevels: [MemoryLevel] {
    (mainMemoryIsMissing ? [MemoryLevel(level: "dram")] : []) + levels.reversed().map(memoryLevel)
  }

  /// Figures of a level for the whole machine: those of all cores together, or of fewer, where fewer
  /// got more.
  private func memoryLevel(_ measured: MeasuredLevel) -> MemoryLevel {
    let level = measured.level
    let stated = level.statedBytes.map { "stated: \($0) bytes; " } ?? ""
    let all = measured.bandwidths.max {
      $0.ceiling.capability.value < $1.ceiling.capability.value
    }
    let writes = ["write", "write non-temporal"].compactMap { measured.best($0) }
      .max { $0.ceiling.capability.value < $1.ceiling.capability.value }
    return MemoryLevel(
      level: level.name,
      bytes: level.bytes.map {
        Sourced(
          Double($0), source: source,
          note: stated + "the largest working set that ran at this level's speed on one core")
      },
      bytesPerSecond: sourced(all, measured),
      readBytesPerSecond: sourced(measured.best("read"), measured),
      writeBytesPerSecond: sourced(writes, measured),
      latencySeconds: measured.latencySeconds.map {
        Sourced(
          $0.significant, source: source,
          note: "dependent reads of 64-byte lines in a random order over "
            + "\(level.typicalBytes) bytes" + pages)
      })
  }

  private var pages: String {
    chainPageBytes.map { ", pages of \($0 >> 10) KiB" } ?? ""
  }

  private var structure: Structure {
    let clock = best("fp32", on: machine.allCores).map {
      Sourced(
        $0.ceiling.hertz.significant, source: source,
        note: "told by a chain of dependent multiplications beside kernel \($0.kernel.name)")
    }
    return Structure(
      computeUnits: ComputeUnits(
        name: "core", count: Sourced(Double(machine.cores.count), source: source)),
      clockHertz: clock.flatMap { $0.value > 0 ? $0 : nil })
  }

  private var notes: [String] {
    var notes = ["Capability: the mean of the 95th to the 99th percentile of undisturbed slices."]
    if let cores = effectiveCores {
      notes.append(
        "\(machine.cores.count) cores do \((cores * 100).rounded() / 100) times what one does.")
    }
    if let distanceNote { notes.append(distanceNote) }
    notes += warnings
    if isInterrupted { notes.append("The measurement was ended early.") }
    return notes
  }
}

extension Double {
  /// The value to five significant digits: more are noise.
  var significant: Double {
    guard isFinite, self != 0 else { return self }
    // Powers of ten are exact up to 1e22, so that only the last step rounds.
    var (multiplier, divisor) = (1.0, 1.0)
    while (magnitude * multiplier).rounded() < 10_000, multiplier < 1e22 { multiplier *= 10 }
    while (magnitude / divisor).rounded() >= 100_000, divisor < 1e22 { divisor *= 10 }
    return (self * multiplier / divisor).rounded() * divisor / multiplier
  }
}
