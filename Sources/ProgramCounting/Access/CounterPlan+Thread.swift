package import CounterGroups

extension CounterPlan {
  /// The metrics of `body` on the calling thread: as many runs of it as the events need, so that none has
  /// to be scaled.
  ///
  /// - Throws: ``CountingError`` where an event cannot be counted.
  package func metrics(of body: () -> Void) throws(CountingError) -> [MetricValue] {
    var counts: [EventRequest: EventCount] = [:]
    for pass in passes {
      let sets = try pass.sets(for: .thread)
      for set in sets { try set.start() }
      body()
      for set in sets {
        for (event, raw) in try set.read() { counts[event] = raw.scaled }
        set.stop()
      }
    }
    return values(of: counts)
  }
}
