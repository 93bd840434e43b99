import Glibc
import Machine

/// PAPI's library of software-defined events, where it is installed: a counter of our own.
struct SoftwareEvents {
  private typealias Start = @convention(c) (UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
  private typealias Register =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<CChar>, Int32, Int32, UnsafeMutableRawPointer
    ) -> Int32

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    dlopen("libsde.so.1", RTLD_NOW | RTLD_GLOBAL).flatMap { dlsym($0, name) }
  }

  /// Whether it is there.
  static var isInstalled: Bool { symbol("papi_sde_init") != nil }

  private let handle: UnsafeMutableRawPointer
  /// The counter; PAPI keeps its place, so that it lives as long as the process.
  let value: UnsafeMutablePointer<Int64>

  init?(library: String) {
    guard let symbol = Self.symbol("papi_sde_init"),
      let handle = unsafeBitCast(symbol, to: Start.self)(library)
    else { return nil }
    self.handle = handle
    value = .allocate(capacity: 1)
    value.initialize(to: 0)
  }

  /// Registers the counter: read-only (0) and a delta (0x00), a `long long` (0), by sde_lib.h.
  func register(_ event: String) {
    guard let symbol = Self.symbol("papi_sde_register_counter") else { return }
    _ = unsafeBitCast(symbol, to: Register.self)(handle, event, 0, 0, value)
  }
}

/// What PAPI has here. Asked once libsde is there, since PAPI looks for it when it starts.
let counterAvailability = {
  _ = SoftwareEvents.isInstalled
  return CounterAvailability.current()
}()

/// The kernel's software events, which it counts without any counter of the processor.
enum KernelEvents {
  /// The name of page faults in libpfm4.
  static let pageFaults = "perf::PAGE-FAULTS"

  /// Whether PAPI counts them here with these options. It tries options out with an event of the
  /// processor's: without counters it refuses them for the kernel's events too.
  static func areCounted(_ options: EventSet.Options) -> Bool {
    guard counterAvailability.version != nil else { return false }
    return (try? counted(options) { touch(pages: 64) }) ?? 0 >= 64
  }

  /// The page faults of `body`.
  static func counted(
    _ options: EventSet.Options = EventSet.Options(), _ body: () -> Void
  ) throws -> Int {
    var set = try EventSet(events: [pageFaults], options: options)
    try set.start()
    body()
    return try set.stop().first ?? -1
  }

  /// Writes to pages that were not there: a fault each.
  static func touch(pages: Int) {
    let size = sysconf(Int32(_SC_PAGESIZE))
    let place = mmap(
      nil, pages * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let place, place != MAP_FAILED else { return }
    // Huge pages would come with one fault for many.
    madvise(place, pages * size, MADV_NOHUGEPAGE)
    for page in 0..<pages { place.storeBytes(of: 1, toByteOffset: page * size, as: UInt8.self) }
    munmap(place, pages * size)
  }
}
