/// How long a probe may take.
package struct ProbeEffort: Sendable, Hashable {
  /// Slices of each point.
  package var slices: Int
  /// Slices of each point of the curves.
  package var sweepSlices: Int
  /// What a slice takes, in seconds: long against the timer and the barrier, short against the
  /// scheduler's ticks.
  package var sliceSeconds: Double
  /// Whether every vector width goes through every memory level, or only the widest, and whether all
  /// ceilings are sustained, or only the highest.
  package var isThorough: Bool
  /// How long a sustained figure runs without a break, in seconds.
  package var sustainedSeconds: Double
  /// What it may take, in seconds: fewer slices are taken where it would take longer.
  package var seconds: Double

  /// An effort of these parts.
  package init(
    slices: Int, sweepSlices: Int, sliceSeconds: Double, isThorough: Bool,
    sustainedSeconds: Double, seconds: Double
  ) {
    self.slices = slices
    self.sweepSlices = sweepSlices
    self.sliceSeconds = sliceSeconds
    self.isThorough = isThorough
    self.sustainedSeconds = sustainedSeconds
    self.seconds = seconds
  }

  /// Some ten seconds.
  package static let quick = ProbeEffort(
    slices: 400, sweepSlices: 40, sliceSeconds: 0.1e-3, isThorough: false, sustainedSeconds: 1,
    seconds: 10)
  /// A minute at most on up to eight cores.
  package static let full = ProbeEffort(
    slices: 400, sweepSlices: 120, sliceSeconds: 0.2e-3, isThorough: true, sustainedSeconds: 1,
    seconds: 60)

  /// Less than this, in seconds, is no time for all vector widths.
  private static let leastThorough = 20.0

  /// This effort in no more than `seconds`.
  package func limited(to seconds: Double) -> ProbeEffort {
    var effort = seconds < Self.leastThorough ? .quick : self
    effort.seconds = seconds
    effort.sustainedSeconds = min(effort.sustainedSeconds, seconds / 10)
    return effort
  }
}
