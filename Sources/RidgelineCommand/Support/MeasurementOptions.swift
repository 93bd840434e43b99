import ArgumentParser
import Calibration
import MeasuredProfiles
import ModelFormats
import ModelGraph
import Operators

/// What was measured: tables of operators, or profiles of runtimes with their models.
struct MeasurementOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What was measured: a table of operators with a column latency_ms (CSV, within gzip too), or a "
        + "profile of ONNX Runtime, PyTorch or trtexec with its --model. May be given more than once.",
      valueName: "file"),
    completion: .file(extensions: ["csv", "gz", "json"]))
  var measured: [String] = []
  @Option(
    help: ArgumentHelp(
      "The model that a profile is of; one for each profile, in their order.", valueName: "file"),
    completion: .file(extensions: ["onnx", "cfg", "param"]))
  var model: [String] = []
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only the rows of a table that have this in that column; may be given more than once.",
      valueName: "column=value"))
  var filters: [RowFilter] = []
  @Option(
    name: .customLong("dim"),
    help: ArgumentHelp(
      "The size of an open dimension of the models; may be given more than once.",
      valueName: "name=n"))
  var dimensions: [DimensionSize] = []

  /// All that was measured.
  func operators() throws -> [MeasuredOperator] {
    let profiles = measured.filter(Self.isProfile)
    guard profiles.count == model.count else {
      throw CleanFailure(
        "\(profiles.count) profiles and \(model.count) --model: give each profile its model, and "
          + "tables none")
    }
    let ofProfiles = try zip(profiles, model).flatMap { try operators(ofProfile: $0, of: $1) }
    let tables = try measured.filter { !Self.isProfile($0) }.map {
      try Self.table(path: $0, where: filters)
    }
    let devices = Set(tables.compactMap(\.device)).sorted()
    guard devices.count <= 1 else {
      throw CleanFailure(
        "the tables are of several devices: \(devices.prefix(4).joined(separator: ", ")); choose the rows "
          + "of one with --where device=NAME")
    }
    return ofProfiles + tables.flatMap(\.rows)
  }

  /// Whether a file is a runtime's profile, and no table: by its name.
  static func isProfile(_ path: String) -> Bool { path.hasSuffix(".json") }

  /// The table at `path`, within gzip or not; what is left out of it is told.
  static func table(path: String, where filters: [RowFilter]) throws -> MeasurementTable {
    let bytes = try TableFile.bytes(path: path)
    do {
      let table = try MeasurementTable(bytes, where: filters.map(\.filter))
      if table.skipped > 0 {
        StandardError.write(
          "warning: \(path): \(table.skipped) rows are left out; the first is \(table.firstFault)")
      }
      return table
    } catch {
      throw CleanFailure("\(path): \(error)")
    }
  }

  private func operators(
    ofProfile path: String, of model: String
  ) throws -> [MeasuredOperator] {
    let sizes = try dimensions.sizes()
    let profile = try ProfileReader.read(path: path)
    let graph = try ModelReader.read(path: model)
    let used = sizes.filter { graph.symbols.contains($0.key) }
    let work = try ModelOptions.counting(
      graph, options: AnalysisOptions(dimensions: used), path: model)
    let match = try ProfileMatch(profile, with: ModelLayers(work, of: graph), path: path)
    return MeasuredOperator.all(in: match, of: work.layers)
  }
}

/// Rows of a table as users choose them: `device=Tesla T4`.
struct RowFilter: ExpressibleByArgument {
  let filter: MeasurementTable.Filter

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
    filter = MeasurementTable.Filter(
      column: String(argument[..<sign]), value: String(argument[argument.index(after: sign)...]))
  }
}
