import CounterGroups
import Foundation
import Machine
import ProgramCounting
import Testing

@Suite("Counters of memory controllers")
struct MemoryControllersTests {
  private static let root = "sys/bus/event_source/devices"

  private static func controllers(
    _ files: [String: String], designs: [String] = [], refusal: String? = nil
  ) throws -> MemoryControllers? {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files {
      let file = folder.appending(path: root).appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((text + "\n").utf8).write(to: file)
    }
    return MemoryControllers(
      designs: designs, files: SystemFiles(root: folder.path), isAllowed: { _ in refusal })
  }

  /// What Linux's driver tells of a channel of a Xeon, on a machine of two packages.
  private static func channel(_ number: Int) -> [String: String] {
    let pmu = "uncore_imc_\(number)"
    return [
      "\(pmu)/type": "\(20 + number)", "\(pmu)/cpumask": "0,28",
      "\(pmu)/format/event": "config:0-7", "\(pmu)/format/umask": "config:8-15",
      "\(pmu)/events/cas_count_read": "event=0x04,umask=0x03",
      "\(pmu)/events/cas_count_read.scale": "6.103515625e-5",
      "\(pmu)/events/cas_count_read.unit": "MiB",
      "\(pmu)/events/cas_count_write": "event=0x04,umask=0x0c",
      "\(pmu)/events/cas_count_write.scale": "6.103515625e-5",
      "\(pmu)/events/cas_count_write.unit": "MiB",
    ]
  }

  @Test("channels of a Xeon, by what their driver says of itself")
  func intel() throws {
    let files = Self.channel(0).merging(Self.channel(1)) { $1 }
    let found = try #require(try Self.controllers(files))
    // 6.103515625e-5 of 1,048,576 bytes are 64.
    let written = found.events.map { event in
      "\(event.pmu) \(event.direction) \(event.code.type) \(event.code.config) \(event.bytes)"
    }
    // Event 0x04 with umask 0x03 is 0x304, with 0x0c 0xc04.
    #expect(
      written == [
        "uncore_imc_0 read 20 \(0x304) 64.0", "uncore_imc_0 written 20 \(0xc04) 64.0",
        "uncore_imc_1 read 21 \(0x304) 64.0", "uncore_imc_1 written 21 \(0xc04) 64.0",
      ])
    #expect(found.events.allSatisfy { $0.units == [0, 28] })
    #expect(found.explanation == nil)
    #expect(found.requests.count == 1 && found.requests[0].events.count == 4)
  }

  @Test("the bytes are the sum over all controllers")
  func bytes() throws {
    let found = try #require(
      try Self.controllers(Self.channel(0).merging(Self.channel(1)) { $1 }))
    let values = try found.counterFamily().values(
      of: [
        "event_0": EventCount(value: 10), "event_1": EventCount(value: 1),
        "event_2": EventCount(value: 20), "event_3": EventCount(value: 2),
      ], constants: [:])
    // 10 and 20 lines of 64 bytes are read, 1 and 2 written.
    #expect(values.map(\.metric.id) == ["bytes-memory-read", "bytes-memory-written"])
    #expect(values.map(\.value) == [1920, 192])
  }

  @Test("the data fabric of Zen, whose event's number has bits apart from each other")
  func fabric() throws {
    let files = [
      "amd_df/type": "9", "amd_df/cpumask": "0", "amd_df/format/umask": "config:8-15",
      "amd_df/format/event": "config:0-7,32-35,59-60",
    ]
    let found = try #require(try Self.controllers(files, designs: ["Zen"]))
    #expect(found.events.count == 8)
    // 0x07 and 0x38: 0x3807. 0x1c7 has 0xc7 in its low bits and bit 8, which stands at 32.
    #expect(found.events[0].code.config == 0x3807)
    #expect(found.events[7].code.config == 0x1_0000_38c7)
    #expect(found.events.allSatisfy { $0.direction == .moved && $0.units == [0] })
    // Another design's fabric counts other things under these numbers.
    #expect(try Self.controllers(files, designs: ["Zen 4"]) == nil)
  }

  @Test("the unified memory controllers of Zen 4, by their own counters")
  func unified() throws {
    let found = try #require(
      try Self.controllers([
        "amd_umc_0/type": "15", "amd_umc_0/cpumask": "0",
        "amd_umc_0/format/event": "config:0-7", "amd_umc_0/format/rdwrmask": "config:8-9",
      ]))
    #expect(found.events.map(\.code.config) == [0x10a, 0x20a])
    #expect(found.events.map(\.direction) == [.read, .written])
  }

  @Test("what the kernel forbids is told with its reason and the command")
  func refused() throws {
    let found = try #require(
      try Self.controllers(Self.channel(0), refusal: "Permission denied"))
    let text = try #require(found.explanation)
    #expect(text.contains("uncore_imc_0") && text.contains("Permission denied"))
    #expect(text.contains("kernel.perf_event_paranoid=0"))
  }

  @Test(
    "what a driver does not say, or says as nobody can read it, is left out",
    arguments: [
      [:], ["uncore_imc_0/type": "x"], ["uncore_cha_0/type": "3"],
      channel(0).merging(["uncore_imc_0/type": "-1"]) { $1 },
      channel(0).merging(["uncore_imc_0/format/event": "config1:0-7"]) { $1 },
      // Nine bits have no room in eight.
      channel(0).merging([
        "uncore_imc_0/events/cas_count_read": "event=0x104",
        "uncore_imc_0/events/cas_count_write": "event=",
      ]) { $1 },
      channel(0).merging([
        "uncore_imc_0/events/cas_count_read.scale": "0",
        "uncore_imc_0/events/cas_count_write.unit": "MB?",
      ]) { $1 },
    ])
  func unreadable(_ files: [String: String]) throws {
    #expect(try Self.controllers(files) == nil)
  }
}
