import Devices
import ModelGraph
import Operators
import Roofline

/// Layers as slices, one track for each device, in the trace event format that Perfetto and
/// `chrome://tracing` read.
///
/// Times are whole nanoseconds: each slice begins where the one before it ends, so that the slices of a
/// device sum to its latency, rounded once.
///
/// Source: "Trace Event Format", the Chromium project.
public struct TraceJSON: Encodable, Sendable {
  /// One event; keys that it does not need are not written.
  struct Event: Encodable {
    var name: String
    /// `X` for a slice, `M` for a name of a track.
    var ph: String
    var pid: Int
    var tid: Int
    /// The begin, in microseconds.
    var ts: Double?
    /// The duration, in microseconds.
    var dur: Double?
    var cat: String?
    var args: Arguments
  }

  /// What the viewer shows of an event.
  struct Arguments: Encodable {
    var name: String?
    var sortIndex: Int?
    var `operator`: String?
    var outputShape: String?
    var bound: String?
    var boundSeconds: Double?
    var macs: Int?
    var flops: Int?
    var transcendentals: Int?
    var bytes: Int?
    var intensity: Double?

    enum CodingKeys: String, CodingKey {
      case name, `operator`, outputShape, bound, boundSeconds, macs, flops, transcendentals, bytes
      case intensity
      case sortIndex = "sort_index"
    }
  }

  let displayTimeUnit = "ns"
  let otherData: [String: String]
  let traceEvents: [Event]

  /// The trace of a network on each of these devices, each of which begins at 0.
  init(_ estimates: [Estimate]) {
    var about = ["tool": "ridgeline"]
    if let first = estimates.first {
      about["model"] = first.model.name
      about["batch"] = String(first.model.batch)
      about["precision"] = first.reportedPrecision?.rawValue
      about["ceilings"] = first.ceilings.rawValue
    }
    otherData = about
    traceEvents = estimates.enumerated().flatMap { place, estimate in
      Self.names(of: estimate, track: place + 1) + Self.slices(of: estimate, track: place + 1)
    }
  }

  private static func names(of estimate: Estimate, track: Int) -> [Event] {
    let device = "\(estimate.device.name) (\(estimate.device.id))"
    return [
      Event(name: "process_name", ph: "M", pid: track, tid: 0, args: Arguments(name: device)),
      Event(
        name: "process_sort_index", ph: "M", pid: track, tid: 0, args: Arguments(sortIndex: track)),
      Event(
        name: "thread_name", ph: "M", pid: track, tid: 1,
        args: Arguments(name: "layers of \(estimate.model.name)")),
    ]
  }

  private static func slices(of estimate: Estimate, track: Int) -> [Event] {
    var seconds = 0.0
    // A view takes no time: a viewer would put it into the layer behind it.
    return estimate.layers.filter { $0.boundSeconds > 0 }.map { estimated in
      let begin = nanoseconds(seconds)
      seconds += estimated.boundSeconds
      let layer = estimated.layer
      return Event(
        name: layer.name, ph: "X", pid: track, tid: 1, ts: begin / 1000,
        dur: (nanoseconds(seconds) - begin) / 1000, cat: layer.operatorName.description,
        args: arguments(of: estimated))
    }
  }

  private static func arguments(of estimated: LayerEstimate) -> Arguments {
    let layer = estimated.layer
    var arguments = Arguments()
    arguments.operator = layer.operatorName.description
    arguments.outputShape = layer.outputShapes.first.map(EstimateTable.shape)
    arguments.bound = estimated.bound.description
    arguments.boundSeconds = estimated.boundSeconds
    arguments.macs = layer.work.macs
    arguments.flops = layer.work.flops
    arguments.transcendentals = layer.work.transcendentals
    arguments.bytes = layer.work.bytes
    arguments.intensity = layer.work.arithmeticIntensity
    return arguments
  }

  private static func nanoseconds(_ seconds: Double) -> Double { (seconds * 1e9).rounded() }
}

/// A report that can also be told as a trace.
public protocol TraceReport: Report {
  /// For Perfetto and its like.
  var trace: TraceJSON { get }
}

extension EstimateReport: TraceReport {
  /// The layers, in order, on one track.
  public var trace: TraceJSON { TraceJSON([estimate]) }
}

extension CompareReport: TraceReport {
  /// The layers, in order, on a track for each device.
  public var trace: TraceJSON { TraceJSON(estimates) }
}
