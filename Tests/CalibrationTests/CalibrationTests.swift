import Calibration
import Devices
import LatencyModels
import ModelGraph
import Operators
import Testing

@Suite("Calibration")
struct CalibrationTests {
  private static let device = "amd-epyc-9654"

  /// Products of several sizes and functions of elements, each with the time that `model` gives.
  private static func rows(factor: Double = 1) throws -> [MeasuredOperator] {
    let model = try model()
    var rows: [MeasuredOperator] = []
    for (place, size) in [64, 128, 192, 256, 384, 512, 768, 1024].enumerated() {
      let product = Kernel.product(Kernel.Product(m: size, n: 2 * size, k: size))
      let elements = 65_536 * (place + 1)
      let operators: [(Kernel, Work)] = [
        (
          product,
          Work(
            macs: 2 * size * size * size, flops: 4 * size * size * size, transcendentals: 0,
            weightBytes: 8 * size * size, inputBytes: 4 * size * size,
            outputBytes: 8 * size * size)
        ),
        (
          .elementwise(Kernel.Elementwise(elements: elements)),
          Work(
            macs: 0, flops: elements, transcendentals: 0, weightBytes: 0,
            inputBytes: 4 * elements, outputBytes: 4 * elements)
        ),
      ]
      for (kernel, work) in operators {
        let format = NumberFormat(Precision.fp32)
        let seconds = try model.seconds(of: kernel, work: work, format: format)
        rows.append(
          MeasuredOperator(
            name: "row \(rows.count)", kernel: kernel, work: work, format: format, reuse: .none,
            seconds: factor * seconds))
      }
    }
    return rows
  }

  private static func model() throws -> LatencyModel {
    try LatencyModel(
      device: Catalogue.shipped.profile(id: device), runtime: "onnxruntime-cpu",
      catalogue: LatencyCatalogue.shipped)
  }

  private static func calibration(_ rows: [MeasuredOperator]) throws -> Calibration {
    let catalogue = LatencyCatalogue.shipped
    return try Calibration(
      rows, device: Catalogue.shipped.profile(id: device),
      runtime: catalogue.runtime("onnxruntime-cpu"), catalogue: catalogue, id: "mine")
  }

  @Test("finds parameters that halve the error of a machine twice as slow, and tells both errors")
  func slower() throws {
    let calibration = try Self.calibration(Self.rows(factor: 2))
    // ln 2 before.
    #expect(abs(calibration.before.medianLog - 0.6931) < 0.001)
    #expect(calibration.crossValidated.medianLog < 0.35)
    #expect(calibration.after.medianLog < 0.2)
    #expect(calibration.before.rows == 16)
    #expect(calibration.kinds.map(\.kind) == [.product, .elementwise])
  }

  @Test("one wild time among sixteen does not carry the others away")
  func outlier() throws {
    var rows = try Self.rows(factor: 2)
    rows[3].seconds *= 40
    let calibration = try Self.calibration(rows)
    #expect(calibration.after.medianLog < 0.25)
  }

  @Test("the same measurements give the same file, which reads back")
  func text() throws {
    let one = RuntimeText.text(of: try Self.calibration(Self.rows(factor: 2)).runtime)
    let two = RuntimeText.text(of: try Self.calibration(Self.rows(factor: 2)).runtime)
    #expect(one == two)
    let runtime = try Runtime(json5: one, file: "mine.json5")
    #expect(runtime.id == "mine")
    #expect(runtime.basedOn == "onnxruntime-cpu")
    #expect(runtime.devices[Self.device]?.given.isEmpty == false)
    #expect(runtime.intervals[.product]?.precisions == [.fp32])
  }

  static let faults:
    [(name: String, change: @Sendable ([MeasuredOperator]) -> [MeasuredOperator], message: String)] =
      [
        (
          "nothing", { _ in [] },
          "there is no measurement; give a table or a profile with some rows"
        ),
        (
          "a time of zero", { rows in rows.map { $0.with($0.name == "row 2" ? 0 : $0.seconds) } },
          "row 2 has the time 0.0; remove the row, or measure it again: times are positive numbers"
        ),
        (
          "a time below zero",
          { rows in rows.map { $0.with($0.name == "row 2" ? -1 : $0.seconds) } },
          "row 2 has the time -1.0; remove the row, or measure it again: times are positive numbers"
        ),
        (
          "no number", { rows in rows.map { $0.with($0.name == "row 2" ? .nan : $0.seconds) } },
          "row 2 has the time nan; remove the row, or measure it again: times are positive numbers"
        ),
        (
          "few", { rows in Array(rows.prefix(5)) },
          "5 different operators are too few to tell the parameters; "
            + "measure 8 or more, of several sizes and kinds"
        ),
        (
          "milliseconds", { rows in rows.map { $0.with($0.seconds * 1000) } },
          "the times are about 1000 times what is expected: they seem to be milliseconds where seconds "
            + "are due; correct the unit; latency_ms of a table is in milliseconds"
        ),
        (
          "nanoseconds", { rows in rows.map { $0.with($0.seconds * 1e9) } },
          "the times are about 1000000000 times what is expected: they seem to be nanoseconds where "
            + "seconds are due; correct the unit; latency_ms of a table is in milliseconds"
        ),
        (
          "nothing so fast", { rows in rows.map { $0.with($0.seconds * 1e-30) } },
          "the times are about 10^-30 times what is expected; check their unit, the device and the "
            + "runtime: no two are so far from each other"
        ),
        (
          "two devices", { rows in rows + rows.map { $0.with($0.seconds * 9) } },
          "16 of 16 operators that are measured more than once differ by more than 3 times, row 0 among "
            + "them; measure again on a machine that does nothing else; or the rows are of several "
            + "devices or runtimes"
        ),
      ]

