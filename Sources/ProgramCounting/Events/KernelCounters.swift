import CProgramCounting
import Glibc

/// Events counted through `perf_event_open`. A class: it closes its files.
final class KernelCounters: CounterSet {
  private var files: [(event: EventRequest, files: [Int32])] = []
  private let startsWithProgram: Bool

  /// Opens the events.
  ///
  /// - Throws: ``CountingError``, in the kernel's words, at the first that cannot be opened.
  init(_ events: [EventRequest], of target: CountingTarget) throws(CountingError) {
    if case .program = target { startsWithProgram = true } else { startsWithProgram = false }
    do throws(CountingError) {
      for event in events { files.append((event, try Self.open(event, of: target))) }
    } catch {
      stop()
      throw error
    }
  }

  deinit { stop() }

  private static func open(
    _ event: EventRequest, of target: CountingTarget
  ) throws(CountingError) -> [Int32] {
    guard let code = event.code else {
      throw CountingError("\(event.key): only PAPI knows this event")
    }
    var opened: [Int32] = []
    for place in places(of: target) {
      var file = rl_event_open(code.type, code.config, place.pid, place.unit, flags(event, target))
      // The kernel lets everybody count at least what runs in user mode.
      if file == -EACCES || file == -EPERM {
        let flags = flags(event, target) | Int32(RL_EVENT_USER_ONLY.rawValue)
        file = rl_event_open(code.type, code.config, place.pid, place.unit, flags)
      }
      // A thread that ended meanwhile has nothing more to count.
      if file == -ESRCH, place.pid != 0 { continue }
      guard file >= 0 else {
        for file in opened { close(file) }
        throw CountingError("\(event.key): perf_event_open: \(String(cString: strerror(-file)))")
      }
      opened.append(file)
    }
    return opened
  }

  private static func places(of target: CountingTarget) -> [(pid: Int32, unit: Int32)] {
    switch target {
    case .program(let pid): [(pid, -1)]
    case .process(_, let threads): threads.map { ($0, -1) }
    case .system(let units): units.map { (-1, Int32(clamping: $0)) }
    case .thread: [(0, -1)]
    }
  }

  /// The processor's events in user mode, as PAPI counts them, but for a whole machine; the kernel's
  /// own wherever they happen.
  private static func flags(_ event: EventRequest, _ target: CountingTarget) -> Int32 {
    var flags = event.isHardware ? RL_EVENT_USER_ONLY.rawValue : 0
    switch target {
    case .program: flags |= RL_EVENT_INHERIT.rawValue | RL_EVENT_ENABLE_ON_EXEC.rawValue
    case .process: flags |= RL_EVENT_INHERIT.rawValue
    case .system: flags = 0
    case .thread: break
    }
    return Int32(flags)
  }

  func start() {
    guard !startsWithProgram else { return }
    for file in files.flatMap(\.files) { rl_event_start(file) }
  }

  func read() throws(CountingError) -> [EventRequest: RawCount] {
    var counts: [EventRequest: RawCount] = [:]
    for (event, files) in files {
      var sum = RawCount(value: 0, enabled: 0, running: 0)
      for file in files {
        var count = rl_event_count()
        guard rl_event_read(file, &count) else {
          throw CountingError("\(event.key): cannot be read: \(String(cString: strerror(errno)))")
        }
        sum.value &+= count.value
        sum.enabled &+= count.enabled
        sum.running &+= count.running
      }
      counts[event] = sum
    }
    return counts
  }

  func stop() {
    for file in files.flatMap(\.files) { close(file) }
    files = []
  }
}
