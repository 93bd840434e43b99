import Glibc
import Machine

/// Threads that each keep to one CPU.
struct Team: Sendable {
  /// The CPUs, by the system's numbers: one thread each.
  let cpus: [Int]
  /// What binds the threads.
  let binder: Binder

  /// Runs `body` once in a thread on each CPU, and returns when all have ended. `body` gets the number of
  /// its thread, from 0.
  ///
  /// - Throws: ``ProbeError`` where a thread cannot be made or bound; the others end first.
  func run(_ body: @escaping @Sendable (Int) -> Void) throws(ProbeError) {
    var threads: [pthread_t] = []
    var entries: [Entry] = []
    // All bind before any begins: one that waits for another that never comes would wait for ever.
    let gate = Gate()
    for (index, cpu) in cpus.enumerated() {
      let entry = Entry(gate: gate, binder: binder, cpu: cpu, body: { body(index) })
      var thread = pthread_t()
      let context = Unmanaged.passUnretained(entry).toOpaque()
      guard pthread_create(&thread, nil, Self.main, context) == 0 else { break }
      threads.append(thread)
      entries.append(entry)
    }
    gate.open(after: entries.count, isComplete: entries.count == cpus.count)
    for thread in threads { pthread_join(thread, nil) }
    guard entries.count == cpus.count else {
      throw ProbeError(
        "cannot make \(cpus.count) threads; raise the limit of processes (ulimit -u)")
    }
    if let failure = entries.compactMap(\.failure).first {
      throw ProbeError("\(failure.description)")
    }
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    context in
    if let context { Unmanaged<Entry>.fromOpaque(context).takeUnretainedValue().run() }
    return nil
  }
}

/// What a thread of a team is given. A class, since it is passed by its address; only its thread touches
/// it until it is joined.
private final class Entry: @unchecked Sendable {
  private let gate: Gate
  private let binder: Binder
  private let cpu: Int
  private let body: @Sendable () -> Void
  private(set) var failure: MachineError?

  init(gate: Gate, binder: Binder, cpu: Int, body: @escaping @Sendable () -> Void) {
    self.gate = gate
    self.binder = binder
    self.cpu = cpu
    self.body = body
  }

  func run() {
    do throws(MachineError) {
      try binder.bind(toAny: [cpu])
    } catch {
      failure = error
    }
    if gate.pass(isReady: failure == nil) { body() }
  }
}

/// Holds threads until all are ready. A class, since threads share it; a lock guards what it holds.
private final class Gate: @unchecked Sendable {
  private var lock = pthread_mutex_t()
  private var changed = pthread_cond_t()
  private var arrived = 0
  private var isReady = true
  private var expected: Int?

  init() {
    pthread_mutex_init(&lock, nil)
    pthread_cond_init(&changed, nil)
  }

  deinit {
    pthread_cond_destroy(&changed)
    pthread_mutex_destroy(&lock)
  }

  /// Says how many come, and whether that is all that were wanted.
  func open(after count: Int, isComplete: Bool) {
    pthread_mutex_lock(&lock)
    expected = count
    isReady = isReady && isComplete
    pthread_cond_broadcast(&changed)
    pthread_mutex_unlock(&lock)
  }

  /// Waits for all; returns whether all are ready.
  func pass(isReady ready: Bool) -> Bool {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    arrived += 1
    isReady = isReady && ready
    pthread_cond_broadcast(&changed)
    while expected.map({ arrived < $0 }) ?? true { pthread_cond_wait(&changed, &lock) }
    return isReady
  }
}
