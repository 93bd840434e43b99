/// What `trtexec --exportProfile` writes: the number of runs, then an object for each layer of the
/// engine, which may be several of the model.
enum TensorRTReading {
  /// The layers, with the median of the runs where it is written, else the mean.
  static func profile(
    of entries: [ProfileEntry], path: String
  ) throws(MeasurementError) -> MeasuredProfile {
    let runs = entries.lazy.compactMap(\.count).first ?? 1
    var layers: [MeasuredLayer] = []
    var isMean = false
    for entry in entries {
      guard let name = entry.name else { continue }
      let mean = entry.averageMs ?? entry.timeMs.map { $0 / Double(max(runs, 1)) }
      guard let time = entry.medianMs ?? mean, time.isFinite, time >= 0 else {
        throw MeasurementError(
          .value, "the layer \(String(name.prefix(60))) has no time, or one below zero",
          location: path, remedy: "export it again")
      }
      isMean = isMean || entry.medianMs == nil
      layers.append(MeasuredLayer(name: name, seconds: time / 1e3))
    }
    guard !layers.isEmpty else {
      throw MeasurementError(
        .value, "holds no layer", location: path, remedy: "export it again with trtexec")
    }
    return MeasuredProfile(
      source: .tensorrt, runtime: "tensorrt", layers: layers, runs: runs,
      notes: isMean ? ["Times are means: this version of trtexec writes no medians."] : [])
  }

  /// The names of the model's layers within that of an engine's: `conv1 + relu1`, `PWN(relu2)`,
  /// `{ForeignNode[first...last]}` (its ends).
  static func parts(of name: String) -> [String] {
    name.split(separator: "+").flatMap { part -> [String] in
      var text = part.drop { $0 == " " }
      while text.last == " " { text.removeLast() }
      while text.hasPrefix("PWN("), text.hasSuffix(")") { text = text.dropFirst(4).dropLast() }
      guard text.hasPrefix("{ForeignNode["), text.hasSuffix("]}") else { return [String(text)] }
      let ends = text.dropFirst(13).dropLast(2)
      guard let dots = ends.firstRange(of: "...") else { return [String(ends)] }
      return [String(ends[..<dots.lowerBound]), String(ends[dots.upperBound...])]
    }
  }
}
