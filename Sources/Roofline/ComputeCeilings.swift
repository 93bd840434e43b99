import Devices
import ModelGraph

/// The compute ceilings of a device for one type of element.
struct ComputeCeilings {
  /// The fastest unit for contractions.
  let contraction: ResolvedRate
  /// The unit for all other arithmetic.
  let elementwise: ResolvedRate
  /// What was put in the place of a rate that the device does not state, for people.
  let explanations: [String]

  /// The ceilings of `device` for `type`.
  init(of device: DeviceProfile, for type: ElementType) throws(RooflineError) {
    guard let precision = Precision(type) else {
      self = try Self.wideInteger(type, of: device)
      return
    }
    guard let contraction = device.contractionRate(precision: precision),
      let elementwise = device.elementwiseRate(precision: precision)
    else {
      throw Self.missing(precision, of: device)
    }
    self.init(contraction: contraction, elementwise: elementwise)
  }

  private static func missing(
    _ precision: Precision, of device: DeviceProfile
  ) -> RooflineError {
    guard !device.compute.isEmpty else {
      let reason = device.unknown?.compute.map { " (\($0))" } ?? ""
      return RooflineError(
        code: .precision, what: "its compute rates are not known\(reason)", location: device.id,
        remedy: "give a profile that states them")
    }
    let known = Set(device.compute.map(\.precision.rawValue)).sorted().joined(separator: ", ")
    return RooflineError(
      code: .precision,
      what: "it has no rate for \(precision.rawValue), nor for one that can stand for it",
      location: device.id, remedy: "choose one that it computes in with --precision: \(known)")
  }

  private init(contraction: ResolvedRate, elementwise: ResolvedRate, reason: String? = nil) {
    self.contraction = contraction
    self.elementwise = elementwise
    let all = [reason, contraction.explanation, elementwise.explanation].compactMap { $0 }
    explanations = all
  }

  /// Indices and masks: held against the fastest element-wise rate of the device, since no
  /// datasheet states one for them, and none computes them faster than its widest vectors.
  private static func wideInteger(
    _ type: ElementType, of device: DeviceProfile
  ) throws(RooflineError) -> ComputeCeilings {
    let rates = Precision.allCases.compactMap { device.elementwiseRate(precision: $0) }
    let best = rates.max { $0.rate.flopsPerSecond.value < $1.rate.flopsPerSecond.value }
    guard let best else { throw missing(.fp32, of: device) }
    let reason =
      "\(type.rawValue) arithmetic is held against the device's fastest element-wise rate "
      + "(\(best.used.rawValue)): no rate is stated for it"
    var plain = best
    plain.explanation = nil
    return ComputeCeilings(contraction: plain, elementwise: plain, reason: reason)
  }
}
