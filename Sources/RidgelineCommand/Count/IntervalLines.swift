import CounterGroups
import Glibc
import ProgramCounting
import Reports

/// The lines of a time line, one an interval, on standard error.
struct IntervalLines {
  private let plan: CounterPlan
  private let isShown: Bool

  /// Lines where `isShown`; none in the way of what programs read.
  init(_ plan: CounterPlan, isShown: Bool) {
    self.plan = plan
    self.isShown = isShown
  }

  /// Writes the line of an interval.
  func show(_ sample: CountedRun.Sample) {
    guard isShown else { return }
    let values = plan.values(of: sample.counts).map { value in
      let amount =
        value.metric.unit == "s" ? Numbers.seconds(value.value) : Numbers.prefixed(value.value)
      return "\(value.metric.id) \(amount)\(value.isScaled ? "*" : "")"
    }
    StandardError.write(
      "\(Numbers.fixed(sample.seconds, digits: 3)) s  " + values.joined(separator: "  "))
  }
}
