import Devices
import Foundation
import LatencyModels

/// One fit and all that is told of it: the files of parameters, the page on accuracy, and the summary
/// in the README.
struct Publication {
  let table: MeasurementTable
  let profiles: [String: DeviceProfile]
  /// The folder of the project.
  let root: URL

  /// Holds out, fits, and writes.
  func write() throws {
    var heldOut: [Split: HeldOut] = [:]
    for split in Split.allCases {
      heldOut[split] = split.heldOut(
        table.rows, profiles: profiles, progress: LatencyAccuracy.tell)
    }
    LatencyAccuracy.tell("all rows")
    let fit = Fit.full(table.rows, profiles: profiles)
    try ParameterFiles(
      fit: fit, rows: table.rows, heldOut: heldOut,
      folder: root.appendingPathComponent("LatencyParameters")
    ).write()
    let document = AccuracyDocument(
      rows: table.rows, heldOut: heldOut,
      bounds: RowBound.all(table.rows, profiles: profiles),
      networks: ProcessorNetworks(table.networks), left: table.left,
      dispatches: Laboratory.isOneCall.sorted().map { ($0, fit.dispatchSeconds(of: $0)) })
    try page(document).write(
      to: root.appendingPathComponent("docs/Accuracy.md"), atomically: true, encoding: .utf8)
    try writeSummary(document.summary)
    print(document.summary)
  }

  /// Puts the summary between its marks in the README.
  private func writeSummary(_ summary: String) throws {
    let file = root.appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let (start, end) = ("<!-- accuracy -->\n", "<!-- /accuracy -->")
    guard let from = text.range(of: start), let to = text.range(of: end),
      from.upperBound <= to.lowerBound
    else { throw AccuracyError("README.md has no place for the summary: \(start)…\(end)") }
    try (text[..<from.upperBound] + summary + "\n" + text[to.lowerBound...]).write(
      to: file, atomically: true, encoding: .utf8)
  }

  private func page(_ document: AccuracyDocument) -> String {
    let share = document.fasterShare { _ in true }
    let decode = document.fasterShare { $0.kind == .decode }
    let left = document.left.sorted { $0.key < $1.key }.map { "- \($0.value) rows, \($0.key)" }
    return """
      # How far expected latencies are from measured ones

      `make accuracy` writes this page, the shipped parameters and the summary in the README anew, all of
      one fit to published latencies ([Expected.md](Expected.md) describes the model). The median is that
      of |ln(expected / measured)|, nearly the relative error. *Shapes* are held out by halves: found from
      one half, scored on the other. *Devices* are held out one at a time, and predicted from their
      datasheet and from the others of their family. *Sources* are held out one at a time. A row of
      whose runtime and kind of operator nothing else was measured (\(document.blindRows) of
      \(document.rows.count) where a device is held out) would be scored on guesses, and has a dash. Mean error and share within 20 % are
      those of held-out shapes.

      ## Summary

      \(document.summary)

      Of ncnn's benchmark the networks whose graphs are there are scored, on each processor in each number
      of threads with ten of them or more: *shapes* with its rates from every other network, *devices* from
      five of its networks and what other processors are like
      ([Calibration.md](Calibration.md#whole-networks-on-processors) describes the rates). Those processors
      have no profile here, and so no bound.

      ## What a laboratory's clock adds

      These sources time one call at a time: their clock starts before the host dispatches the kernel, and
      a time is at least that dispatch and the kernel. It is a property of how they measure, one number
      each, times the device's `hostFactor`; it is in no parameter of a device or runtime, and no estimate of
      a network has it. `ridgeline predict --dispatch SECONDS` adds it to a table's rows.

      \(document.clocks)

      Two more things are taken as they were measured and not as the table states them. DeepBench's recurrent
      layers in its sheet of mixed precision are in fp32 (it multiplies in 8 bits in products and
      convolutions alone). TensorRT-LLM's attention over a cache whose heads are shared by several queries
      is taken to read half of the cache that is stated: see
      [Expected.md](Expected.md#measured-faster-than-the-bound).

      ## How far measurements are from each other

      The same product with the same sizes, measured more than once by one source on one device: half of
      ln(longest / shortest), the least error that one prediction can have of all of them. DeepBench's
      products differ in which side is transposed, which is no size here.

      \(Repeats(table.rows).table)

      ## Beside a plain roofline

      Mean error of NeuSight's measurements: of the longer of FLOPs over the datasheet's rate and bytes over
      its bandwidth, and of the expected time. For whole networks NeuSight publishes 9.7 % for itself and 31 %
      for a roofline; those cases are not among these rows, so that the figures are of the same devices and
      operators, not of the same cases.

      \(document.besideRoofline)

      ## Faster than the bound

      \(AccuracyDocument.percent(share.holding)) of all rows are faster than the warm bound that holds for them:
      as much of the data as the last-level cache has room for is there already, since a benchmark
      repeats its operator, and of an attention under `tensorrt-llm` whose keys and values
      are taken to share their place half. \(AccuracyDocument.percent(share.warm)) are faster than the warm bound of what the
      table states, and \(AccuracyDocument.percent(share.cold)) than the cold one, every byte of which passes the memory
      (of attention over a cache \(AccuracyDocument.percent(decode.holding)), \(AccuracyDocument.percent(decode.warm)) and \(AccuracyDocument.percent(decode.cold))).
      These are the groups with more than 0.5 % faster than the bound that holds;
      [Expected.md](Expected.md#measured-faster-than-the-bound) says what is known of them.

      \(document.faster)

      ## Each source, device and operator

      \(document.details)

      ## Not scored

      \(left.joined(separator: "\n"))

      """
  }
}
