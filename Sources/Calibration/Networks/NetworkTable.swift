import LatencyModels
import ModelFormats
import ModelGraph
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

  /// A processor needs so many networks.
  static let fewestNetworks = 10

  private struct Columns {
    var source: Int
    var device: Int
    var name: Int
    var parameters: Int
    var milliseconds: Int

    init?(_ names: [String]) {
      func place(_ name: String) -> Int? { names.firstIndex(of: name) }
      guard let source = place("source"), let device = place("device"), let name = place("name"),
        let parameters = place("params_json"), let milliseconds = place("latency_ms")
      else { return nil }
      self.source = source
      self.device = device
      self.name = name
      self.parameters = parameters
      self.milliseconds = milliseconds
    }
  }

  /// The rows of `source` in a table in UTF-8, of the networks whose graphs are `NAME.param` in the
  /// folder at `path`; nothing where the table has no such columns.
  ///
  /// Of several times of a network in one setting the least counts.
  public init(_ bytes: [UInt8], source: String, graphs path: String) {
    var records = CSVRecords(bytes)
    guard records.next(), let columns = Columns((0..<records.count).map { records.text($0) })
    else { return }
    var graphs = Graphs(path: path)
    var found: [String: NetworkSplits.Processor] = [:]
    var counts: [String: Int] = [:]
    var all = 0
    while records.next() {
      guard records[columns.source].elementsEqual(source.utf8) else { continue }
      all += 1
      let parameters = records.text(columns.parameters)
      guard parameters.contains("\"gpu\":-1") || parameters.contains("\"gpu\":null"),
        let milliseconds = Double(records.text(columns.milliseconds)), milliseconds > 0,
        let (name, terms) = graphs.network(records.text(columns.name))
      else { continue }
      let device = records.text(columns.device)
      let key = "\(device) \(parameters.split(separator: ",").first ?? "")"
      let before = found[key]?.networks[name]?.seconds ?? .infinity
      found[key, default: NetworkSplits.Processor(device: device, networks: [:])]
        .networks[name] = MeasuredNetwork(terms, seconds: min(before, milliseconds / 1000))
      counts[key, default: 0] += 1
    }
    for (key, processor) in found.sorted(by: { $0.key < $1.key })
    where processor.networks.count >= Self.fewestNetworks {
      processors.append(processor)
      rows += counts[key] ?? 0
    }
    skipped = all - rows
  }

  /// The graphs of a folder, each read once.
  private struct Graphs {
    let path: String
    private var known: [String: NetworkTerms?] = [:]

    init(path: String) { self.path = path }

    /// The sizes of the graphs whose file has none: those that ncnn's benchmark gives them.
    private static let sizes = [
      "FastestDet": (width: 352, height: 352), "vision_transformer": (width: 384, height: 384),
    ]

    /// The network that a table calls so, in the spelling of its file.
    mutating func network(_ name: String) -> (name: String, terms: NetworkTerms)? {
      for spelling in [name, String(name.map { $0 == "-" ? "_" : $0 })] {
        if known[spelling] == nil { known[spelling] = .some(terms(of: spelling)) }
        if let terms = known[spelling], let terms { return (spelling, terms) }
      }
      return nil
    }

    private func terms(of name: String) -> NetworkTerms? {
      guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else { return nil }
      let options = AnalysisOptions(inputSize: Self.sizes[name])
      return try? NetworkTerms(
        ModelWork.counting(ModelReader.read(path: "\(path)/\(name).param"), options: options))
    }
  }
}
