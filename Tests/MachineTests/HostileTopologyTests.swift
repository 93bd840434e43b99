import Foundation
import Machine
import Testing

/// Files from elsewhere: each ends in one line, none in a crash.
@Suite("Hostile topologies")
struct HostileTopologyTests {
  private static let head = #"<?xml version="1.0"?><!DOCTYPE topology SYSTEM "hwloc2.dtd">"#

  @Test(
    "what holds no topology is refused in one line",
    arguments: [
      "", " ", "not XML", "<", "<topology", "<topology/>", head,
      head + "<topology version=\"2.0\">",
      head + "<topology version=\"2.0\"></topology>",
      head + "<topology version=\"9.9\"><object type=\"Machine\"/></topology>",
      head + "<topology version=\"2.0\"><object type=\"PU\" os_index=\"0\"/></topology>",
      head + "<topology version=\"2.0\"><object type=\"Machine\" cpuset=\"zzz\"/></topology>",
      head + "<topology version=\"2.0\"><object type=\"Machine\" cpuset=\"0xf...f\"/></topology>",
      "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><topology>&a;</topology>",
      "<a>\u{0}</a>", "<a>\u{1b}[2J</a>",
    ])
  func refused(text: String) throws {
    try Fixture.withSystem(["machine.xml": text]) { files in
      let path = files.root + "/machine.xml"
      let error = #expect(throws: MachineError.self) { try Topology.recorded(path: path) }
      #expect(error?.description.contains(path) == true)
      #expect(error?.description.contains { $0.isNewline || $0 == "\u{1b}" } == false)
    }
  }

  @Test("an entity that grows a billionfold is refused")
  func laughs() throws {
    var entities = "<!ENTITY a0 \"ha\">"
    for level in 1...9 {
      let inner = String(repeating: "&a\(level - 1);", count: 10)
      entities += "<!ENTITY a\(level) \"\(inner)\">"
    }
    try refused(text: "<!DOCTYPE t [\(entities)]><topology>&a9;</topology>")
  }

  @Test("elements nested a hundred thousand deep are refused")
  func deep() throws {
    let open = String(repeating: "<object type=\"Group\" cpuset=\"0x1\">", count: 100_000)
    try refused(text: Self.head + "<topology version=\"2.0\">" + open)
  }

  @Test("a recorded file that is cut anywhere, or changed, is read or refused, and never crashes")
  func damaged() throws {
    let whole = try String(contentsOfFile: Fixture.topology("raspberry-pi"), encoding: .utf8)
    let changes = [
      ("0x0000000f", "0x8000000000000000"), ("local_memory=\"4294967296\"", "local_memory=\"-1\""),
      ("cache_size=\"1048576\"", "cache_size=\"18446744073709551615\""),
      ("depth=\"2\"", "depth=\"-7\""), ("os_index=\"3\"", "os_index=\"4294967294\""),
      ("type=\"Core\"", "type=\"PU\""), ("version=\"2.0\"", "version=\"1.0\""),
    ]
    let texts =
      stride(from: 0, to: whole.count, by: 211).map { String(whole.prefix($0)) }
      + changes.map { whole.replacingOccurrences(of: $0.0, with: $0.1) }
    for text in texts {
      try Fixture.withSystem(["machine.xml": text]) { files in
        do throws(MachineError) {
          let topology = try Topology.recorded(path: files.root + "/machine.xml")
          #expect(topology.caches.allSatisfy { $0.bytes ?? 0 >= 0 })
        } catch {
          #expect(!error.description.contains("\n"))
        }
      }
    }
  }

  @Test("what is no file is refused", arguments: ["/dev/zero", "/tmp", "/nowhere/machine.xml"])
  func noFile(path: String) {
    let error = #expect(throws: MachineError.self) { try Topology.recorded(path: path) }
    #expect(error?.code == .file)
  }

  @Test("a name is taken for a file, unless it is a description")
  func references() throws {
    #expect(try MachineDescription(reference: "core:2 pu:1").topology.cores.count == 2)
    let error = #expect(throws: MachineError.self) { try MachineDescription(reference: "a.xml") }
    #expect(error?.code == .file)
  }
}
