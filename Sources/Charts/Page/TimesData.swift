import LatencyModels
import Reports

/// The times of layers that are not alike where the layers are: expected or measured ones.
struct TimesData: Encodable {
  let title: String
  let seconds: Double
  @Nullable var low: Double?
  @Nullable var high: Double?
  /// The place of the different times, in seconds.
  let times: Int
  /// The place of the layers' column: the place of a layer's time among these; -2 - n for a layer that
  /// runs within layer n; -1 where nothing is known.
  let layers: Int

  /// What is expected.
  init(_ latency: NetworkLatency, pool: inout ColumnPool) {
    title = latency.runtime
    seconds = latency.seconds
    _low = Nullable(wrappedValue: latency.lowSeconds)
    _high = Nullable(wrappedValue: latency.highSeconds)
    let layers = latency.layers.map { layer -> MeasuredColumn.Layer in
      switch layer {
      case .own(let expected): .own(expected.seconds)
      case .fused(let host): .fused(into: host)
      }
    }
    (times, self.layers) = Self.places(of: layers, in: &pool)
  }

  /// What was measured.
  init(_ column: MeasuredColumn, pool: inout ColumnPool) {
    title = "measured"
    seconds = column.seconds
    _low = Nullable(wrappedValue: nil)
    _high = Nullable(wrappedValue: nil)
    (times, layers) = Self.places(of: column.layers, in: &pool)
  }

  private static func places(
    of layers: [MeasuredColumn.Layer], in pool: inout ColumnPool
  ) -> (times: Int, layers: Int) {
    var times: [Double] = []
    var known: [Double: Int] = [:]
    let column = layers.map { layer -> Int in
      switch layer {
      case .fused(let host): return -2 - host
      case .unknown: return -1
      case .own(let seconds):
        if let place = known[seconds] { return place }
        known[seconds] = times.count
        times.append(seconds)
        return times.count - 1
      }
    }
    return (pool.place(ofTimes: times), pool.place(of: column))
  }
}
