package import CounterGroups

/// What was read of an event: sums over all that it was opened for.
package struct RawCount: Sendable, Hashable {
  /// The count.
  package var value: UInt64
  /// Nanoseconds in which it was wanted.
  package var enabled: UInt64
  /// Nanoseconds of these in which it had a counter.
  package var running: UInt64

  /// A count.
  package init(value: UInt64, enabled: UInt64, running: UInt64) {
    self.value = value
    self.enabled = enabled
    self.running = running
  }

  /// The count with what it would be if it had had a counter all the time; nil without any.
  package var scaled: EventCount? { EventCount(raw: value, enabled: enabled, running: running) }

  /// What came since an earlier reading; counts that went back, as those of processes that an
  /// attached set lost, are none.
  package func since(_ earlier: RawCount?) -> RawCount {
    guard let earlier else { return self }
    return RawCount(
      value: value - min(value, earlier.value), enabled: enabled - min(enabled, earlier.enabled),
      running: running - min(running, earlier.running))
  }
}

/// Events that are being counted.
package protocol CounterSet: AnyObject {
  /// Starts them; a program's start by themselves when it is executed, where the set can.
  func start() throws(CountingError)
  /// The counts until now.
  func read() throws(CountingError) -> [EventRequest: RawCount]
  /// Stops them, and frees what they hold.
  func stop()
}
