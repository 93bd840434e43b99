import ArgumentParser

/// What `ridgeline count` counts, where that is no program.
struct CountSubjectOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Count a process that runs already.", valueName: "pid"))
  var attach: Int32?

  @Flag(help: "Count the whole machine, until Ctrl-C or while a program runs.")
  var system = false

  @Flag(
    help: "Run kernels of known FLOPs and bytes, and tell what part of them each event counts.")
  var selfTest = false

  @Option(
    help: ArgumentHelp(
      "Count nothing: tell what a runtime's own profile says that each layer of --model took, beside "
        + "what it takes on --device at least, as `ridgeline estimate --measured` does.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var trace: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long to count a process or the machine.", valueName: "time"))
  var duration: Duration?

  func validate() throws {
    if let attach, attach < 1 {
      throw ValidationError("--attach is \(attach); give the number of a process")
    }
  }
}

/// A time as users write it: `1s`, `250ms`, `2m`, or a number of seconds.
struct Duration: ExpressibleByArgument {
  /// In seconds.
  let seconds: Double

  init?(argument: String) {
    let units: [(ending: String, seconds: Double)] = [
      ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ]
    let unit = units.first { argument.hasSuffix($0.ending) } ?? ("", 1)
    guard let number = Double(argument.dropLast(unit.ending.count)), number.isFinite,
      number * unit.seconds >= 0.001, number * unit.seconds <= 1e7
    else { return nil }
    seconds = number * unit.seconds
  }
}
