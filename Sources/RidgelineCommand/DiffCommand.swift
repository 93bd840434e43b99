import ArgumentParser
import Devices
import Diffs
import Glibc
import ModelFormats
import Operators
import Reports
import Roofline

/// `ridgeline diff`: what became slower, and why.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "diff",
    abstract: "Tell what became slower between two networks, devices or saved results, and why.",
    discussion: """
      Each of the two is a model's file or a result that `ridgeline estimate --format json --output \
      FILE` saved; with --model they are devices. Layers are matched by name, then by order.

      EXIT STATUS: 0; 2 where the second takes longer than --fail-above allows; 1 for an error.

      EXAMPLES:
        ridgeline diff old.onnx new.onnx --device nvidia-t4
        ridgeline diff nvidia-t4 nvidia-l4 --model resnet50.onnx --precision fp16
        ridgeline diff baseline.json new.onnx --device nvidia-t4 --fail-above 5%
        ridgeline diff baseline.json today.json --format markdown
      """)

  @Argument(help: "What was: a model, a saved result, or with --model a device.")
  var before: String
  @Argument(help: "What is: a model, a saved result, or with --model a device.")
  var after: String

  @Option(
    help: ArgumentHelp("The model to hold against two devices.", valueName: "file"),
    completion: .file(extensions: ["cfg", "onnx"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The device to hold models against: an ID of `ridgeline devices`, or a path to a profile.",
      valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String?

  @Option(
    help: ArgumentHelp(
      "End with exit status 2 where the second takes longer by more than this: 5%.",
      valueName: "percent"),
    transform: DiffCommand.share)
  var failAbove: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many samples go through together.", valueName: "n"))
  var batch: Int?

  @OptionGroup var counting: CountingOptions
  @OptionGroup var ceilings: CeilingOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    if model != nil && device != nil {
      throw CleanFailure("--model holds two devices against a network; leave out --device")
    }
    let diff = NetworkDiff(try side(before), try side(after))
    try report.write(DiffReport(diff, top: report.top ?? 20))
    guard let failAbove else { return }
    guard let ratio = diff.ratio else {
      throw CleanFailure("--fail-above: what was takes no time, so no share of it can be told")
    }
    if ratio - 1 > failAbove {
      StandardError.write(
        "slower by \(Numbers.percent(ratio - 1)): more than \(Numbers.percent(failAbove))")
      throw ExitCode(2)
    }
  }

  private func side(_ reference: String) throws -> DiffSide {
    if let model {
      return DiffSide(try estimate(model, on: reference))
    }
    if let saved = try SavedFile.side(path: reference) { return saved }
    guard let device else {
      throw CleanFailure(
        "\(reference) is no saved result: --device ID holds two models against a device, "
          + "--model FILE two devices against a model")
    }
    return DiffSide(try estimate(reference, on: device))
  }

  private func estimate(_ path: String, on device: String) throws -> Estimate {
    let (graph, options) = try (ModelReader.read(path: path), counting.options(batch: batch))
    options.operators.tellRemarks(on: graph)
    let work = try ModelOptions.counting(graph, options: options, path: path)
    return try Estimate(
      of: work, on: DeviceCatalogue.profile(device), precision: counting.precision,
      ceilings: ceilings.ceilings)
  }

  /// `5%`, `5` and `2.5 %` are shares of a hundred.
  @Sendable private static func share(_ text: String) throws -> Double {
    var digits = text[...]
    while let last = digits.last, last == "%" || last == " " { digits.removeLast() }
    guard let percent = Double(digits), percent.isFinite, percent >= 0 else {
      throw ValidationError("give a percentage, as 5% or 2.5%")
    }
    return percent / 100
  }
}

/// A file that may hold a saved result.
enum SavedFile {
  /// No result of a network that anyone has comes near this size.
  private static let largest = 1 << 30

  /// The side that the file holds; nil where it holds something else, or cannot be read: what reads it
  /// as something else says why.
  static func side(path: String) throws -> DiffSide? {
    guard let text = bytes(path: path) else { return nil }
    return try SavedResult.side(text: text, path: path)
  }

  /// The bytes of a regular file that begins as an object does.
  private static func bytes(path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      (1...largest).contains(Int(status.st_size)), begins(file)
    else { return nil }
    let size = Int(status.st_size)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = read(file, buffer.baseAddress?.advanced(by: filled), size - filled)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        filled += count
      }
    }
  }

  private static func begins(_ file: Int32) -> Bool {
    var first: UInt8 = 0
    var place: off_t = 0
    while pread(file, &first, 1, place) == 1, place < 4096 {
      if first > 0x20 { return first == UInt8(ascii: "{") }
      place += 1
    }
    return false
  }
}
