import Devices
import Glibc
import Machine
import MicroBenchmarks

/// This machine, measured.
enum LocalMachine {
  /// Measures it, with a progress bar where standard error is a terminal. Ctrl-C ends it early, with
  /// what was measured until then.
  static func measure(_ effort: ProbeEffort) throws -> (ProbeResult, ProfileLabels) {
    let machine = ProbedMachine(try Topology.ofThisMachine())
    let bar = ProgressBar()
    defer { bar.clear() }
    Interruption.watch()
    let probe = try Probe(
      machine, effort: effort, progress: bar.show, shouldStop: { Interruption.isRequested })
    let result = try probe.run()
    return (result, ProfileLabels(cores: machine.cores, date: today))
  }

  /// The machine's profile from the cache; measured in some ten seconds and kept there where there is
  /// none, or where the machine or its kernels have changed.
  static func profile() throws -> DeviceProfile {
    let machine = ProbedMachine(try Topology.ofThisMachine())
    let print = ProfileLabels.fingerprint(machine)
    let path = cacheFolder.map { "\($0)/local-\(print).json5" }
    if let path, access(path, R_OK) == 0 {
      StandardError.write("note: local is this machine as measured before, \(path)")
      return try DeviceProfile(path: path)
    }
    StandardError.write("note: measuring this machine for some ten seconds")
    let (result, labels) = try measure(.quick)
    let profile = result.profile(labels)
    try profile.validate()
    guard let path, !result.isInterrupted else { return profile }
    if let reason = keep(profile, at: path) {
      StandardError.write("warning: the profile is not kept: \(reason)")
    } else {
      StandardError.write("note: local is kept in \(path); remove it to measure anew")
    }
    return profile
  }

  /// Writes a profile where its folder can be made; else why not.
  private static func keep(_ profile: DeviceProfile, at path: String) -> String? {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
    do throws(CleanFailure) {
      try OutputFile(path: path).write(profile.json5)
      return nil
    } catch {
      return error.description
    }
  }

  /// `ridgeline/profiles` in the cache folder of the XDG Base Directory Specification,
  /// `$XDG_CACHE_HOME` or else `~/.cache`.
  private static var cacheFolder: String? {
    if let cache = Environment.variable("XDG_CACHE_HOME"), cache.hasPrefix("/") {
      return "\(cache)/ridgeline/profiles"
    }
    return Environment.variable("HOME").map { "\($0)/.cache/ridgeline/profiles" }
  }

  /// Today's date here, as `2026-05-31`.
  private static var today: String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 16)
    strftime(&text, text.count, "%Y-%m-%d", &parts)
    return text.withUnsafeBufferPointer { text in
      text.baseAddress.map { String(cString: $0) } ?? ""
    }
  }
}
