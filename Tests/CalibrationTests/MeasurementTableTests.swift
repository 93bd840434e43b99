import Calibration
import LatencyModels
import MeasuredProfiles
import ModelGraph
import Operators
import Testing

@Suite("Tables of measurements")
struct MeasurementTableTests {
  private static func table(
    _ lines: [String], head: String = "name,params_json,precision,batch,latency_ms",
    where filters: [MeasurementTable.Filter] = []
  ) throws -> MeasurementTable {
    let text = ([head] + lines).joined(separator: "\n")
    return try MeasurementTable(Array(text.utf8), where: filters)
  }

  private static let gemm = #"gemm,"{""m"":64,""n"":32,""k"":16}",fp32,1"#

  @Test("a row becomes an operator, its time in seconds whatever the column's unit")
  func units() throws {
    let milliseconds = try Self.table(["\(Self.gemm),2.5"])
    // 64 · 32 · 16 multiply–accumulates; 2.5 ms.
    #expect(milliseconds.rows.map(\.work.macs) == [32_768])
    #expect(milliseconds.rows.map(\.seconds) == [0.0025])
    #expect(milliseconds.rows.map(\.name) == ["line 2 (gemm)"])
    #expect(milliseconds.rows.map(\.reuse) == [.everything])
    let head = "name,params_json,precision,batch,"
    let micro = try Self.table(["\(Self.gemm),2.5"], head: head + "latency_us")
    #expect(micro.rows.map(\.seconds) == [2.5 * 1e-6])
    let plain = try Self.table(["\(Self.gemm),2.5"], head: head + "measured_seconds")
    #expect(plain.rows.map(\.seconds) == [2.5])
  }

  @Test("the layers of a network that are in a table get its times, by their sizes and precision")
  func network() throws {
    let layers = [
      "Input x 0 1 x 0=8 1=8 2=4", "Convolution a 1 1 x a 0=16 1=3 4=1 6=576",
      "Convolution b 1 1 a b 0=16 1=3 4=1 6=2304", "InnerProduct c 1 1 b c 0=10 2=10240",
    ]
    let text = "7767517\n\(layers.count) 99\n" + layers.joined(separator: "\n") + "\n"
    let work = try ModelWork.counting(Files.graph(text, name: "made.param"))
    let first = #"conv2d,"{""N"":1,""Cin"":4,""Cout"":16,""HW"":8,""ksize"":3,""pad"":1}""#
    let table = try Self.table([
      "\(first),fp32,1,2", "\(first),fp32,1,8", "\(first),fp32,1,3", "\(first),fp16,1,1",
      #"linear,"{""m"":1,""n"":10,""k"":1024}",fp32,1,5"#, "\(Self.gemm),7",
    ])
    let profile = table.profile(of: work.layers)
    #expect(profile.source == .table)
    #expect(profile.layers.map(\.name) == ["a", "c"])
    // The middle of 2, 3 and 8 ms; b has 16 channels and is not there.
    #expect(profile.layers.map(\.seconds) == [0.003, 0.005])
    #expect(profile.notes.last == "2 of its 4 operators are no layer of this model.")
    #expect(table.profile(of: []).layers.isEmpty)
  }

  @Test("what is no operator is left out, counted, and the first of it told")
  func skipped() throws {
    let table = try Self.table([
      #"warp,"{""m"":1}",fp32,1,3"#, "\(Self.gemm),2.5", "\(Self.gemm),soon",
    ])
    #expect(table.rows.count == 1)
    #expect(table.skipped == 2)
    #expect(table.firstFault.hasPrefix("line 2: the operator \"warp\" is not known"))
  }

