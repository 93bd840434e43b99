/// The Chrome trace of PyTorch's profiler: operators within operators, and the kernels that they start.
enum TraceReading {
  /// One operator that no other one called.
  private struct Call {
    var start: Double
    var end: Double
    var layer: MeasuredLayer
  }

  /// The outermost operators, run by run; where there are kernels of a device, their time is the
  /// layer's.
  static func profile(
    of entries: [ProfileEntry], path: String, _ statistic: RunStatistic
  ) throws(MeasurementError) -> MeasuredProfile {
    let (calls, usesDevice) = try outermost(entries, path: path)
    guard !calls.isEmpty else {
      throw MeasurementError(
        .value, "holds no operator that ran", location: path,
        remedy: "run the network within the profiler, with record_shapes=True")
    }
    let starts = runStarts(entries, calls)
    var runs = Runs()
    for call in calls {
      runs.add(call.layer, start: call.start, run: starts.lastIndex { $0 <= call.start } ?? 0)
    }
    var profile = runs.profile(.pytorch, runtime: "pytorch-eager", statistic)
    profile.notes.append(
      usesDevice
        ? "Times are those of the device's kernels."
        : "Times are those of the operators on the host, with what the profiler adds to each.")
    if calls.allSatisfy({ $0.layer.inputShapes.isEmpty }) {
      profile.notes.append("It holds no shapes (record_shapes=True): layers are matched by order.")
    }
    return profile
  }

  private static func outermost(
    _ entries: [ProfileEntry], path: String
  ) throws(MeasurementError) -> (calls: [Call], usesDevice: Bool) {
    var kernels: [Int: Double] = [:]
    for entry in entries where deviceCategories.contains(entry.cat ?? "") && entry.ph == "X" {
      guard let id = entry.arguments?.externalID else { continue }
      kernels[id, default: 0] += try entry.seconds(path: path)
    }
    let operators = entries.filter { $0.cat == "cpu_op" && $0.ph == "X" && $0.ts != nil }
      .sorted { ($0.ts ?? 0, -($0.dur ?? 0)) < ($1.ts ?? 0, -($1.dur ?? 0)) }
    var calls: [Call] = []
    var open: [String: Int] = [:]
    for entry in operators {
      let seconds = try entry.seconds(path: path)
      let start = entry.ts ?? 0
      let onDevice = entry.arguments?.externalID.flatMap { kernels[$0] } ?? 0
      let thread = entry.thread ?? ""
      if let place = open[thread], start < calls[place].end {
        // Called by the operator that is open: its kernels are that one's.
        if !kernels.isEmpty { calls[place].layer.seconds += onDevice }
        continue
      }
      let name = entry.name ?? ""
      open[thread] = calls.count
      calls.append(
        Call(
          start: start, end: start + seconds * 1e6,
          layer: MeasuredLayer(
            name: name, operation: name, seconds: kernels.isEmpty ? seconds : onDevice,
            inputShapes: entry.arguments?.inputs ?? [])))
    }
    return (calls, !kernels.isEmpty)
  }

  private static let deviceCategories: Set<String> = [
    "kernel", "gpu_memcpy", "gpu_memset", "Kernel",
  ]

  /// Where runs begin: at the steps that the profiler notes, or at an annotation that is repeated,
  /// or where the operators begin anew.
  private static func runStarts(_ entries: [ProfileEntry], _ calls: [Call]) -> [Double] {
    let notes = entries.filter { $0.cat == "user_annotation" && $0.ph == "X" && $0.ts != nil }
    let steps = notes.filter { ($0.name ?? "").hasPrefix("ProfilerStep") }
    let marks = steps.isEmpty ? notes.filter { $0.name == notes.first?.name } : steps
    if !marks.isEmpty { return marks.compactMap(\.ts).sorted() }
    let period = period(of: calls.map { "\($0.layer.name) \($0.layer.inputShapes)" })
    return stride(from: 0, to: calls.count, by: period).map { calls[$0].start }
  }

  /// The shortest number of words after which a text begins anew, all through; its length where it
  /// does not. (Knuth, Morris, Pratt, "Fast pattern matching in strings", 1977: the length less the
  /// longest border.)
  static func period(of words: [String]) -> Int {
    guard words.count > 1 else { return max(words.count, 1) }
    var border = Array(repeating: 0, count: words.count)
    for place in 1..<words.count {
      var length = border[place - 1]
      while length > 0, words[place] != words[length] { length = border[length - 1] }
      border[place] = words[place] == words[length] ? length + 1 : 0
    }
    let period = words.count - (border.last ?? 0)
    return words.count % period == 0 ? period : words.count
  }
}
