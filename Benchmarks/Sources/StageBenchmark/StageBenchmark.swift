import Devices
import Glibc
import ModelFormats
import ModelGraph
import Operators
import Roofline
import Sweeps

/// Times each stage of an estimate inside one process: reading a file, counting its work, holding it
/// against a device.
///
/// `StageBenchmark MODEL...` measures the files, and a chain of 10,000 layers in memory.
@main
enum StageBenchmark {
  private static let rounds = 21
  private static let chainLength = 5000
  private static let device = "nvidia-a100-sxm-80gb"

  static func main() {
    do {
      try measure()
    } catch {
      var line = "ridgeline bench: \(error)\n"
      line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(1)
    }
  }

  private static func measure() throws {
    print("# Speed of the stages\n")
    print("Medians of \(rounds) runs (least–most) inside one process, after one that warms up.\n")
    print("| stage | layers | time | layers a second |\n| --- | ---: | ---: | ---: |")
    for path in CommandLine.arguments.dropFirst() {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let graph = try ModelReader.read(path: path)
      try report("read \(name)", of: graph) { try ModelReader.read(path: path).layers.count }
      try analyse(graph, named: name)
      try sweep(graph, named: name)
    }
    try analyse(.chain(chainLength), named: "a chain in memory")
    try catalogue()
  }

  private static func analyse(_ graph: Graph, named name: String) throws {
    try report("count \(name)", of: graph) { try ModelWork.counting(graph).totals.macs }
    let work = try ModelWork.counting(graph)
    let profile = try Catalogue.shipped.profile(reference: device)
    try report("hold \(name) against \(device)", of: graph) {
      try Estimate(of: work, on: profile).layers.count
    }
  }

  /// A sweep on one processor: at least 100,000 layer estimates a second are wanted.
  private static func sweep(_ graph: Graph, named name: String) throws {
    let plan = SweepPlan(
      devices: try ["nvidia-t4", device, "google-tpu-v4"].map { id in
        try Catalogue.shipped.profile(id: id)
      },
      batches: SweepValues("1..64"), precisions: [.bf16, .int8])
    let once = Sweep(graph, plan: plan).run(isParallel: false)
    let layers = Self.layers(of: once)
    let measurement = try Measurement(
      "sweep \(name), \(once.combinations) combinations, one processor", layers: layers,
      rounds: rounds
    ) {
      Self.layers(of: Sweep(graph, plan: plan).run(isParallel: false))
    }
    print(measurement.row)
    let rate = Double(layers) / measurement.median
    guard rate >= wantedLayersPerSecond else {
      throw TooSlow(stage: "sweep \(name)", layersPerSecond: rate)
    }
  }

  private static func layers(of result: SweepResult) -> Int {
    result.points.reduce(0) { $0 + ($1.figures?.layers ?? 0) }
  }

  private static let wantedLayersPerSecond = 100_000.0

  /// What the embedded profiles add to a start, and what finding one of them takes.
  private static func catalogue() throws {
    let count = Catalogue.shipped.ids.count
    let listing = try Measurement("list the \(count) embedded profiles", layers: 0, rounds: rounds)
    {
      Catalogue.shipped.entries.count
    }
    print(listing.row)
    let measurement = try Measurement("find \(device)", layers: 0, rounds: rounds) {
      try Catalogue.shipped.profile(reference: device).memoryLevels.count
    }
    print(measurement.row)
  }

  private static func report(
    _ stage: String, of graph: Graph, _ body: () throws -> Int
  ) throws {
    print(try Measurement(stage, layers: graph.layers.count, rounds: rounds, body).row)
  }
}

/// A stage that is slower than is wanted.
struct TooSlow: Error, CustomStringConvertible {
  /// Which.
  var stage: String
  /// What it reached.
  var layersPerSecond: Double
  /// One line.
  var description: String { "\(stage): only \(Int(layersPerSecond)) layer estimates a second" }
}
