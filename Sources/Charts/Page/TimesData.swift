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
  /// The places of what 10 and 90 % of measurements are expected below, time for time.
  @Nullable var lows: Int?
  @Nullable var highs: Int?
  /// The place of the layers' column: the place of a layer's time among these; -2 - n for a layer that
  /// runs within layer n; -1 where nothing is known.
  let layers: Int

  /// What is expected.
  init(_ latency: NetworkLatency, pool: inout ColumnPool) {
    title = latency.runtime
    seconds = latency.seconds
    _low = Nullable(wrappedValue: latency.lowSeconds)
    _high = Nullable(wrappedValue: latency.highSeconds)
    let (different, column) = Self.places(
      of: latency.layers.map { layer -> Layer in
        switch layer {
        case .own(let own):
          .own(Time(seconds: own.seconds, low: own.lowSeconds, high: own.highSeconds))
        case .fused(let host): .fused(into: host)
        }
      })
    times = pool.place(ofTimes: different.map(\.seconds))
    _lows = Nullable(wrappedValue: pool.place(ofTimes: different.map(\.low)))
    _highs = Nullable(wrappedValue: pool.place(ofTimes: different.map(\.high)))
    layers = pool.place(of: column)
  }

  /// What was measured.
  init(_ column: MeasuredColumn, pool: inout ColumnPool) {
    title = "measured"
    seconds = column.seconds
    _low = Nullable(wrappedValue: nil)
    _high = Nullable(wrappedValue: nil)
    _lows = Nullable(wrappedValue: nil)
    _highs = Nullable(wrappedValue: nil)
    let (different, column) = Self.places(
      of: column.layers.map { layer -> Layer in
        switch layer {
        case .own(let seconds): .own(Time(seconds: seconds, low: seconds, high: seconds))
        case .fused(let host): .fused(into: host)
        case .unknown: .unknown
        }
      })
    times = pool.place(ofTimes: different.map(\.seconds))
    layers = pool.place(of: column)
  }

  private struct Time: Hashable {
    let seconds: Double
    let low: Double
    let high: Double
  }

  private enum Layer {
    case own(Time)
    case fused(into: Int)
    case unknown
  }

  private static func places(of layers: [Layer]) -> (times: [Time], column: [Int]) {
    var times: [Time] = []
    var known: [Time: Int] = [:]
    let column = layers.map { layer -> Int in
      switch layer {
      case .fused(let host): return -2 - host
      case .unknown: return -1
      case .own(let time):
        if let place = known[time] { return place }
        known[time] = times.count
        times.append(time)
        return times.count - 1
      }
    }
    return (times, column)
  }
}
