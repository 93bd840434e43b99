import FoundationEssentials

/// Reads the profiles that runtimes write.
public enum ProfileReader {
  /// Reads the profile at `path`: ONNX Runtime's profile, a Chrome trace of PyTorch's profiler, or what
  /// `trtexec --exportProfile` writes.
  ///
  /// - Parameter statistic: what of several runs counts; trtexec writes its own.
  /// - Throws: ``MeasurementError`` where it cannot be opened, is none of these, or is damaged.
  public static func read(
    path: String, taking statistic: RunStatistic = .median
  ) throws(MeasurementError) -> MeasuredProfile {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw MeasurementError(
        .file, "cannot be read", location: path, remedy: "check that it exists and may be read")
    }
    guard !data.isEmpty else {
      throw MeasurementError(
        .file, "is empty", location: path,
        remedy: "end the profiling before the file is read (in Python: end_profiling())")
    }
    return try read(bytes: data, path: path, statistic)
  }

  private static func read(
    bytes data: Data, path: String, _ statistic: RunStatistic
  ) throws(MeasurementError) -> MeasuredProfile {
    guard !data.starts(with: [0x1F, 0x8B]) else {
      throw MeasurementError(
        .unrecognised, "is compressed with gzip", location: path, remedy: "unpack it with gunzip")
    }
    guard let first = data.first(where: { !($0 == 0x20 || (0x09...0x0D).contains($0)) }),
      first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
    else { throw unrecognised(path) }
    if first == UInt8(ascii: "{") {
      let events = try decoded(Trace.self, data, path).traceEvents
      return try TraceReading.profile(of: events, path: path, statistic)
    }
    let entries = try decoded([ProfileEntry].self, data, path)
    if entries.contains(where: { $0.timeMs != nil || $0.averageMs != nil || $0.medianMs != nil }) {
      return try TensorRTReading.profile(of: entries, path: path)
    }
    guard entries.contains(where: { $0.ph != nil }) else { throw unrecognised(path) }
    // PyTorch's older profilers write the events without an object around them.
    return entries.contains { $0.cat == "Node" || $0.cat == "Session" }
      ? try ONNXRuntimeReading.profile(of: entries, path: path, statistic)
      : try TraceReading.profile(of: entries, path: path, statistic)
  }

  private struct Trace: Decodable {
    var traceEvents: [ProfileEntry]
  }

  private static func decoded<Value: Decodable>(
    _ type: Value.Type, _ data: Data, _ path: String
  ) throws(MeasurementError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch DecodingError.dataCorrupted {
      throw MeasurementError(
        .syntax, "is no whole JSON text", location: path,
        remedy: "write it again: a program that is ended early leaves it cut off")
    } catch {
      throw unrecognised(path)
    }
  }

  private static func unrecognised(_ path: String) -> MeasurementError {
    MeasurementError(
      .unrecognised, "is no profile that is read here", location: path,
      remedy: "give a profile of ONNX Runtime, a trace of PyTorch's profiler, or what trtexec "
        + "--exportProfile writes")
  }
}
