import ArgumentParser
import Devices
import Glibc
import Machine
import MicroBenchmarks

/// This machine, measured.
enum LocalMachine {
  /// A probe of it, with what its profile is called.
  struct Probed {
    /// What was found.
    var result: ProbeResult
    /// What the profile says besides.
    var labels: ProfileLabels
  }

  /// Measures it, with a progress bar where standard error is a terminal, and the matrix products of
  /// libraries too where they are wanted. Ctrl-C ends it early, with what was measured until then.
  static func measure(_ effort: ProbeEffort, withProducts: Bool = false) throws -> Probed {
    let description = try MachineDescription.ofThisMachine()
    let machine = ProbedMachine(description)
    let warnings = ProbeWarnings(description)
    let bar = ProgressBar()
    defer { bar.clear() }
    Interruption.watch()
    let probe = try Probe(
      machine, effort: effort, progress: bar.show, shouldStop: { Interruption.isRequested })
    let early = warnings.atStart(machine)
    var result = try probe.run()
    result.warnings =
      early + result.warnings + warnings.atEnd(seconds: result.seconds) + result.placementWarnings
    if withProducts && !Interruption.isRequested {
      bar.show(1, "matrix products of libraries")
      result.products = MatrixProducts(machine, processor: description.processor).report {
        Interruption.isRequested
      }
    }
    return Probed(result: result, labels: ProfileLabels(description, date: today))
  }

  /// Where the machine's profile is kept: another machine, or other kernels, have another one. Nil where
  /// the user has no folder for it.
  private static func path() throws -> String? {
    let print = ProfileLabels.fingerprint(try MachineDescription.ofThisMachine())
    return cacheFolder.map { "\($0)/local-\(print).json5" }
  }

  /// The machine's profile from the cache; measured in some ten seconds and kept there where there is
  /// none, or where the machine or its kernels have changed.
  static func profile() throws -> DeviceProfile {
    if let path = try path(), let kept = earlier(at: path) {
      StandardError.write("note: local is this machine as measured before, \(path)")
      return kept
    }
    StandardError.write("note: measuring this machine for some ten seconds")
    let probed = try measure(.quick)
    guard !probed.result.isInterrupted else {
      StandardError.write("stopped: this machine is not measured to the end, and nothing is kept")
      throw ExitCode(130)
    }
    for warning in probed.result.warnings { StandardError.write("warning: \(warning)") }
    return try keep(probed, anew: true)
  }

  /// Keeps what a probe found for `local`, together with what earlier ones found, unless it is to be kept
  /// `anew`; says so, and returns it. A probe that was ended early is returned and not kept.
  @discardableResult
  static func keep(_ probed: Probed, anew: Bool) throws -> DeviceProfile {
    let latest = probed.result.profile(probed.labels)
    try latest.validate()
    guard !probed.result.isInterrupted else { return latest }
    guard let path = try path() else {
      StandardError.write(
        "warning: the profile is not kept: neither XDG_CACHE_HOME nor HOME names a folder")
      return latest
    }
    let kept = KeptProfile(latest, after: anew ? nil : earlier(at: path))
    try kept.profile.validate()
    // It would be taken for all that this machine can do.
    guard kept.profile.unknown?.compute == nil, kept.profile.unknown?.memory == nil else {
      StandardError.write(
        "warning: the profile is not kept: arithmetic or memory is missing in it; the warnings say why"
      )
      return kept.profile
    }
    if let reason = keep(kept.profile, at: path) {
      StandardError.write("warning: the profile is not kept: \(reason)")
      return kept.profile
    }
    let share =
      kept.earlier == 0
      ? ""
      : ", \(kept.earlier) of its \(kept.ceilings) ceilings as earlier probes found them "
        + "(ridgeline probe --anew forgets those)"
    StandardError.write("note: local is kept in \(path)\(share)")
    return kept.profile
  }

  /// What is kept there; nil, with a warning where it is not a profile.
  private static func earlier(at path: String) -> DeviceProfile? {
    guard access(path, R_OK) == 0 else { return nil }
    do {
      return try DeviceProfile(path: path)
    } catch {
      StandardError.write("warning: what was kept is not read, and measured anew: \(error)")
      return nil
    }
  }

  /// Writes a profile where its folder can be made; else why not.
  private static func keep(_ profile: DeviceProfile, at path: String) -> String? {
    DataFolder.makeFolder(of: path)
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
