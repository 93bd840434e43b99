public import Devices
import ModelGraph
import Operators
import Reports
public import Roofline

/// What a roofline chart shows, before it has pixels.
///
/// After Williams, Waterman, Patterson, "Roofline: an insightful visual performance model", CACM
/// 52(4), 2009; several memory levels in one chart after Ilic, Pratas, Sousa, "Cache-aware roofline
/// model", IEEE Computer Architecture Letters 13(1), 2014.
public struct RooflineFigure: Sendable {
  /// What stands above it.
  public var title: String
  /// The line under the title.
  public var subtitle: String
  /// The devices.
  public var roofs: [Roof]
  /// The layers: none where a network is shown at several batch sizes.
  public var layers: [LayerMark] = []
  /// The whole networks; those of the same network and device, at rising batch sizes, are a path.
  public var networks: [NetworkMark] = []
  /// What was measured.
  public var measured: [MeasuredMark] = []
  /// Sentences under the chart.
  public var notes: [String] = []
  /// The kinds of layers, those that take longest first.
  public private(set) var kinds: [LayerKind] = []

  /// A chart of devices alone.
  public init(
    devices: [DeviceProfile], precision: Precision, ceilings: CeilingChoice = .datasheet,
    measured: [MeasuredMark] = []
  ) {
    roofs = devices.map { Roof($0, precision: precision, ceilings: ceilings) }
    title = Self.joined(roofs.map(\.name))
    subtitle = "\(precision.rawValue) · \(Self.meaning(of: ceilings, layers: false))"
    self.measured = measured.filter(\.isDrawable)
    notes = Self.notes(onMeasured: measured.count - self.measured.count)
  }

  /// A chart of networks on devices. The devices are in the order in which the estimates first name
  /// them, and so are the models, by name.
  ///
  /// - Parameter fallback: the precision where neither the user nor any arithmetic names one.
  public init(
    _ estimates: [Estimate], measured: [MeasuredMark] = [], fallback: Precision = .fp32
  ) {
    var devices: [DeviceProfile] = []
    var models: [String] = []
    for estimate in estimates {
      if !devices.contains(where: { $0.id == estimate.device.id }) {
        devices.append(estimate.device)
      }
      if !models.contains(estimate.model.name) { models.append(estimate.model.name) }
    }
    let precision = estimates.first?.reportedPrecision ?? fallback
    let choice = estimates.first?.ceilings ?? .datasheet
    self.init(devices: devices, precision: precision, ceilings: choice, measured: measured)
    if !models.isEmpty {
      subtitle = "\(precision.rawValue) · \(Self.meaning(of: choice, layers: true))"
      title = "\(Self.joined(models)) on \(Self.joined(devices.map(\.name)))"
    }
    let batches = Set(estimates.map(\.model.batch)).sorted()
    if !batches.isEmpty {
      let sizes = batches.map(String.init).joined(separator: ", ")
      subtitle = "batch \(sizes) · \(subtitle)"
    }
    add(estimates, devices: devices.map(\.id), models: models, showsLayers: batches.count == 1)
  }

  private mutating func add(
    _ estimates: [Estimate], devices: [String], models: [String], showsLayers: Bool
  ) {
    var silent = (layers: 0, share: 0.0)
    for estimate in estimates {
      guard let device = devices.firstIndex(of: estimate.device.id),
        let model = models.firstIndex(of: estimate.model.name)
      else { continue }
      if let mark = NetworkMark(estimate, device: device, model: model) { networks.append(mark) }
      guard showsLayers else { continue }
      for layer in estimate.layers {
        if let mark = LayerMark(layer, of: estimate, model: model) {
          layers.append(mark)
        } else {
          silent.layers += 1
          silent.share += estimate.share(of: layer) / Double(estimates.count)
        }
      }
    }
    kinds = LayerKind.ranked(layers, networks: estimates.count)
    if silent.layers > 0 {
      notes.insert(
        "Not shown: \(silent.layers.counted("layer")) without "
          + "arithmetic, \(Numbers.percent(silent.share)) of the time.", at: 0)
    }
  }

  /// The place of a layer's kind among ``kinds``; nil where it shares the last colour with others.
  func kind(of layer: LayerMark) -> Int? { kinds.firstIndex { $0.name == layer.kind } }

  /// `A`, `A and B`, `A, B and 3 more`.
  static func joined(_ names: [String]) -> String {
    switch names.count {
    case 0: ""
    case 1: names[0]
    case 2: "\(names[0]) and \(names[1])"
    default: "\(names[0]), \(names[1]) and \(names.count - 2) more"
    }
  }

  private static func meaning(of ceilings: CeilingChoice, layers: Bool) -> String {
    switch ceilings {
    case .datasheet: "ceilings of the profiles" + (layers ? ", layers at their bound" : "")
    case .achieved: "achieved ceilings where they are known" + (layers ? ", layers at those" : "")
    }
  }

  private static func notes(onMeasured missing: Int) -> [String] {
    guard missing > 0 else { return [] }
    return ["Not shown: \(missing) measured, without operations, bytes or time."]
  }
}

/// A kind of layers with a colour and a shape of its own.
public struct LayerKind: Sendable, Hashable {
  /// The operator's type.
  public var name: String
  /// The part of all time that these layers take, 0 to 1.
  public var share: Double

  /// The kinds that take longest, as many as there are colours.
  static func ranked(_ layers: [LayerMark], networks: Int) -> [LayerKind] {
    var shares: [String: Double] = [:]
    for layer in layers { shares[layer.kind, default: 0] += layer.share }
    return shares.map { LayerKind(name: $0.key, share: $0.value / Double(max(networks, 1))) }
      .sorted { ($1.share, $0.name) < ($0.share, $1.name) }
      .prefix(Palette.kinds.count).map { $0 }
  }
}

extension NetworkMark {
  /// A network on a device; nil where it does no arithmetic, or takes no time.
  init?(_ estimate: Estimate, device: Int, model: Int) {
    let work = estimate.model.totals
    guard let intensity = work.arithmeticIntensity, intensity > 0, estimate.boundSeconds > 0 else {
      return nil
    }
    self.init(
      name: estimate.model.name, device: device, model: model, batch: estimate.model.batch,
      intensity: intensity, flopsPerSecond: Double(work.flops) / estimate.boundSeconds,
      seconds: estimate.boundSeconds)
  }
}

extension LayerMark {
  /// A layer at its least time; nil where it does no arithmetic, moves nothing, or takes no time.
  init?(_ estimated: LayerEstimate, of estimate: Estimate, model: Int) {
    let work = estimated.layer.work
    guard let intensity = work.arithmeticIntensity, intensity > 0, estimated.boundSeconds > 0 else {
      return nil
    }
    self.init(
      name: estimated.layer.name, kind: estimated.layer.operatorName.type, intensity: intensity,
      flopsPerSecond: Double(work.flops) / estimated.boundSeconds,
      seconds: estimated.boundSeconds, share: estimate.share(of: estimated), model: model)
  }
}