  @Test("rows of several devices are refused until one is chosen")
  func devices() throws {
    let head = "device,name,params_json,precision,batch,latency_ms"
    let lines = ["T4,\(Self.gemm),2", "V100,\(Self.gemm),1", "V100,\(Self.gemm),3"]
    let error = #expect(throws: CalibrationError.self) { try Self.table(lines, head: head) }
    #expect(
      error?.description
        == "the rows are of 2 devices: \"V100\" (2 rows), \"T4\" (1 rows); choose those of one with "
        + "--where device=NAME")
    let chosen = try Self.table(
      lines, head: head, where: [MeasurementTable.Filter(column: "device", value: "V100")])
    #expect(chosen.rows.map(\.seconds) == [0.001, 0.003])
  }

  static let faults: [(lines: [String], head: String, column: String, message: String)] = [
    (
      [], "name,params_json,precision,latency_ms", "",
      "the table has no rows; give a row for each operator"
    ),
    (
      ["gemm,{},fp32"], "name,params_json,precision", "",
      "the table has no column of times; name it latency_ms, latency_us, measured_seconds, by its unit"
    ),
    (
      ["gemm,{},fp32,1"], "name,params_json,precision,latency_ms", "gpu",
      "the table has no column gpu; its columns are name, params_json, precision, latency_ms"
    ),
    (
      ["\(gemm),1"], "name,params_json,precision,batch,latency_ms", "name",
      "none of its 1 rows has name=x; check --where"
    ),
    (
      ["warp,{},fp32,1"], "name,params_json,precision,latency_ms", "",
      "none of its 1 rows is an operator that can be predicted; the first is line 2: the operator "
        + "\"warp\" is not known; the operators are "
    ),
  ]

  @Test("a table that is none is refused with the reason", arguments: faults.indices)
  func refused(_ place: Int) throws {
    let fault = Self.faults[place]
    let filters =
      fault.column.isEmpty ? [] : [MeasurementTable.Filter(column: fault.column, value: "x")]
    let error = #expect(throws: CalibrationError.self) {
      try Self.table(fault.lines, head: fault.head, where: filters)
    }
    #expect(error?.description.hasPrefix(fault.message) == true, "\(error?.description ?? "")")
  }

  @Test("a table without the operators' columns says which is missing")
  func noOperators() {
    let error = #expect(throws: LatencyError.self) {
      try Self.table(["gemm,1"], head: "name,latency_ms")
    }
    #expect(error?.description.hasPrefix("the table has no column params_json") == true)
  }
}

@Suite("Least squares")
struct LeastSquaresTests {
  @Test("finds a line through points, and one wild point does not carry it away")
  func line() {
    let points = (0..<20).map { (Double($0), 3 + 0.5 * Double($0)) }
    func found(_ points: [(Double, Double)]) -> [Double] {
      LeastSquares(pulls: [0, 0], rounds: 50).solve(
        from: [0, 0], towards: [0, 0], bounds: [-10...10, -10...10]
      ) { line in points.map { line[0] + line[1] * $0.0 - $0.1 } }.parameters
    }
    let exact = found(points)
    #expect(abs(exact[0] - 3) < 1e-3 && abs(exact[1] - 0.5) < 1e-3)
    var wild = points
    wild[10].1 += 100
    let robust = found(wild)
    // Plain least squares would move the middle of the line by 100 / 20 = 5.
    #expect(abs(robust[0] + robust[1] * 9.5 - 7.75) < 0.2)
  }

  @Test("what no residual depends on goes where the pull is, and carries no information")
  func pull() {
    let solution = LeastSquares(pulls: [0.5, 0.5], rounds: 20).solve(
      from: [0, 0], towards: [0, 2], bounds: [-10...10, -10...10]
    ) { [10 * ($0[0] - 1)] }
    #expect(abs(solution.parameters[1] - 2) < 0.01)
    #expect(solution.information[1] == 0)
    #expect(solution.information[0] > 0)
  }

  @Test("stays within its bounds")
  func bounds() {
    let solution = LeastSquares(pulls: [0], rounds: 20).solve(
      from: [0], towards: [0], bounds: [-1...1]
    ) { [$0[0] - 5] }
    #expect(solution.parameters == [1])
  }
}
