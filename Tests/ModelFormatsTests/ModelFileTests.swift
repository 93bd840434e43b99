import Glibc
import ModelFormats
import Testing

@Suite("ModelFile")
struct ModelFileTests {
  @Test("maps the bytes of a file and knows its names")
  func maps() throws {
    let folder = try TemporaryFolder()
    let file = try ModelFile(path: folder.write("abc", as: "yolo.v3.CFG"))
    #expect(file.byteCount == 3)
    #expect(file.fileName == "yolo.v3.CFG")
    #expect(file.modelName == "yolo.v3")
    #expect(file.fileExtension == "cfg")
    let bytes = file.withBytes { span in span.withUnsafeBytes(Array.init) }
    #expect(bytes == Array("abc".utf8))
  }

  @Test("a name that begins with its only dot has no extension")
  func hidden() throws {
    let folder = try TemporaryFolder()
    let file = try ModelFile(path: folder.write("abc", as: ".cfg"))
    #expect(file.modelName == ".cfg")
    #expect(file.fileExtension.isEmpty)
  }

  @Test("a missing file, a directory, a pipe, a device and an empty file are one clear line each")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("", as: "empty.cfg")
    let pipe = "\(folder.path)/pipe.cfg"
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, what) in [
      ("\(folder.path)/none.cfg", "does not exist"), ("\(empty)/none.cfg", "does not exist"),
      (folder.path, "is a directory"), (pipe, "is not a regular file"),
      ("/dev/null", "is not a regular file"), (empty, "is empty"), ("", "is no path"),
      ("a\0b", "is no path"),
    ] {
      let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
      #expect(error?.what == what)
      #expect(error?.code == .file)
      #expect(error?.remedy.isEmpty == false)
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test(
    "a file without read permission is one clear line",
    .enabled(if: geteuid() != 0, "root reads every file"))
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("[net]", as: "secret.cfg")
    #expect(chmod(path, 0) == 0)
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.what == "may not be read")
  }

  @Test(
    "a file that only begins as gzip is one clear line, whatever it is called",
    arguments: ["net.onnx.gz", "net.onnx", "net.cfg"])
  func compressed(name: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0x1F, 0x8B, 0x08, 0, 0], as: name)
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.code == .syntax)
    #expect(error?.what == "is cut off within its gzip, at compressed byte 5")
  }

  @Test("a file of no known format names the formats that there are")
  func unknown() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("hello", as: "notes.txt")
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.code == .unrecognised)
  }
}
