import Devices
import LatencyModels
public import MeasuredProfiles
import ModelGraph
public import Operators

extension MeasurementTable {
  /// What makes two operators the same: what is computed, in which precision; and of those whose
  /// sizes a kernel does not tell, the bytes and functions.
  private struct Key: Hashable {
    var kernel: Kernel
    var precision: Precision
    var bytes = 0
    var transcendentals = 0

    init(_ kernel: Kernel, _ work: Work, _ precision: Precision) {
      self.kernel = kernel
      self.precision = precision
      switch kernel {
      case .elementwise, .movement:
        bytes = work.bytes
        transcendentals = work.transcendentals
      default: break
      }
    }
  }

  /// What the table says of the layers of a network: each layer whose operator is in it, at the same
  /// sizes and precision, with the middle of its times there.
  ///
  /// - Returns: a profile whose layers have the names of the network's; without layers where none of
  ///   them is in the table.
  public func profile(of layers: [LayerWork]) -> MeasuredProfile {
    var times: [Key: [Double]] = [:]
    for row in rows {
      times[Key(row.kernel, row.work, row.format.arithmetic), default: []].append(row.seconds)
    }
    var used: Set<Key> = []
    let found = layers.compactMap { layer -> MeasuredLayer? in
      let key = Key(layer.kernel, layer.work, NumberFormat(layer.computeType).arithmetic)
      guard layer.work.bytes > 0, let times = times[key]?.sorted() else { return nil }
      used.insert(key)
      return MeasuredLayer(
        name: layer.name, operation: layer.operatorName.type, seconds: times[times.count / 2],
        outputShape: layer.outputShapes.first)
    }
    return MeasuredProfile(
      source: .table, layers: found, runs: 1,
      notes: [
        "A table's operators were measured each by itself, repeated on the same data: in a network "
          + "they may take longer.",
        "\(times.count - used.count) of its \(times.count) operators are no layer of this model.",
      ])
  }
}
