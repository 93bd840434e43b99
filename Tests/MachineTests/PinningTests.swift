import Machine
import Testing

/// The tests run this thread from bound to unbound, so they run one after another.
@Suite("Binding threads", .serialized)
struct PinningTests {
  @Test("binds to each allowed processing unit, reads it back, and lets go")
  func binds() throws {
    let before = try Pinning.current()
    for unit in try Topology.ofThisMachine().allowed {
      try Pinning.bind(to: unit)
      #expect(try Pinning.current() == [unit])
      #expect(lastUnit == unit)
    }
    try Pinning.bind(toAny: before)
    #expect(try Pinning.current() == before)
  }

  /// Where the thread ran last: field 39 of its `stat`, the 37th after the name (proc(5)).
  private var lastUnit: Int? {
    let text = SystemFiles().text("/proc/thread-self/stat") ?? ""
    let fields = text.drop { $0 != ")" }.split(separator: " ")
    return fields.count > 37 ? Int(fields[37]) : nil
  }

  @Test("what the machine has not is refused in one line", arguments: [-1, 65_535, .max, .min])
  func refused(unit: Int) {
    let error = #expect(throws: MachineError.self) { try Pinning.bind(to: unit) }
    #expect(error?.code == .pinning)
    #expect(error?.description.contains("no processing unit \(unit)") == true)
  }

  @Test("an empty set is refused")
  func empty() {
    #expect(throws: MachineError.self) { try Pinning.bind(toAny: []) }
  }

  @Test("memory is placed on a node that there is, and refused on one that there is not")
  func memory() throws {
    let bytes = 2 << 20
    let place = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    defer { place.deallocate() }
    let binder = try Binder()
    let node = try #require(try Topology.ofThisMachine().numaNodes.first?.index)
    do throws(MachineError) {
      try binder.place(place, bytes: bytes, on: node)
    } catch {
      // A container may forbid it (mbind needs no right, but seccomp may filter it).
      #expect(error.description.contains("cannot bind memory"))
    }
    for node in [-1, 1 << 20, Int.max] {
      let error = #expect(throws: MachineError.self) {
        try binder.place(place, bytes: bytes, on: node)
      }
      #expect(error?.description.contains("no such node") == true)
    }
  }
}
