import Glibc

/// A new, empty folder for one test, removed with what the test wrote into it.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    var template = Array("/tmp/ridgeline-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure.cannotMake }
    path = template.withUnsafeBufferPointer { buffer in
      String(decoding: buffer.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  deinit {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }

  /// Writes a file of that name and gives its path.
  func write(_ bytes: some Collection<UInt8>, as name: String) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure.cannotWrite }
    defer { close(descriptor) }
    let contents = Array(bytes)
    guard Glibc.write(descriptor, contents, contents.count) == contents.count else {
      throw Failure.cannotWrite
    }
    return file
  }

  /// Writes a text file of that name and gives its path.
  func write(_ text: String, as name: String) throws -> String {
    try write(Array(text.utf8), as: name)
  }

  enum Failure: Error { case cannotMake, cannotWrite }
}
