import Devices
import Foundation
import Testing

@Suite("The file of a profile")
struct ProfileFileTests {
  @Test("a path is read")
  func path() throws {
    try withFolder { folder in
      let path = "\(folder)/sample.json5"
      try Samples.text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try DeviceProfile(path: path).id == "sample")
      #expect(try Catalogue.shipped.profile(reference: path).id == "sample")
    }
  }

  @Test("a fault in a file names the file")
  func fault() throws {
    try expectRefusal(
      ofText: "{",
      "not JSON5: the file ends where a key or } is due (line 1, column 2); "
        + "check the commas, quotation marks and brackets there", .syntax)
  }

  @Test("an empty file is refused")
  func empty() throws {
    try expectRefusal(ofText: "", "an empty file; give the path of a device profile", .file)
  }

  @Test("bytes that are not UTF-8 are refused")
  func notText() throws {
    try withFolder { folder in
      let path = "\(folder)/p.json5"
      try Data([0x7B, 0xFF, 0xFE, 0x7D]).write(to: URL(filePath: path))
      expectRefusal(ofPath: path, "not a text in UTF-8; give a profile as JSON5 text", .file)
    }
  }

  @Test("a file of more than 16 MiB is refused without being read")
  func huge() throws {
    try withFolder { folder in
      let path = "\(folder)/p.json5"
      try Data().write(to: URL(filePath: path))
      // A sparse file: it takes no room on the disk.
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.truncate(atOffset: 1 << 40)
      try handle.close()
      expectRefusal(ofPath: path, "larger than 16 MiB; give the path of a device profile", .file)
    }
  }

  @Test("a directory and a device are no profiles")
  func otherFiles() throws {
    try withFolder { folder in
      expectRefusal(ofPath: folder, "a directory; give the path of a device profile", .file)
    }
    expectRefusal(
      ofPath: "/dev/zero", "not a regular file; give the path of a device profile", .file)
  }

  @Test("a file that is not there, or may not be read, is refused")
  func unreadable() throws {
    try withFolder { folder in
      let path = "\(folder)/p.json5"
      expectRefusal(
        ofPath:
          path, "cannot be read: No such file or directory; check the path and its permissions",
        .file)
      try Samples.text.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      // Root may read everything.
      if getuid() != 0 {
        expectRefusal(
          ofPath:
            path, "cannot be read: Permission denied; check the path and its permissions", .file)
      }
    }
  }

  private func expectRefusal(
    ofText text: String, _ line: String, _ code: DeviceError.Code
  ) throws {
    try withFolder { folder in
      let path = "\(folder)/p.json5"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      expectRefusal(ofPath: path, line, code)
    }
  }

  private func expectRefusal(
    ofPath path: String, _ line: String, _ code: DeviceError.Code
  ) {
    let error = #expect(throws: DeviceError.self) { try DeviceProfile(path: path) }
    #expect(error?.code == code)
    #expect(error?.description == "\(path): \(line)")
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "profiles-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }
}
