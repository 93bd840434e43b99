/// ONNX Runtime's own profile (`SessionOptions.enable_profiling`): an event for each node of each run.
enum ONNXRuntimeReading {
  private static let suffix = "_kernel_time"

  /// The layers, with the median of the runs; the first of several is left out, since it also
  /// allocates.
  static func profile(
    of entries: [ProfileEntry], path: String, _ statistic: RunStatistic
  ) throws(MeasurementError) -> MeasuredProfile {
    var runs = Runs()
    var providers: Set<String> = []
    var bounds: [(start: Double, end: Double)] = []
    for entry in entries where entry.cat == "Session" && entry.name == "model_run" {
      guard let start = entry.ts, let duration = entry.dur else { continue }
      bounds.append((start, start + duration))
    }
    bounds.sort { $0.start < $1.start }
    for entry in entries where entry.cat == "Node" {
      guard let name = entry.name, name.hasSuffix(suffix), let start = entry.ts else { continue }
      let layer = MeasuredLayer(
        name: String(name.dropLast(suffix.count)), operation: entry.arguments?.operation ?? "",
        seconds: try entry.seconds(path: path), inputShapes: entry.arguments?.inputs ?? [],
        outputShape: entry.arguments?.outputs.first)
      if let provider = entry.arguments?.provider { providers.insert(provider) }
      runs.add(layer, start: start, run: bounds.lastIndex { $0.start <= start } ?? 0)
    }
    guard !runs.isEmpty else {
      throw MeasurementError(
        .value, "holds no node that ran", location: path,
        remedy: "run the network at least once between the start and the end of the profiling")
    }
    let isCPU = providers == ["CPUExecutionProvider"]
    return runs.profile(.onnxRuntime, runtime: isCPU ? "onnxruntime-cpu" : nil, statistic)
  }
}

/// The layers of several runs of one network, in the order in which they ran.
struct Runs {
  private var runs: [Int: [(start: Double, layer: MeasuredLayer)]] = [:]

  /// Whether nothing ran.
  var isEmpty: Bool { runs.isEmpty }

  /// Adds a layer that began at `start`, in any unit, in the run of that number.
  mutating func add(_ layer: MeasuredLayer, start: Double, run: Int) {
    runs[run, default: []].append((start, layer))
  }

  /// The medians, or the least times, over the runs that are alike; a first run is left out where
  /// there are more.
  func profile(
    _ source: MeasuredProfile.Source, runtime: String?, _ statistic: RunStatistic
  ) -> MeasuredProfile {
    var ordered = runs.sorted { $0.key < $1.key }.map { run in
      run.value.sorted { $0.start < $1.start }.map(\.layer)
    }
    var notes: [String] = []
    if ordered.count > 1 {
      ordered.removeFirst()
      notes.append("The first run is left out: it also allocates.")
    } else {
      notes.append("There is one run, with what the first one allocates: record several.")
    }
    // The last run that is like most is the one whose order counts.
    let shape = { (run: [MeasuredLayer]) in run.map(\.name) }
    let counts = Dictionary(grouping: ordered, by: shape)
    let usual =
      counts.max {
        ($0.value.count, $0.key.count) < ($1.value.count, $1.key.count)
      }?.value ?? []
    if usual.count < ordered.count {
      notes.append(
        "\(ordered.count - usual.count) of \(ordered.count) runs went through other layers and are "
          + "left out.")
    }
    var layers = usual.last ?? []
    for place in layers.indices {
      let times = usual.map { $0[place].seconds }
      layers[place].seconds = statistic == .least ? times.min() ?? 0 : Self.median(times)
    }
    return MeasuredProfile(
      source: source, runtime: runtime, layers: layers, runs: usual.count, notes: notes)
  }

  /// The middle of `values`, or the mean of the two in the middle.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
