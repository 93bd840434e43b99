import Glibc
import LatencyModels
import MeasuredProfiles
import ModelFormats
import ModelGraph
import Operators

/// ONNX Runtime from PyPI over generated networks, on this machine.
public enum LocalRun {
  /// How long it measures, in seconds, on a machine that goes through all networks twice in that.
  public static let budget = 150.0
  /// Where other programs use more than this share of the processors meanwhile, users should know.
  public static let mostOthers = 0.05
  /// About the share of the time that writing the networks takes.
  private static let writingShare = 0.05

  /// Measures the generated networks with the Python at `python`, in a folder that is removed.
  ///
  /// - Parameters:
  ///   - progress: called with a share of the whole and what is being done.
  ///   - shouldStop: whether the user wants it to end; nothing of it stays then.
  /// - Returns: the operators, the version of ONNX Runtime, and the share of the machine's processors
  ///   that other programs used meanwhile, 0 to 1, where the system tells.
  /// - Throws: ``CalibrationError`` where Python or ONNX Runtime is not there, or fails, and where it
  ///   was to end early.
  public static func operators(
    python: String, progress: (Double, String) -> Void, shouldStop: () -> Bool
  ) throws -> (rows: [MeasuredOperator], version: String, others: Double?) {
    let folder = try makeFolder()
    defer { remove(folder) }
    var written = 0
    try GeneratedNetworks.make { network throws(CalibrationError) in
      if shouldStop() {
        throw CalibrationError.interrupted
      }
      progress(
        Self.writingShare * Double(written) / Double(GeneratedNetworks.count),
        "writing \(network.name)")
      try write(network.bytes, to: "\(folder)/\(network.name).onnx")
      written += 1
    }
    var version = ""
    var others: Double?
    var measured: [String] = []
    let log = "\(folder)/python.log"
    let status = try ChildProcess.run(
      [python, "-c", script, folder, "\(budget)"], log: log,
      line: { line in
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "version" where words.count > 1: version = words[1]
        case "others" where words.count > 1: others = Double(words[1])
        case "measured" where words.count > 1: measured.append(words[1])
        case "progress" where words.count > 2:
          let share = Double(words[1]) ?? 0
          progress(Self.writingShare + (1 - Self.writingShare) * share, "measuring \(words[2])")
        default: break
        }
      }, shouldStop: shouldStop)
    guard status == 0 else { throw failure(status, python: python, log: log) }
    return (try rows(of: measured, in: folder), version, others)
  }

  /// Makes sure that the Python at `python` has ONNX Runtime, before anything that takes long.
  ///
  /// - Throws: ``CalibrationError`` where it is not there, or has none.
  public static func check(python: String) throws(CalibrationError) {
    let status = try ChildProcess.run(
      [python, "-c", "import numpy, onnxruntime"], log: "/dev/null", line: { _ in },
      shouldStop: { false })
    guard status == 0 else {
      throw CalibrationError(
        .program, "\(python) has no onnxruntime and numpy",
        remedy: "install them (\(python) -m pip install onnxruntime numpy), or name a Python that "
          + "has them with --python")
    }
  }

  private static func rows(
    of names: [String], in folder: String
  ) throws -> [MeasuredOperator] {
    var rows: [MeasuredOperator] = []
    for name in names {
      let path = "\(folder)/\(name)"
      let profile = try ProfileReader.read(path: "\(path).json", taking: .least)
      let graph = try ModelReader.read(path: "\(path).onnx")
      let work = try ModelWork.counting(graph)
      let match = try ProfileMatch(profile, with: ModelLayers(work, of: graph), path: path)
      for var row in MeasuredOperator.all(in: match, of: work.layers) {
        row.name = "\(name) \(row.name)"
        rows.append(row)
      }
    }
    return rows
  }

  private static func failure(
    _ status: Int32, python: String, log: String
  ) -> CalibrationError {
    guard status != 130 else {
      return .interrupted
    }
    return CalibrationError(
      .program, "\(python) ended with status \(status): \(lastLine(of: log))",
      remedy: "check that ONNX Runtime works there")
  }

  // MARK: - Files

  private static func makeFolder() throws(CalibrationError) -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/ridgeline-calibrate-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CalibrationError(
        .program, "no folder can be made in \(base): \(String(cString: strerror(errno)))",
        remedy: "name another with TMPDIR")
    }
    return template.withUnsafeBufferPointer { buffer in
      String(decoding: buffer.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(CalibrationError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    var rest = bytes[...]
    while file >= 0, !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { break }
      rest = rest.dropFirst(max(count, 0))
    }
    let reason = errno
    if file >= 0 { close(file) }
    guard file >= 0, rest.isEmpty else {
      throw CalibrationError(
        .program, "\(path) cannot be written: \(String(cString: strerror(reason)))",
        remedy: "make room (about 500 MB), or name another folder with TMPDIR")
    }
  }

  private static func lastLine(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "it says nothing" }
    defer { fclose(file) }
    var last = "it says nothing"
    var buffer = [CChar](repeating: 0, count: 1000)
    while fgets(&buffer, Int32(buffer.count), file) != nil {
      let line = buffer.withUnsafeBufferPointer { text in
        text.baseAddress.map { String(cString: $0) } ?? ""
      }
      if !line.allSatisfy(\.isWhitespace) { last = String(line.filter { !$0.isNewline }) }
    }
    return last
  }

  private static func remove(_ folder: String) {
    guard let list = opendir(folder) else { return }
    while let entry = readdir(list) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { unlink("\(folder)/\(name)") }
    }
    closedir(list)
    rmdir(folder)
  }

  /// Runs the networks of a folder in turns under ONNX Runtime's profiler until the time is up, so
  /// that what disturbs the machine for a while does not fall on some of them alone; removes the
  /// folder where it is interrupted, or nobody reads it any more.
  private static let script = """
    import glob, os, shutil, sys, time
    import numpy, onnxruntime
    folder, budget = sys.argv[1], float(sys.argv[2])
    print("version", onnxruntime.__version__, flush=True)

    def ticks():
        # Of all processors: user, nice, system, idle, iowait, irq, softirq, steal; see proc(5).
        with open("/proc/stat") as file:
            parts = [int(part) for part in file.readline().split()[1:9]]
        own = time.process_time() * os.sysconf("SC_CLK_TCK")
        return sum(parts), sum(parts) - parts[3] - parts[4] - own

    try:
        runs = []
        for path in sorted(glob.glob(os.path.join(folder, "*.onnx"))):
            name = os.path.basename(path)[:-5]
            options = onnxruntime.SessionOptions()
            options.enable_profiling = True
            options.profile_file_prefix = os.path.join(folder, "profile")
            session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"])
            random = numpy.random.default_rng(0)
            feeds = {
                value.name: random.standard_normal(value.shape).astype(numpy.float32)
                for value in session.get_inputs()
            }
            runs.append((name, session, feeds))
        begin, rounds = time.monotonic(), 0
        before = ticks() if os.path.exists("/proc/stat") else None
        while rounds < 2 or rounds < 40 and time.monotonic() - begin < budget:
            for name, session, feeds in runs:
                for _ in range(4):
                    session.run(None, feeds)
                done = min((time.monotonic() - begin) / budget, 1)
                print("progress", done, name, flush=True)
            rounds += 1
        if before:
            after = ticks()
            share = (after[1] - before[1]) / max(after[0] - before[0], 1)
            print("others", min(max(share, 0), 1), flush=True)
        for name, session, feeds in runs:
            os.replace(session.end_profiling(), os.path.join(folder, name + ".json"))
            print("measured", name, flush=True)
    except (KeyboardInterrupt, BrokenPipeError):
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit(130)
    """
}
