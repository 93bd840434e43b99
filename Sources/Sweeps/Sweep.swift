import Devices
import Dispatch
public import ModelGraph
import Operators
import Roofline
import Synchronization

/// Goes through the combinations of a plan, on all processors.
///
/// The model is read once; each setting is counted once and held against every device.
public struct Sweep: Sendable {
  /// The model.
  public let graph: Graph
  /// What is gone through.
  public let plan: SweepPlan
  private let growth = GrowingTensors()

  /// A sweep of `graph`.
  public init(_ graph: Graph, plan: SweepPlan) {
    self.graph = graph
    self.plan = plan
  }

  /// All combinations, in the order of the plan, and the knees in them.
  ///
  /// - Parameters:
  ///   - isParallel: whether all processors take part.
  ///   - progress: told how many combinations are done, one call at a time.
  ///   - shouldStop: asked before each setting; where it answers yes, what is done is kept.
  public func run(
    isParallel: Bool = true, progress: @Sendable (Int) -> Void = { _ in },
    shouldStop: @Sendable () -> Bool = { false }
  ) -> SweepResult {
    let settings = plan.settings
    let done = Mutex<(points: [[SweepPoint]?], count: Int)>(
      (Array(repeating: nil, count: settings.count), 0))
    Self.each(settings.count, isParallel: isParallel) { index in
      if shouldStop() { return }
      let points = self.points(at: settings[index])
      done.withLock { state in
        state.points[index] = points
        state.count += points.count
        progress(state.count)
      }
    }
    let points = done.withLock { $0.points }
    return SweepResult(
      points: byDevice(points), combinations: settings.count * plan.devices.count,
      knees: shouldStop() ? [] : knees(among: points, isParallel: isParallel), axis: plan.kneeAxis)
  }

  /// Calls `body` with each number below `count`; several at a time where `isParallel`.
  static func each(_ count: Int, isParallel: Bool, _ body: @Sendable (Int) -> Void) {
    if isParallel {
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    } else {
      (0..<count).forEach(body)
    }
  }

  /// The points of a setting, one for each device.
  private func points(at setting: SweepSetting) -> [SweepPoint] {
    let work = self.work(at: setting)
    return plan.devices.map { device in
      SweepPoint(
        setting: setting, device: device.id,
        outcome: work.flatMap { work in
          SweepFigures.of(work, on: device, precision: setting.precision, ceilings: plan.ceilings)
        })
    }
  }

  /// What the model does at a setting.
  func work(at setting: SweepSetting) -> Result<ModelWork, SweepFailure> {
    let row = setting.with(nil, on: .batch)
    var growing = growth.known(at: row)
    do throws(OperatorError) {
      let work = try ModelWork.counting(
        graph, options: setting.options(plan.options), growing: &growing)
      if let growing { growth.learn(growing, at: row) }
      return .success(work)
    } catch {
      return .failure(SweepFailure(description: error.description))
    }
  }

  /// The points of each device together, in the order of the settings; those left out are not there.
  private func byDevice(_ points: [[SweepPoint]?]) -> [SweepPoint] {
    plan.devices.indices.flatMap { device in points.compactMap { $0?[device] } }
  }
}

/// The folded tensors that grow with the batch, for each setting without its batch. A class, since the
/// counts of a sweep share it.
private final class GrowingTensors: Sendable {
  private let sets = Mutex<[SweepSetting: Set<TensorID>]>([:])

  /// Those of a setting; nil where no count has found them yet.
  func known(at row: SweepSetting) -> Set<TensorID>? { sets.withLock { $0[row] } }

  /// Keeps those of a setting.
  func learn(_ growing: Set<TensorID>, at row: SweepSetting) { sets.withLock { $0[row] = growing } }
}
