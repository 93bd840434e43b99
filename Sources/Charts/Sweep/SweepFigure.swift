import Devices
import ModelGraph
import Reports
import Roofline
public import Sweeps

/// What the curves of a sweep show, before they have pixels: latency from left to right, throughput from
/// the bottom up.
public struct SweepFigure: Sendable {
  /// What stands above it.
  public var title: String
  /// The line under the title.
  public var subtitle: String
  /// The devices, by name.
  public var devices: [String]
  /// What the sizes along a curve are of: `batch`, or a dimension's name; empty without an axis.
  public var axis: String
  /// The precisions, each with a shape of its own.
  public var precisions: [String]
  /// A curve for each device and each combination of what is fixed along it.
  public private(set) var curves: [SweepCurve] = []
  /// Sentences under the chart.
  public private(set) var notes: [String] = []

  /// The curves of a sweep of the network called `model`.
  ///
  /// - Parameter result: without knees, as of a sweep that was stopped, the curves have no marks.
  public init(_ result: SweepResult, of plan: SweepPlan, model: String) {
    var devices: [String] = []
    var names: [String: String] = [:]
    for device in plan.devices where names.updateValue(device.name, forKey: device.id) == nil {
      devices.append(device.id)
    }
    self.devices = devices.map { names[$0] ?? $0 }
    var precisions: [String] = []
    let all = result.points.lazy.compactMap { Self.precision(of: $0) }
    for name in all where !precisions.contains(name) {
      precisions.append(name)
    }
    self.precisions = precisions
    axis = result.axis.map { TextMetrics.shortened("\($0)", to: 90, size: 10) } ?? ""
    title = "\(model) on \(RooflineFigure.joined(self.devices))"
    subtitle = Self.subtitle(plan, axis: result.axis)
    var groups = CurveGroups(axis: result.axis)
    for point in result.points { groups.add(point) }
    curves = groups.lists.compactMap { points in
      SweepCurve(points, of: result, devices: devices, precisions: precisions)
    }
    notes = Self.notes(result, drawn: curves.reduce(0) { $0 + $1.points.count })
  }

  /// The precision of a combination that has figures with one.
  static func precision(of point: SweepPoint) -> String? {
    guard let figures = point.figures else { return nil }
    return (point.setting.precision ?? figures.precision)?.rawValue ?? "none"
  }

  private static func subtitle(_ plan: SweepPlan, axis: SweepAxis?) -> String {
    let sizes = axis.map { axis -> String in
      let sizes = plan.sizes(of: axis)
      return "\(axis) \(sizes.first ?? 1) to \(sizes.last ?? 1) · "
    }
    switch plan.ceilings {
    case .datasheet: return "\(sizes ?? "")latencies are bounds, by the profiles"
    case .achieved: return "\(sizes ?? "")latencies at achieved rates where those are known"
    }
  }

  private static func notes(_ result: SweepResult, drawn: Int) -> [String] {
    var notes: [String] = []
    if !result.isComplete {
      notes.append(
        "Stopped early: \(result.points.count) of \(result.combinations.counted("combination")) are done, and "
          + "no knees are known.")
    }
    let missing = result.points.count - drawn
    if missing > 0 {
      notes.append(
        "Not shown: \(missing.counted("combination")) without a latency or a throughput.")
    }
    return notes
  }
}

/// The combinations of a sweep along its axis, all else being fixed.
public struct SweepCurve: Sendable {
  /// One combination.
  public struct Mark: Sendable, Hashable {
    /// The size on the axis; nil without an axis.
    public var size: Int?
    /// The latency, in seconds.
    public var seconds: Double
    /// The throughput, in samples a second.
    public var perSecond: Double
    /// Whether it is known not to fit the device's memory.
    public var exceedsMemory: Bool
  }

  /// A knee on the curve.
  public struct Knee: Sendable, Hashable {
    /// Where it is.
    public var mark: Mark
    /// Whether its size is exact; else the change is at this size or before it.
    public var isExact: Bool
  }

  /// The device's place.
  public var device: Int
  /// The precision's place.
  public var precision: Int
  /// What else is fixed: `seq 512`; empty for nothing.
  public var fixed: String
  /// The combinations, at rising sizes.
  public var points: [Mark]
  /// Where memory-bound turns compute-bound, within the curve.
  public var computeBound: Knee?
  /// Where the memory runs out: the first size that does not fit.
  public var memoryFull: Knee?

  /// A curve; nil where none of `points` has a place on logarithmic axes.
  init?(
    _ points: [SweepPoint], of result: SweepResult, devices: [String], precisions: [String]
  ) {
    guard let first = points.first,
      let known = points.lazy.compactMap({ SweepFigure.precision(of: $0) }).first,
      let device = devices.firstIndex(of: first.device),
      let precision = precisions.firstIndex(of: known)
    else { return nil }
    self.device = device
    self.precision = precision
    var row = first.setting
    if let axis = result.axis { row = row.with(nil, on: axis) }
    fixed = row.dimensions.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    self.points = points.compactMap { point in
      point.figures.flatMap { Mark($0, size: point.setting.size(on: result.axis)) }
    }.sorted { ($0.size ?? 0, $0.seconds) < ($1.size ?? 0, $1.seconds) }
    guard !self.points.isEmpty else { return nil }
    let knee = result.knees.first { $0.device == first.device && $0.setting == row }
    computeBound = knee.flatMap { Knee($0.computeBound, $0.computeBoundFigures) }
    memoryFull = knee.flatMap { knee in
      if case .atOnce = knee.memoryFull {
        return self.points.first.map { Knee(mark: $0, isExact: false) }
      }
      return Knee(knee.memoryFull, knee.memoryFullFigures)
    }
  }

  /// The combinations with the knees between them, at rising sizes.
  package var places: [Mark] {
    let knees = [computeBound, memoryFull].compactMap { $0?.mark }
    return (points + knees.filter { !points.contains($0) })
      .sorted { ($0.size ?? 0, $0.seconds) < ($1.size ?? 0, $1.seconds) }
  }
}

extension SweepCurve.Mark {
  /// Nil where a logarithmic axis has no place for it.
  init?(_ figures: SweepFigures, size: Int?) {
    guard let rate = figures.throughputPerSecond, figures.boundSeconds > 0, rate > 0,
      figures.boundSeconds.isFinite, rate.isFinite
    else { return nil }
    var exceeds = false
    if case .exceeds(_) = figures.fit { exceeds = true }
    self.init(
      size: size, seconds: figures.boundSeconds, perSecond: rate, exceedsMemory: exceeds)
  }
}

extension SweepCurve.Knee {
  fileprivate init?(_ crossing: SweepKnee.Crossing, _ figures: SweepFigures?) {
    guard case .at(let size, let isExact) = crossing,
      let mark = figures.flatMap({ SweepCurve.Mark($0, size: size) })
    else { return nil }
    self.init(mark: mark, isExact: isExact)
  }
}

/// Points by what is fixed along the axis, in the order in which they come.
private struct CurveGroups {
  private struct Key: Hashable {
    var device: String
    var row: SweepSetting
  }

  let axis: SweepAxis?
  private(set) var lists: [[SweepPoint]] = []
  private var places: [Key: Int] = [:]

  init(axis: SweepAxis?) {
    self.axis = axis
  }

  mutating func add(_ point: SweepPoint) {
    let row = axis.map { point.setting.with(nil, on: $0) } ?? point.setting
    let key = Key(device: point.device, row: row)
    if let place = places[key] {
      lists[place].append(point)
    } else {
      places[key] = lists.count
      lists.append([point])
    }
  }
}
