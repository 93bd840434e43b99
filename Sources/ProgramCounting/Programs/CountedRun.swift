package import CounterGroups

/// What a program did.
package struct CountedRun: Sendable {
  /// A time of the run, with what was counted until then.
  package struct Sample: Sendable, Hashable {
    /// Seconds since the start.
    package var seconds: Double
    /// What was counted since the sample before.
    package var counts: [EventRequest: EventCount]

    /// A sample.
    package init(seconds: Double, counts: [EventRequest: EventCount]) {
      self.seconds = seconds
      self.counts = counts
    }
  }

  /// The status that a shell gives for how the program ended: its own, or 128 and the signal's number;
  /// nil where the program was only watched.
  package var exitCode: Int32?
  /// What it took of the machine.
  package var use: ResourceUse
  /// What was counted, scaled where an event did not have a counter all the time.
  package var counts: [EventRequest: EventCount]
  /// What was counted in each interval, where intervals were asked for.
  package var timeline: [Sample] = []
  /// What the program counted in regions of its own.
  package var regions: [CountedRegion] = []

  /// A run.
  package init(exitCode: Int32?, use: ResourceUse, counts: [EventRequest: EventCount]) {
    self.exitCode = exitCode
    self.use = use
    self.counts = counts
  }
}

/// What was counted in a region that a program marks.
package struct CountedRegion: Sendable, Hashable {
  /// Its name, after those of the regions that it is in.
  package var path: [String]
  /// How often it was entered.
  package var calls: Int
  /// In how many threads.
  package var threads: Int
  /// Seconds in it, summed over its threads; those of the regions in it too.
  package var seconds: Double
  /// What was counted meanwhile.
  package var counts: [EventRequest: EventCount]

  /// A region.
  package init(
    path: [String], calls: Int, threads: Int, seconds: Double,
    counts: [EventRequest: EventCount]
  ) {
    self.path = path
    self.calls = calls
    self.threads = threads
    self.seconds = seconds
    self.counts = counts
  }
}
