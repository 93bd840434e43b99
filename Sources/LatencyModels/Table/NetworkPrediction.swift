public import Operators
import Roofline

/// What a table is told of a whole network: the sums over its layers.
struct NetworkPrediction {
  /// The least time, in seconds.
  var boundSeconds: Double
  /// What binds the most of it.
  var bound: String
  /// The expected time and its interval, in seconds.
  var expected: (seconds: Double, low: Double, high: Double)

  /// The bound and the expected time of a network.
  ///
  /// - Throws: ``LatencyError`` where layers are not counted, or the device cannot compute in the type of
  ///   one.
  init(of work: ModelWork, under model: LatencyModel) throws(LatencyError) {
    if let first = work.uncounted.first {
      throw LatencyError(
        .kernel,
        "\(work.uncounted.count) of its layers are not counted, \(first.name) among them: "
          + first.reason, remedy: "`ridgeline estimate` tells of them all")
    }
    let estimate: Estimate
    do throws(RooflineError) {
      estimate = try Estimate(of: work, on: model.device)
    } catch {
      throw LatencyError(.precision, error.what, location: error.location, remedy: error.remedy)
    }
    // A clock that waits for the host does so once, not for each layer.
    var queued = model
    queued.dispatchSeconds = 0
    let latency = try NetworkLatency(of: work, under: queued)
    boundSeconds = estimate.boundSeconds
    bound = estimate.dominantBound.bound.description
    expected = (latency.seconds, latency.lowSeconds, latency.highSeconds)
  }
}

/// Where a table finds the graph of a network that it names; nil where there is none.
public typealias GraphSource = (NetworkRow) throws(LatencyError) -> ModelWork?
