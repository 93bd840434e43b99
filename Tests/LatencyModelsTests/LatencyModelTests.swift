import Devices
import LatencyModels
import Operators
import Testing

@Suite("Expected latencies worked by hand")
struct LatencyModelTests {
  /// Whether two times are the same but for rounding.
  private func isNear(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-9 * max(abs(one), abs(other))
  }

  private func expected(
    _ row: OperatorRow, _ model: LatencyModel, reuse: Reuse = .none
  ) throws -> ExpectedLatency {
    try model.expected(row.kernel, work: row.work, format: row.format, reuse: reuse)
  }

  private func row(_ name: String, _ json: String, batch: Int = 1) throws -> OperatorRow {
    try OperatorRow(name: name, json: json, format: NumberFormat(.fp32), batch: batch)
  }

  @Test("a function of elements takes its bytes over the bandwidth, behind the launch")
  func elementwise() throws {
    // 3 × 4 B × 1e6 at half of 1 GB/s is 24 ms, and 1 ms of launch.
    let model = try RoundDevice.model(
      [.memoryShare: 0.5], [.launchSeconds: 1e-3])
    let add = try expected(row("add", #"{"rows":1000,"cols":1000}"#), model)
    // Its additions, 1e6 over 4 GFLOP/s, are 0.25 ms: (24³ + 0.25³)^(1/3).
    #expect(abs(add.seconds - 25e-3) < 1e-7)
    #expect(isNear(add.memorySeconds, 24e-3))
  }

  @Test("where a kernel passes few elements a clock, they take longer than their bytes")
  func passing() throws {
    let model = try RoundDevice.model(memory: 1e18, [:], [.elementRate: 0.1, .rowsRate: 0.05])
    // 3e6 elements at 0.1 a clock of 4 units of 1 GHz; a softmax has 2e6, at half of that.
    #expect(isNear(try expected(row("add", #"{"rows":1000,"cols":1000}"#), model).seconds, 7.5e-3))
    #expect(
      isNear(try expected(row("softmax", #"{"rows":1000,"cols":1000}"#), model).seconds, 10e-3))
  }

  @Test("a graphics processor's starts take clocks: they are stated at 1.5 GHz")
  func starts() throws {
    var profile = try RoundDevice.profile(memory: 1e18)
    for (kind, factor) in [(DeviceKind.gpu, 1.5), (.cpu, 1)] {
      profile.kind = kind
      let model = try LatencyModel(
        device: profile, runtime: RoundDevice.runtime([.decodeSeconds: 2e-3]),
        parameters: RoundDevice.parameters([.kernelSeconds: 1e-3]))
      // The kernel, the attention and its one round.
      let step = try expected(
        row("attention_decode", #"{"q_heads":1,"kv_heads":1,"head_dim":64,"kv_len":1}"#), model)
      #expect(abs(step.seconds - factor * 5e-3) < 1e-5)
    }
  }

  @Test("an attention's exponentials hide behind its products, but for where both take as long")
  func exponentials() throws {
    // A score's 256 FLOPs take 1/16 ns at 4096 GFLOP/s of a unit, its exponential as long at 1 GHz;
    // each of 4 units has 64 queries of 256 keys.
    let model = try RoundDevice.model(memory: 1e18, [:], [.prefillShare: 4096, .maskedShare: 1])
    let prompt = try expected(
      row("attention_prefill", #"{"q_heads":1,"kv_heads":1,"head_dim":64,"seq":256}"#), model)
    let cubeRootOfTwo = 1.2599210498948732
    #expect(isNear(prompt.computeSeconds, 64 * 256 * cubeRootOfTwo / 16e9))
  }

  @Test("no operator is shorter than what the host needs for it")
  func host() throws {
    let model = try RoundDevice.model([.hostFactor: 2], [.hostSeconds: 3e-3])
    #expect(isNear(try expected(row("add", #"{"rows":1,"cols":1}"#), model).seconds, 6e-3))
  }

  @Test("a benchmark that times one call at a time has the host's dispatch in its times")
  func dispatch() throws {
    var model = try RoundDevice.model([.hostFactor: 2], [.hostSeconds: 3e-3])
    model.dispatchSeconds = 5e-3
    // 3 × 4 B × 1e6 at 1 GB/s is 12 ms, its additions 0.25 ms: (12³ + 0.25³)^(1/3) is 12.00004 ms; and
    // before it 5 ms of dispatch, twice as long on this host.
    let add = try expected(row("add", #"{"rows":1000,"cols":1000}"#), model)
    #expect(abs(add.seconds - 22.00004e-3) < 1e-8)
  }

  @Test("a network's host hides behind a graphics processor, and adds to a processor's own time")
  func networkHost() throws {
    // 2 GFLOP on 4 GFLOP/s are 0.5 s; 100 operators of 1 ms on a host that is twice as slow.
    let network = try row("net", #"{"gmacs":1,"macts_M":0}"#)
    var profile = try RoundDevice.profile()
    for (kind, seconds) in [(DeviceKind.gpu, 0.5), (.cpu, 0.7)] {
      profile.kind = kind
      let model = try LatencyModel(
        device: profile, runtime: RoundDevice.runtime([.hostSeconds: 1e-3]),
        parameters: RoundDevice.parameters([.hostFactor: 2]))
      #expect(isNear(try expected(network, model).seconds, seconds))
    }
  }

  /// The start and end of a tile, in which its unit computes nothing.
  private let tileStart = 1.2e-6

  @Test("one row more than fills the units costs another round of tiles")
  func rounds() throws {
    let model = try RoundDevice.model(memory: 1e18)
    // 256 × 256 × 32: 4 tiles of 128 × 128 on 4 units, each 2·128·128·32 / 1 GFLOP/s.
    let full = try expected(row("gemm", #"{"m":256,"n":256,"k":32}"#), model)
    #expect(isNear(full.computeSeconds, 1.048576e-3 + tileStart))
    // 257 rows: 20 tiles of 64 × 64 in 5 rounds of 0.262144 ms are the best there is.
    let more = try expected(row("gemm", #"{"m":257,"n":256,"k":32}"#), model)
    #expect(isNear(more.computeSeconds, 5 * (0.262144e-3 + tileStart)))
    #expect(more.algorithm == "64x64 tiles")
  }

  @Test("sums are split where units would idle")
  func split() throws {
    let model = try RoundDevice.model(memory: 1e18)
    // One tile of 64 × 64 and 4096 deep: 33.55 ms on one unit, a quarter in four parts.
    let deep = try expected(row("gemm", #"{"m":64,"n":64,"k":4096}"#), model)
    #expect(deep.algorithm == "64x64 tiles, sums in 4 parts")
    #expect(deep.computeSeconds < 8.4e-3 && deep.computeSeconds > 8.38e-3)
  }

  @Test("many products at once are not split")
  func batched() throws {
    let model = try RoundDevice.model(memory: 1e18)
    // Two tiles of 64 × 64, 4096 deep, on two of the units: 2·64·64·4096 / 1 GFLOP/s.
    let both = try expected(row("bmm", #"{"b":2,"m":64,"n":64,"k":4096}"#), model)
    #expect(both.algorithm == "64x64 tiles")
    #expect(isNear(both.computeSeconds, 33.554432e-3 + tileStart))
  }

  @Test("a gather is as fast as its units find elements, and fetches few rows one after the other")
  func gather() throws {
    let model = try RoundDevice.model(memory: 1e18, [:], [.gatherRate: 0.5])
    func fetching(_ rows: Int) throws -> ExpectedLatency {
      try model.expected(
        .gather(.init(rows: rows, columns: 1000, tableRows: 1 << 20)), work: .none,
        format: NumberFormat(.fp32))
    }
    // 100 × 1000 elements, half an element a clock on 4 units of 1 GHz.
    #expect(isNear(try fetching(100).seconds, 5e-5))
    // 10 rows of 0.6 µs each beside the 5 µs of their elements.
    #expect(isNear(try fetching(10).seconds, 6e-6 + 5e-6))
  }

  @Test("a normalisation reads its rows again, and a softmax starts sooner")
  func rows() throws {
    let model = try RoundDevice.model([:], [.rowsSeconds: 1e-3, .hostSeconds: 5e-3])
    let one = #"{"rows":1,"cols":1}"#
    #expect(isNear(try expected(row("ln", one), model).seconds, 6e-3))
    #expect(isNear(try expected(row("softmax", one), model).seconds, 5.2e-3))
    let many = #"{"rows":1000,"cols":1000}"#
    // 8 MB at 1 GB/s, and 1.3 times as much.
    #expect(isNear(try expected(row("softmax", many), model).memorySeconds, 8e-3))
    #expect(isNear(try expected(row("ln", many), model).memorySeconds, 10.4e-3))
  }

  @Test(
    "a small tile has a lower rate where the device's units say so, by its columns more than its rows"
  )
  func smallTiles() throws {
    let model = try RoundDevice.model(memory: 1e18, [.smallTileShare: 0.25])
    // 257 rows: 6 tiles of 128 × 128 on 4 units count as 0.6 · 2 + 0.4 · 1.5 rounds of 1.048576 ms. Those of
    // 64 × 64 have 0.25 · √0.25 of the rate, and would need 5 rounds of 2.097152 ms.
    let more = try expected(row("gemm", #"{"m":257,"n":256,"k":32}"#), model)
    #expect(more.algorithm == "128x128 tiles")
    #expect(isNear(more.computeSeconds, 1.8 * (1.048576e-3 + tileStart)))
    // 64 rows: 4 tiles of 64 × 128, each 0.524288 ms at √0.64 of the rate.
    let faster = try RoundDevice.model(memory: 1e18, [.smallTileShare: 0.64])
    let flat = try expected(row("gemm", #"{"m":64,"n":512,"k":32}"#), faster)
    #expect(flat.algorithm == "64x128 tiles")
    #expect(isNear(flat.computeSeconds, 0.65536e-3 + tileStart))
  }

  @Test("the power limit holds the rate of the vector unit")
  func power() throws {
    var profile = try RoundDevice.profile(memory: 1e18)
    profile.power = Power(watts: Sourced(2, source: "made"))
    // 2 W over 1 nJ an operation: 2 GFLOP/s of the 4.
    let model = try LatencyModel(
      device: profile, runtime: RoundDevice.runtime(),
      parameters: RoundDevice.parameters([.joulesPerFlop: 1e-9]))
    let product = try expected(row("gemm", #"{"m":256,"n":256,"k":32}"#), model)
    #expect(isNear(product.computeSeconds, 2 * 1.048576e-3 + tileStart))
  }

  @Test(
    "data that fit the cache are read there when they are used again, those of twice its size not")
  func cache() throws {
    // A cache of 1 MB, of which all holds data, at 4 × 1 GHz × 4 B = 16 GB/s.
    let model = try RoundDevice.model([.cacheShare: 1, .cacheBytesPerClock: 4])
    let small = try row("relu", #"{"rows":100,"cols":1000}"#)
    // 0.8 MB: at 1 GB/s, and at 16.
    #expect(isNear(try expected(small, model).memorySeconds, 0.8e-3))
    #expect(isNear(try expected(small, model, reuse: .everything).memorySeconds, 0.05e-3))
    let large = try row("relu", #"{"rows":250,"cols":1000}"#)
    #expect(isNear(try expected(large, model, reuse: .everything).memorySeconds, 2e-3))
  }

  @Test("a recurrent layer reads its weights at every step")
  func recurrence() throws {
    let model = try RoundDevice.model([:], [.stepSeconds: 1e-3])
    // 4 × 100 × 100 weights of 4 B are 0.16 ms a step; 2 · 40000 operations at 0.6 of 4 GFLOP/s 0.0333 ms,
    // not hidden behind them; 10 steps.
    let layer = try expected(row("rnn_lstm", #"{"hidden":100,"timesteps":10,"N":1}"#), model)
    #expect(isNear(layer.memorySeconds, 10 * 0.16e-3))
    #expect(abs(layer.computeSeconds - 10 * 0.03333e-3) < 1e-7)
    #expect(abs(layer.seconds - 10 * 1.19333e-3) < 1e-7)
  }

  @Test("a processor's step hides its arithmetic behind the weights that it reads")
  func recurrenceOfProcessor() throws {
    var profile = try RoundDevice.profile()
    profile.kind = .cpu
    let model = try LatencyModel(
      device: profile, runtime: RoundDevice.runtime([.stepSeconds: 1e-3]),
      parameters: RoundDevice.parameters())
    // 0.16 ms of weights, 0.02 ms of arithmetic: (0.16³ + 0.02³)^(1/3) is 0.1601 ms; 10 steps.
    let layer = try expected(row("rnn_lstm", #"{"hidden":100,"timesteps":10,"N":1}"#), model)
    #expect(isNear(layer.computeSeconds, 10 * 0.02e-3))
    #expect(abs(layer.seconds - 10 * 1.1601e-3) < 1e-7)
  }

  @Test("a step of generation reads the cache of keys and values once")
  func decode() throws {
    let model = try RoundDevice.model()
    // 1 × 1 head × 1000 keys × 2 × 64 channels × 4 B.
    let step = try expected(
      row("attention_decode", #"{"q_heads":1,"kv_heads":1,"head_dim":64,"kv_len":1000}"#), model)
    #expect(isNear(step.memorySeconds, 0.512e-3))
    #expect(step.algorithm == "keys in 4 parts")
  }

  @Test("Winograd's algorithm is chosen where it saves, and never for strides")
  func winograd() throws {
    let model = try RoundDevice.model(memory: 1e18)
    let sizes = #""N":8,"Cin":64,"Cout":128,"HW":32,"ksize":3,"pad":1"#
    #expect(try expected(row("conv2d", "{\(sizes)}"), model).algorithm.hasPrefix("winograd"))
    #expect(
      try expected(row("conv2d", "{\(sizes),\"stride\":2}"), model).algorithm == "implicit product")
  }

  @Test("the interval is wider for a device that was not measured, and says so")
  func widening() throws {
    let measured = RoundDevice.runtime(
      intervals: [.elementwise: Interval(low: 0.5, high: 2, rows: 10)])
    let add = try row("add", #"{"rows":1000,"cols":1000}"#)
    let known = try LatencyModel(
      device: RoundDevice.profile(), runtime: measured, parameters: RoundDevice.parameters())
    let guessed = try LatencyModel(
      device: RoundDevice.profile(), runtime: measured,
      parameters: RoundDevice.parameters(knowledge: .family))
    let (one, other) = (try expected(add, known), try expected(add, guessed))
    #expect(isNear(one.highSeconds, 2 * one.seconds) && one.extrapolations.isEmpty)
    // Twice as far on a logarithmic scale: a quarter, and four times.
    #expect(isNear(other.highSeconds, 4 * other.seconds))
    #expect(isNear(other.lowSeconds, other.seconds / 4))
    #expect(other.extrapolations.count == 1)
    // Where devices were held out, what they showed; never narrower than what was measured.
    var elsewhere = measured
    elsewhere.intervalsElsewhere = [.elementwise: Interval(low: 0.75, high: 3, rows: 10)]
    let shown = try expected(
      add,
      LatencyModel(
        device: RoundDevice.profile(), runtime: elsewhere,
        parameters: RoundDevice.parameters(knowledge: .family)))
    #expect(isNear(shown.highSeconds, 3 * shown.seconds))
    #expect(isNear(shown.lowSeconds, 0.5 * shown.seconds))
  }

  @Test(
    "the interval is that of other devices for a kind of operator that the device was not measured with"
  )
  func kinds() throws {
    var runtime = RoundDevice.runtime(
      intervals: [.elementwise: Interval(low: 0.9, high: 1.5, rows: 10)])
    runtime.intervalsElsewhere = [.elementwise: Interval(low: 0.75, high: 3, rows: 10)]
    let add = try row("add", #"{"rows":1000,"cols":1000}"#)
    func model(_ operators: Set<OperatorClass>) throws -> LatencyModel {
      var known = RoundDevice.parameters()
      known.operators = operators
      return try LatencyModel(device: RoundDevice.profile(), runtime: runtime, parameters: known)
    }
    let measured = try expected(add, model([.elementwise]))
    #expect(isNear(measured.highSeconds, 1.5 * measured.seconds) && measured.extrapolations.isEmpty)
    let other = try expected(add, model([.network]))
    #expect(isNear(other.highSeconds, 3 * other.seconds))
    #expect(isNear(other.lowSeconds, 0.75 * other.seconds))
    #expect(other.extrapolations == ["not measured on round: functions of elements"])
  }

  @Test("the interval is half to double at least in a precision that was not measured, and says so")
  func precisions() throws {
    let add = try row("add", #"{"rows":1000,"cols":1000}"#)
    func model(_ precisions: Set<Precision>) throws -> LatencyModel {
      try LatencyModel(
        device: RoundDevice.profile(),
        runtime: RoundDevice.runtime(
          intervals: [
            .elementwise: Interval(low: 0.9, high: 3, rows: 10, precisions: precisions)
          ]),
        parameters: RoundDevice.parameters())
    }
    let measured = try expected(add, model([.fp32]))
    #expect(isNear(measured.lowSeconds, 0.9 * measured.seconds) && measured.extrapolations.isEmpty)
    let other = try expected(add, model([.fp16]))
    #expect(isNear(other.lowSeconds, 0.5 * other.seconds))
    // What was measured in another precision is wider already on this side.
    #expect(isNear(other.highSeconds, 3 * other.seconds))
    #expect(
      other.extrapolations == [
        "not measured in fp32 under round-runtime, with a guessed interval, half to double at least: "
          + "functions of elements"
      ])
    // The two formats of 16 bits stand for each other.
    let half = try model([.bf16]).interval(of: .elementwise, in: .fp16)
    #expect(half.low == 0.9)
  }
}
