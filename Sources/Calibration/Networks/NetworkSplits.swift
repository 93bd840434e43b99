import Glibc
public import LatencyModels

/// How far the times of whole networks are from what rates say that were found without them.
public enum NetworkSplits {
  /// A processor in one of its settings (threads), with the networks that were measured on it.
  public struct Processor: Sendable {
    /// The device; settings of one are held out together.
    public var device: String
    /// The networks, by name.
    public var networks: [String: MeasuredNetwork]

    /// A processor.
    public init(device: String, networks: [String: MeasuredNetwork]) {
      self.device = device
      self.networks = networks
    }

    /// Its networks, sorted by name.
    var sorted: [(name: String, network: MeasuredNetwork)] {
      networks.sorted { $0.key < $1.key }.map { (name: $0.key, network: $0.value) }
    }
  }

  /// The natural logarithms of expected over measured times where a half of the networks is held out,
  /// both ways: every other one by name. A list for each
  /// processor.
  public static func shapesHeldOut(_ processors: [Processor]) -> [[Double]] {
    let names = Set(processors.flatMap { $0.networks.keys }).sorted()
    var half: [String: Int] = [:]
    for (place, name) in names.enumerated() { half[name] = place % 2 }
    return forEachDevice(processors) { processor, calibration in
      (0...1).flatMap { held in
        let known = processor.sorted.filter { half[$0.name] != held }.map(\.network)
        let rates = calibration.rates(from: known)
        return processor.sorted.filter { half[$0.name] == held }.map { residual($0.network, rates) }
      }
    }
  }

  /// The networks from which a device that is held out is calibrated.
  public static let calibrationNetworks = 5

  /// The natural logarithms where the device is held out but for five networks: in turns, each as
  /// far from the next as the list is long over five. A list for each processor.
  public static func devicesHeldOut(_ processors: [Processor]) -> [[Double]] {
    forEachDevice(processors) { processor, calibration in
      let all = processor.sorted.map(\.network)
      let step = max(all.count / calibrationNetworks, 1)
      return [0, step / 2].flatMap { first in
        let known = Set((0..<calibrationNetworks).map { (first + $0 * step) % all.count })
        let rates = calibration.rates(from: known.sorted().map { all[$0] })
        return all.indices.filter { !known.contains($0) }.map { residual(all[$0], rates) }
      }
    }
  }

  /// Calls `body` with each processor and what those of other devices are like.
  private static func forEachDevice(
    _ processors: [Processor], _ body: (Processor, NetworkCalibration) -> [Double]
  ) -> [[Double]] {
    let rates = processors.map { NetworkCalibration.rates(ofMany: $0.sorted.map(\.network)) }
    return processors.map { processor in
      let others = processors.indices.filter { processors[$0].device != processor.device }
      return body(processor, NetworkCalibration(others: others.map { rates[$0] }))
    }
  }

  private static func residual(_ network: MeasuredNetwork, _ rates: NetworkRates) -> Double {
    log(rates.seconds(network.terms) / network.seconds)
  }

  /// The median of the sizes of `residuals`.
  public static func medianError(_ residuals: [Double]) -> Double {
    NetworkCalibration.median(residuals.map(abs))
  }
}
