import Glibc
import Machine

/// Events counted through PAPI. A class, since it owns PAPI's set.
final class PAPICounters: CounterSet {
  private let events: [EventRequest]
  /// The part of the time that each event has a counter, where they take turns.
  private let share: Double
  private var set: EventSet
  private var begin: UInt64 = 0

  /// Makes a set of the events, in turns where there are more than `counters`.
  ///
  /// - Throws: ``CountingError``, in PAPI's words.
  init(
    _ events: [EventRequest], of target: CountingTarget, counters: Int
  ) throws(CountingError) {
    self.events = events
    let wanted = events.reduce(0) { $0 + $1.slots }
    share = wanted > counters ? Double(counters) / Double(wanted) : 1
    var options = EventSet.Options(isMultiplexed: wanted > counters)
    switch target {
    case .program(let pid), .process(let pid, _):
      options.isInherited = true
      options.attachedTo = pid
    case .thread: break
    case .system: throw CountingError("PAPI counts no whole machine here")
    }
    if case .process(_, let threads) = target, threads.count > 1 {
      throw CountingError("PAPI attaches to one thread; the process has \(threads.count)")
    }
    do {
      set = try EventSet(events: events.compactMap(\.name), options: options)
    } catch {
      throw CountingError(error.description)
    }
  }

  func start() throws(CountingError) {
    do throws(MachineError) { try set.start() } catch { throw CountingError(error.description) }
    begin = Clock.nanoseconds()
  }

  /// PAPI scales what it counted in turns itself, and does not tell from how much: all events have the
  /// same part of the time, since the kernel lets them take turns one by one.
  func read() throws(CountingError) -> [EventRequest: RawCount] {
    do throws(MachineError) {
      let elapsed = max(2, Clock.nanoseconds() - begin)
      var counts: [EventRequest: RawCount] = [:]
      for (event, value) in zip(events, try set.read()) {
        let part = { (whole: Double) in UInt64((whole * self.share).rounded()) }
        counts[event] = RawCount(
          value: part(Double(max(0, value))), enabled: elapsed, running: part(Double(elapsed)))
      }
      return counts
    } catch {
      throw CountingError(error.description)
    }
  }

  func stop() { _ = try? set.stop() }
}
