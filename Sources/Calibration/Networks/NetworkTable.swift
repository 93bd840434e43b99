public import LatencyModels
import Operators

/// The times of whole networks on processors, from a table that names their graphs.
public struct NetworkTable: Sendable {
  /// The processors with ten networks or more, each number of threads apart.
  public private(set) var processors: [NetworkSplits.Processor] = []
  /// How many rows their networks are of.
  public private(set) var rows = 0
  /// How many rows of the source are left out: of GPUs, of networks without a graph, of processors
  /// with fewer networks.
  public private(set) var skipped = 0
  /// The networks of the rows that the filters choose, by name; of several times of one the least.
  public private(set) var chosen: [String: MeasuredNetwork] = [:]
  /// The devices of the rows that the filters choose, sorted.
  public private(set) var chosenDevices: [String] = []

  /// A processor needs so many networks.
  static let fewestNetworks = 10

  /// Where the columns are; those that a table may lack are nil.
  private struct Columns {
    var name: Int
    var time: Int
    var secondsPerUnit: Double
    var source: Int?
    var device: Int?
    var parameters: Int?
    var filters: [(place: Int, value: [UInt8])] = []

    init(
      _ names: [String], where filters: [MeasurementTable.Filter]
    ) throws(CalibrationError) {
      let times = MeasurementTable.timeColumns.lazy.compactMap { column in
        names.firstIndex(of: column.name).map { ($0, column.seconds) }
      }
      guard let name = names.firstIndex(of: "name"), let time = times.first else {
        throw CalibrationError(
          .table, "the table has no column name, or none of times",
          remedy: "name the networks in name, and their times in latency_ms")
      }
      self.name = name
      (self.time, secondsPerUnit) = time
      source = names.firstIndex(of: "source")
      device = names.firstIndex(of: "device")
      parameters = names.firstIndex(of: "params_json")
      for filter in filters {
        guard let place = names.firstIndex(of: filter.column) else {
          throw CalibrationError(
            .table, "the table has no column \(filter.column)",
            remedy: "its columns are \(names.joined(separator: ", "))")
        }
        self.filters.append((place, Array(filter.value.utf8)))
      }
    }
  }

  /// The rows of a table in UTF-8 whose networks have a graph `NAME.param` in the folder at `path`.
  ///
  /// Of several times of a network in one setting the least counts; rows of GPUs are left out.
  ///
  /// - Parameters:
  ///   - source: the rows that have this in the column of that name; nil: all.
  ///   - filters: the rows that are ``chosen``.
  /// - Throws: ``CalibrationError`` where it has no names or times, lacks a filter's column, or a chosen
  ///   row has a time that cannot be.
  public init(
    _ bytes: [UInt8], source: String? = nil, graphs path: String,
    where filters: [MeasurementTable.Filter] = []
  ) throws(CalibrationError) {
    var records = CSVRecords(bytes)
    guard records.next() else {
      throw CalibrationError(.empty, "the table is empty", remedy: "give a row for each network")
    }
    let columns = try Columns((0..<records.count).map { records.text($0) }, where: filters)
    var graphs = Graphs(path: path)
    var gathered = Gathered()
    while records.next() {
      if let source, let place = columns.source, !records[place].elementsEqual(source.utf8) {
        continue
      }
      gathered.all += 1
      let parameters = columns.parameters.map { records.text($0) } ?? ""
      guard !Self.isOfGPU(parameters),
        let (name, terms) = graphs.network(records.text(columns.name))
      else { continue }
      let isChosen = columns.filters.allSatisfy { records[$0.place].elementsEqual($0.value) }
      guard let time = Double(records.text(columns.time)), time > 0, time.isFinite else {
        if isChosen { throw Self.noTime(records, columns.time, name) }
        continue
      }
      let network = MeasuredNetwork(terms, seconds: time * columns.secondsPerUnit)
      let device = columns.device.map { records.text($0) } ?? ""
      let setting = parameters.split(separator: ",").first.map(String.init) ?? ""
      gathered.add(network, name, device: device, setting: setting)
      if isChosen { gathered.choose(network, name, device: device) }
    }
    for (key, processor) in gathered.processors.sorted(by: { $0.key < $1.key })
    where processor.networks.count >= Self.fewestNetworks {
      processors.append(processor)
      rows += gathered.counts[key] ?? 0
    }
    skipped = gathered.all - rows
    chosen = gathered.chosen
    chosenDevices = gathered.devices.sorted()
  }

  /// Whether a row's parameters name a graphics processor, as ncnn's benchmark numbers them.
  private static func isOfGPU(_ parameters: String) -> Bool {
    parameters.contains("\"gpu\":") && !parameters.contains("\"gpu\":-1")
      && !parameters.contains("\"gpu\":null")
  }

  private static func noTime(
    _ records: CSVRecords, _ column: Int, _ name: String
  ) -> CalibrationError {
    CalibrationError(
      .value,
      "line \(records.line) (\(name.prefix(40))) has the time \"\(records.text(column).prefix(40))\"",
      remedy: "remove the row, or measure it again: times are positive numbers")
  }

  /// What is found while a table is read.
  private struct Gathered {
    var all = 0
    var processors: [String: NetworkSplits.Processor] = [:]
    var counts: [String: Int] = [:]
    var chosen: [String: MeasuredNetwork] = [:]
    var devices: Set<String> = []

    mutating func add(
      _ network: MeasuredNetwork, _ name: String, device: String, setting: String
    ) {
      let key = "\(device) \(setting)"
      var processor =
        processors[key] ?? NetworkSplits.Processor(device: device, networks: [:])
      if network.seconds < processor.networks[name]?.seconds ?? .infinity {
        processor.networks[name] = network
      }
      processors[key] = processor
      counts[key, default: 0] += 1
    }

    mutating func choose(_ network: MeasuredNetwork, _ name: String, device: String) {
      if network.seconds < chosen[name]?.seconds ?? .infinity { chosen[name] = network }
      devices.insert(device)
    }
  }

  /// The sums of the networks of a folder, each counted once.
  private struct Graphs {
    private var graphs: NetworkGraphs
    private var known: [String: (name: String, terms: NetworkTerms)?] = [:]

    init(path: String) { graphs = NetworkGraphs(folder: path) }

    /// The network that a table calls so, in the spelling of its file, as the file states its types.
    mutating func network(_ name: String) -> (name: String, terms: NetworkTerms)? {
      if let found = known[name] { return found }
      let found = graphs.stated(name).map { ($0.name, NetworkTerms($0.work)) }
      known[name] = .some(found)
      return found
    }
  }
}