  @Test("measurements that are no ground are refused, with the reason", arguments: faults.indices)
  func refused(_ place: Int) throws {
    let fault = Self.faults[place]
    let rows = fault.change(try Self.rows())
    let error = #expect(throws: CalibrationError.self) { try Self.calibration(rows) }
    #expect(error?.description == fault.message)
  }

  @Test("duplicates, single wild times and rates above the datasheet's are warned of")
  func warnings() throws {
    var rows = try Self.rows()
    rows.append(rows[0].with(rows[0].seconds * 1.1))
    rows[5].seconds *= 5000
    rows[14].seconds = 2 * Double(rows[14].work.macs) / 100e12
    let warnings = try Self.calibration(rows).warnings
    #expect(
      warnings.prefix(2) == [
        "1 operators are measured more than once: the middle of their times counts",
        "1 times are hundreds of times off the others and are left out, that of row 5 among them",
      ])
    #expect(warnings.contains { $0.contains("run above the datasheet's rate, row 14 at") })
  }

  @Test("what is found above the datasheet is warned of, with the parameters that are")
  func aboveDatasheet() throws {
    let device = try Catalogue.shipped.profile(id: Self.device)
    let rate = try #require(device.contractionRate(precision: .fp32)?.flopsPerSecond)
    // Large products, at 1.3 times the datasheet's rate.
    let rows = (1...10).map { place in
      let kernel = Kernel.product(Kernel.Product(m: 8192, n: 8192, k: 4096 * place))
      let format = NumberFormat(Precision.fp32)
      let work = OperatorRow(kernel: kernel, format: format).work
      return MeasuredOperator(
        name: "row \(place)", kernel: kernel, work: work, format: format, reuse: .none,
        seconds: 2 * Double(work.macs) / rate / 1.3)
    }
    let warnings = try Self.calibration(rows).warnings
    #expect(
      warnings.contains {
        $0.hasPrefix("10 operators run above the datasheet's rate, row 1 at 13")
      })
    #expect(
      warnings.contains {
        $0.hasPrefix("what is found is above the datasheet: vectorShare x productShare is 1")
          && $0.hasSuffix("% of the vector unit's rate")
      }, "\(warnings)")
  }

  @Test(
    "a convolution faster than its products alone allow is no fault where Winograd's saves some")
  func winograd() throws {
    var rows = try Self.rows()
    let kernel = Kernel.convolution(
      Kernel.Convolution(
        batch: 8, channels: 64, height: 56, width: 56, filters: 64, kernelHeight: 3, kernelWidth: 3,
        outputHeight: 56, outputWidth: 56))
    let work = OperatorRow(kernel: kernel, format: NumberFormat(Precision.fp32)).work
    let device = try Catalogue.shipped.profile(id: Self.device)
    let rate = try #require(device.contractionRate(precision: .fp32)?.flopsPerSecond)
    // Twice the datasheet's rate of the direct algorithm: F(4×4, 3×3) needs a quarter of it.
    rows.append(
      MeasuredOperator(
        name: "winograd", kernel: kernel, work: work, format: NumberFormat(Precision.fp32),
        reuse: .everything, seconds: Double(work.macs) / rate))
    let warnings = try Self.calibration(rows).warnings
    #expect(!warnings.contains { $0.contains("run above the datasheet's rate") }, "\(warnings)")
  }

  @Test("generated networks are whole ONNX files of the layers that they name")
  func generated() throws {
    var names: Set<String> = []
    var read = 0
    try GeneratedNetworks.make { network in
      names.insert(network.name)
      guard network.bytes.count < 500_000 else { return }
      let graph = try Files.graph(network.bytes, name: "\(network.name).onnx")
      let work = try ModelWork.counting(graph, options: AnalysisOptions(isStrict: true))
      #expect(!work.layers.isEmpty, "\(network.name)")
      read += 1
    }
    #expect(names.count == GeneratedNetworks.count)
    #expect(read > 20)
  }
}

extension MeasuredOperator {
  /// The same operator with another time.
  func with(_ seconds: Double) -> MeasuredOperator {
    var other = self
    other.seconds = seconds
    return other
  }
}
