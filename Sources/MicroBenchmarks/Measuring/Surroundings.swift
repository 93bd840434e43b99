import Machine

/// What the system tells of the processors' time around a batch of slices: too coarse to say which
/// slice was hit, yet fine enough to say what slow ones among them suffered from.
///
/// A class: it keeps files open.
final class Surroundings {
  /// What was told at one moment.
  struct Reading {
    var stolenSeconds: Double?
    var throttledPeriods: Int?
  }

  private let meter = DisturbanceMeter()
  private let files = SystemFiles()

  /// What is told now.
  func read() -> Reading {
    Reading(
      stolenSeconds: meter.read().stolenSeconds,
      throttledPeriods: ControlGroup.throttledPeriods(files))
  }

  /// What may have made slices slow that ran since `before`.
  func suspects(since before: Reading) -> Disturbances {
    let now = read()
    var found: Disturbances = []
    if let stolen = now.stolenSeconds, let earlier = before.stolenSeconds, stolen > earlier {
      found.insert(.stolen)
    }
    if let periods = now.throttledPeriods, let earlier = before.throttledPeriods, periods > earlier
    {
      found.insert(.throttled)
    }
    return found
  }
}
