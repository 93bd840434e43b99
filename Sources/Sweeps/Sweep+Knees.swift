import Devices
import Operators
import Roofline
import Synchronization

extension Sweep {
  /// The knees along the plan's axis, one for each device and each combination of all else; `points`
  /// are those of each setting.
  func knees(among points: [[SweepPoint]?], isParallel: Bool) -> [SweepKnee] {
    guard let axis = plan.kneeAxis else { return [] }
    var known: [SweepSetting: [SweepPoint]] = [:]
    for case let points? in points { known[points.first?.setting ?? SweepSetting()] = points }
    var seen: Set<SweepSetting> = []
    let rows = plan.settings.map { $0.with(nil, on: axis) }.filter { seen.insert($0).inserted }
    let found = Mutex<[[SweepKnee]]>(Array(repeating: [], count: rows.count))
    Self.each(rows.count, isParallel: isParallel) { [known] index in
      var search = KneeSearch(sweep: self, axis: axis, row: rows[index], known: known)
      let knees = plan.devices.indices.map { search.knee(onDevice: $0) }
      found.withLock { $0[index] = knees }
    }
    let knees = found.withLock { $0 }
    return plan.devices.indices.flatMap { device in knees.map { $0[device] } }
  }
}

/// Looks for the knees of one row of settings, on one device after the other.
private struct KneeSearch {
  let sweep: Sweep
  let axis: SweepAxis
  /// The setting without the axis.
  let row: SweepSetting
  /// What the sweep found at its own sizes.
  let known: [SweepSetting: [SweepPoint]]
  /// What the model does at the sizes between them.
  var counted: [Int: Result<ModelWork, SweepFailure>] = [:]

  /// The knees on a device.
  mutating func knee(onDevice device: Int) -> SweepKnee {
    let computeBound = crossing(device) { $0.isComputeBound }
    let memoryFull = crossing(device) { figures in
      switch figures.fit {
      case .fits: false
      case .exceeds: true
      case .unknown: nil
      }
    }
    return SweepKnee(
      device: sweep.plan.devices[device].id, setting: row, computeBound: computeBound.crossing,
      memoryFull: memoryFull.crossing, computeBoundFigures: computeBound.figures,
      memoryFullFigures: memoryFull.figures)
  }

  /// Where something becomes true, and what the network comes to there.
  private typealias Found = (crossing: SweepKnee.Crossing, figures: SweepFigures?)

  /// The size at which `holds` becomes true: between the two sizes of the sweep where it does, by
  /// halving, as far as the model can be counted there.
  private mutating func crossing(_ device: Int, _ holds: (SweepFigures) -> Bool?) -> Found {
    var below: Int?
    for size in sweep.plan.sizes(of: axis) {
      guard let figures = known[row.with(size, on: axis)]?[device].figures,
        let isTrue = holds(figures)
      else { return (.unknown, nil) }
      if !isTrue {
        below = size
        continue
      }
      guard let below else { return (.atOnce, figures) }
      return halved(from: below, to: size, figures, device, holds)
    }
    return (below == nil ? .unknown : .never, nil)
  }

  private mutating func halved(
    from below: Int, to above: Int, _ figuresAbove: SweepFigures, _ device: Int,
    _ holds: (SweepFigures) -> Bool?
  ) -> Found {
    var low = below
    var high = (size: above, figures: figuresAbove)
    while high.size - low > 1 {
      let middle = low + (high.size - low) / 2
      guard let figures = figures(at: middle, device), let isTrue = holds(figures) else {
        return (.at(above, isExact: false), figuresAbove)
      }
      if isTrue { high = (middle, figures) } else { low = middle }
    }
    return (.at(high.size, isExact: true), high.figures)
  }

  private mutating func figures(at size: Int, _ device: Int) -> SweepFigures? {
    let work = counted[size] ?? sweep.work(at: row.with(size, on: axis))
    counted[size] = work
    return try? work.flatMap { work in
      SweepFigures.of(
        work, on: sweep.plan.devices[device], precision: row.precision,
        ceilings: sweep.plan.ceilings)
    }.get()
  }
}
