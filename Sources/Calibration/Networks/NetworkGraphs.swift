import Devices
import Glibc
public import LatencyModels
import ModelFormats
import ModelGraph
public import Operators

/// The graphs of whole networks in a folder, by the names that tables call them: `NAME.param` of ncnn,
/// `NAME.onnx`, `NAME.cfg`; a dash of a name may be an underscore of a file's.
public struct NetworkGraphs {
  private struct Found {
    var spelling: String
    var file: String
    var graph: Graph
  }

  private let folder: String
  private var known: [String: Result<Found?, LatencyError>] = [:]

  /// The graphs of the folder at `path`; each is read when it is asked for, once.
  public init(folder path: String) { folder = path }

  /// The sizes of the graphs of ncnn's benchmark whose file has none: those that the benchmark gives them.
  private static let sizes = [
    "FastestDet": (width: 352, height: 352), "vision_transformer": (width: 384, height: 384),
  ]

  /// The work of the network that a row names, in the row's precision; nil where there is no graph of it.
  ///
  /// A graph whose layers are of 8-bit integers keeps the types that it states where the row is of
  /// 8 bits too.
  ///
  /// - Throws: ``LatencyError`` for a graph that cannot be read, or not be counted in the row's sizes.
  public mutating func work(of row: NetworkRow) throws(LatencyError) -> ModelWork? {
    guard let found = try found(row.name) else { return nil }
    var options = AnalysisOptions(batch: row.batch, inputSize: Self.sizes[found.spelling])
    if let width = row.width, let height = row.height { options.inputSize = (width, height) }
    if row.format.arithmetic.bits <= 8 {
      let stated = try Self.counting(found, options)
      if stated.layers.contains(where: { $0.work.macs > 0 && $0.computeType.isInteger }) {
        return stated
      }
    }
    options.elementType = row.elementType
    return try Self.counting(found, options)
  }

  /// The network that a table calls so as its file states it, in the spelling of the file; nil where
  /// there is none that can be read.
  mutating func stated(_ name: String) -> (name: String, work: ModelWork)? {
    guard let found = try? found(name),
      let work = try? Self.counting(
        found, AnalysisOptions(inputSize: Self.sizes[found.spelling]))
    else { return nil }
    return (found.spelling, work)
  }

  private mutating func found(_ name: String) throws(LatencyError) -> Found? {
    for spelling in [name, String(name.map { $0 == "-" ? "_" : $0 })] {
      let result = known[spelling] ?? read(spelling)
      known[spelling] = result
      if let found = try result.get() { return found }
    }
    return nil
  }

  private func read(_ name: String) -> Result<Found?, LatencyError> {
    guard !name.isEmpty, !name.contains("/"), !name.hasPrefix("."), !name.utf8.contains(0) else {
      return .success(nil)
    }
    for kind in ["param", "onnx", "cfg"] {
      let file = "\(folder)/\(name).\(kind)"
      guard access(file, F_OK) == 0 else { continue }
      do throws(FormatError) {
        let graph = try ModelReader.read(path: file)
        return .success(Found(spelling: name, file: file, graph: graph))
      } catch {
        return .failure(
          LatencyError(.file, error.what, location: error.location, remedy: error.remedy))
      }
    }
    return .success(nil)
  }

  private static func counting(
    _ found: Found, _ options: AnalysisOptions
  ) throws(LatencyError) -> ModelWork {
    do throws(OperatorError) {
      return try ModelWork.counting(found.graph, options: options)
    } catch {
      let place = [found.file, error.location].filter { !$0.isEmpty }.joined(separator: ": ")
      throw LatencyError(.kernel, error.what, location: place, remedy: error.remedy)
    }
  }
}
