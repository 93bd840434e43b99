package import Devices

extension ProbeResult {
  /// The key of the measurement among a profile's sources.
  private static let source = "probe"

  /// A profile of this machine: capabilities, each with its spread and what it was measured by.
  package func profile(_ labels: ProfileLabels) -> DeviceProfile {
    DeviceProfile(
      id: labels.id, name: labels.name, vendor: labels.vendor, kind: .cpu,
      sources: [
        Self.source:
          "measured by ridgeline probe on \(labels.date), kernels compiled by \(labels.compiler)"
      ],
      compute: rates, memoryLevels: levels.reversed().map(memoryLevel), structure: structure,
      achieved: achieved,
      unknown: UnknownFigures(
        compute: rates.isEmpty ? "the measurement was ended before it came to them" : nil,
        memory: levels.isEmpty ? "the measurement was ended before it came to it" : nil,
        memoryBandwidth: bandwidthIsMissing
          ? "the measurement was ended before it came to it" : nil),
      notes: notes)
  }

  private var bandwidthIsMissing: Bool {
    levels.last.map { $0.bandwidths.isEmpty } ?? false
  }

  /// The fastest kernel of each unit and precision on the whole machine.
  private var rates: [ComputeRate] {
    ComputeUnit.allCases.flatMap { unit in
      Precision.allCases.compactMap { precision in
        let kernels = compute.filter {
          $0.kernel.unit == unit && $0.kernel.precision == precision && $0.kernel.isCeiling
        }
        return kernels.max { $0.ceiling.capability.value < $1.ceiling.capability.value }.map {
          ComputeRate(unit: unit, precision: precision, flopsPerSecond: sourced($0))
        }
      }
    }
  }

  private func sourced(_ measured: Measured<ComputeKernel>) -> Sourced {
    Sourced(
      measured.ceiling.capability.value.significant, source: Self.source,
      note: "kernel \(measured.kernel.name), " + spread(measured.ceiling, measured.threads))
  }

  private func sourced(_ measured: Measured<MemoryKernel>?) -> Sourced? {
    measured.map {
      Sourced(
        $0.ceiling.capability.value.significant, source: Self.source,
        note: "kernel \($0.kernel.name), " + spread($0.ceiling, $0.threads))
    }
  }

  private func spread(_ ceiling: Ceiling, _ threads: Int) -> String {
    let on = threads == 1 ? "1 thread" : "\(threads) threads"
    let percent = ((ceiling.capability.spread * 1000).rounded(.up) / 10)
    return "\(on), ±\(percent) % of 95 in 100 repetitions, sustained "
      + "\(ceiling.sustained.value.significant), "
      + "\(ceiling.undisturbed) of \(ceiling.slices) slices undisturbed"
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
          Double($0), source: Self.source,
          note: stated + "the largest working set that ran at this level's speed on one core")
      },
      bytesPerSecond: sourced(all), readBytesPerSecond: sourced(measured.best("read")),
      writeBytesPerSecond: sourced(writes),
      latencySeconds: measured.latencySeconds.map {
        Sourced(
          $0.significant, source: Self.source,
          note: "dependent reads of 64-byte lines in a random order over "
            + "\(level.typicalBytes) bytes" + pages)
      })
  }

  private var pages: String {
    pageBytes.map { ", pages of \($0 >> 10) KiB" } ?? ""
  }

  private var structure: Structure {
    let clock = best("fp32", threads: 1).map {
      Sourced(
        $0.ceiling.hertz.significant, source: Self.source,
        note: "told by a chain of dependent multiplications beside kernel \($0.kernel.name)")
    }
    return Structure(
      computeUnits: ComputeUnits(
        name: "core", count: Sourced(Double(machine.cores), source: Self.source)),
      clockHertz: clock)
  }

  /// What is no ceiling of a contraction: mixtures of fused multiply-adds and additions; each memory
  /// operation by itself.
  private var achieved: [Achieved] {
    let mixtures = compute.filter { !$0.kernel.isCeiling && $0.threads == machine.cores }.map {
      Achieved(
        metric: "\($0.kernel.name).flopsPerSecond",
        value: $0.ceiling.capability.value.significant,
        conditions: "fused multiply-adds mixed with additions, "
          + spread($0.ceiling, $0.threads), source: Self.source)
    }
    let streams = levels.reversed().flatMap { level in
      ["read", "write", "write non-temporal", "copy", "triad", "update"].compactMap { operation in
        level.best(operation).map { stream(operation, $0, level.level.name) }
      }
    }
    return mixtures + streams
  }

  private func stream(
    _ operation: String, _ measured: Measured<MemoryKernel>, _ level: String
  ) -> Achieved {
    let bytes = measured.ceiling.capability.value
    let traffic = (bytes * measured.kernel.writeAllocateFactor).significant
    let allocating = level == "dram" && measured.kernel.writeAllocateFactor > 1
    let words = operation.split(separator: " ")
    return Achieved(
      metric: "\(level).\(words.joined(separator: "-")).bytesPerSecond", value: bytes.significant,
      conditions: "bytes of the algorithm, kernel \(measured.kernel.name), "
        + spread(measured.ceiling, measured.threads)
        + (allocating ? "; with write-allocate \(traffic)" : ""),
      source: Self.source)
  }

  private var notes: [String] {
    var notes = ["Capability: the mean of the 95th to the 99th percentile of undisturbed slices."]
    if let cores = effectiveCores {
      notes.append(
        "\(machine.cores) cores do \((cores * 100).rounded() / 100) times what one does.")
    }
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
