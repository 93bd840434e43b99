import ArgumentParser
import Devices
import MachineReports
import MicroBenchmarks
import Reports

/// `ridgeline probe`: what this machine can really do.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "probe",
    abstract: "Measure what this machine can do at most, and write it as a device profile.",
    discussion: """
      It runs short slices of every kernel in random order, and tells from the undisturbed ones what \
      the hardware can do, from all of them what it keeps up. `ridgeline estimate --device FILE` reads \
      the profile that --profile writes. `--device local` is the best of all probes of this machine, each \
      ceiling with its date: a probe beside busy neighbours only ever finds less.

      EXAMPLES:
        ridgeline probe
        ridgeline probe --quick --profile this.json5
        ridgeline probe --budget 30 --raw slices.csv --format json
        ridgeline probe --quick --compare amd-epyc-9654
        ridgeline probe --quick --compare this.json5
        ridgeline probe --quick --cumulative --profile this.json5
        ridgeline probe --anew
        ridgeline probe --gemm
      """)

  @Flag(help: "Take ten seconds rather than up to a minute.")
  var quick = false
  @Option(help: ArgumentHelp("The most that measuring may take.", valueName: "seconds"))
  var budget: Double?
  @Option(
    help: ArgumentHelp("Write the profile to a file.", valueName: "file"),
    completion: .file(extensions: ["json5"]))
  var profile: String?
  @Option(
    help: ArgumentHelp("Write every slice to a file, as CSV.", valueName: "file"),
    completion: .file())
  var raw: String?
  @Option(
    help: ArgumentHelp(
      "Hold the figures against another profile: a file, or a device's ID.", valueName: "profile"),
    completion: .file(extensions: ["json5"]))
  var compare: String?
  @Flag(
    help:
      "Also measure the matrix products of OpenBLAS or MKL, where installed: the practical peak.")
  var gemm = false
  @Flag(
    help: "Give the profile the best that this probe and earlier ones of this machine found.")
  var cumulative = false
  @Flag(help: "Forget what earlier probes of this machine found.")
  var anew = false
  @OptionGroup var report: ReportOptions

  func validate() throws {
    if let budget, !(budget >= 1 && budget <= 3600) {
      throw ValidationError("--budget is \(budget); give 1 to 3600 seconds")
    }
  }

  func run() throws {
    let other = try compare.map { try DeviceCatalogue.profile($0) }
    for path in [self.profile, raw, report.output] {
      try path.map { try OutputFile(path: $0).check() }
    }
    var effort = quick ? ProbeEffort.quick : .full
    if let budget { effort = effort.limited(to: budget) }
    let probed = try LocalMachine.measure(effort, withProducts: gemm)
    let kept = try LocalMachine.keep(probed, anew: anew)
    let profile = cumulative ? kept : probed.result.profile(probed.labels)
    // What took so long is told in any case: a file that cannot be written is the last word.
    let failures = [
      write(profile.json5, to: self.profile), raw.flatMap { write(probed.result.rawText, to: $0) },
    ]
    try report.write(ProbeReport(probed.result, profile: profile, against: other))
    if let failure = failures.compactMap({ $0 }).first { throw failure }
    guard !probed.result.isInterrupted else { throw ExitCode(130) }
  }

  /// Writes a file where one is named; why it could not, where it could not.
  private func write(_ text: String, to path: String?) -> CleanFailure? {
    guard let path else { return nil }
    do throws(CleanFailure) {
      try OutputFile(path: path).write(text)
      return nil
    } catch {
      return error
    }
  }
}
