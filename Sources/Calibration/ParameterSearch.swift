import Devices
import Glibc
import LatencyModels
import Operators

/// The search for the parameters of one runtime on one device, as logarithms; what no row depends on
/// stays where it is.
struct ParameterSearch {
  /// What was found.
  struct Found {
    /// The logarithms: the device's parameters, then the runtime's.
    var logs: [Double]
    /// How much the rows say of each.
    var information: [Double]
  }

  private let device: DeviceProfile
  private let base: Runtime
  private let known: ResolvedParameters
  private let start: [Double]
  private let bounds: [ClosedRange<Double>]

  /// The least value of a parameter that may be zero, for its logarithm: of times and of the rest.
  private static let leastSeconds = 1e-8
  private static let leastOther = 1e-3
  /// The least energy of an operation.
  private static let leastJoules = 1e-13
  /// How strong each parameter is drawn to where it was, in rows.
  private static let pull = 0.03
  /// The information below which a parameter counts as not measured.
  private static let leastInformation = 1.0

  init(device: DeviceProfile, runtime: Runtime, known: ResolvedParameters) {
    self.device = device
    base = runtime
    self.known = known
    let ofDevice = DeviceParameter.allCases.map { (Self.range($0), known.values[$0]) }
    let ofRuntime = RuntimeParameter.allCases.map { (Self.range($0), runtime.values[$0]) }
    let all = ofDevice + ofRuntime
    bounds = all.map { log($0.0.lowerBound)...log($0.0.upperBound) }
    start = all.map { range, value in
      log(min(max(value ?? range.lowerBound, range.lowerBound), range.upperBound))
    }
  }

  private static func range<Parameter: LatencyParameter>(
    _ parameter: Parameter
  ) -> ClosedRange<Double> {
    let least =
      parameter.unit == "s" ? leastSeconds : parameter.unit == "J" ? leastJoules : leastOther
    return max(parameter.range.lowerBound, least)...parameter.range.upperBound
  }

  /// The parameters that describe `rows` best, searched from where they were; and from a last-level
  /// cache that holds what it has room for, since where data do not fit by far nothing tells how much
  /// room there is.
  func found(_ rows: [MeasuredOperator]) -> Found {
    let search = LeastSquares(
      scale: 0.15, pulls: start.map { _ in Self.pull }, rounds: 25)
    let place = DeviceParameter.cacheShare.place
    var roomy = start
    roomy[place] = bounds[place].upperBound
    let solved = [start, roomy].map { begin in
      search.solve(from: begin, towards: start, bounds: bounds) { logs in
        let model = model(logs)
        return rows.map { Calibration.residual($0, model) }
      }
    }
    let best = solved[1].cost < solved[0].cost ? solved[1] : solved[0]
    return Found(logs: best.parameters, information: best.information)
  }

  /// The model of what was found.
  func model(_ found: Found) -> LatencyModel? { model(found.logs) }

  private func model(_ logs: [Double]) -> LatencyModel? {
    var runtime = base
    runtime.devices = [:]
    runtime.values = Self.values(logs.suffix(RuntimeParameter.allCases.count))
    var parameters = known
    parameters.values = Self.values(logs.prefix(DeviceParameter.allCases.count))
    parameters.knowledge = .device
    return try? LatencyModel(device: device, runtime: runtime, parameters: parameters)
  }

  private static func values<Parameter: LatencyParameter>(
    _ logs: ArraySlice<Double>
  ) -> ParameterValues<Parameter> {
    var values = ParameterValues<Parameter>()
    for (parameter, value) in zip(Parameter.allCases, logs) {
      let range = parameter.range
      values[parameter] = min(max(exp(value), range.lowerBound), range.upperBound)
    }
    return values
  }

  /// The measured parameters that came to an end of their range.
  func atTheirEdge(_ found: Found) -> [String] {
    let names = DeviceParameter.allCases.map(\.rawValue) + RuntimeParameter.allCases.map(\.rawValue)
    return names.indices.filter { place in
      guard found.information[place] > Self.leastInformation else { return false }
      let value = found.logs[place]
      return value > bounds[place].upperBound - 0.01 || value < bounds[place].lowerBound + 0.01
    }.map { names[$0] }
  }

  /// The rates of the datasheet that a share of a device times one of a runtime, both measured, is above.
  private static let rates: [(share: DeviceParameter, others: [RuntimeParameter], name: String)] = [
    (.memoryShare, [.productTrafficShare], "memory's bandwidth"),
    (.matrixShare, [.productShare, .convolutionShare, .prefillShare], "matrix unit's rate"),
    (.vectorShare, [.productShare, .convolutionShare, .prefillShare], "vector unit's rate"),
    (.narrowShare, [.productShare], "rate in 8 bits"),
  ]

  /// The parameters that together go above a rate of the datasheet, and by how much.
  func aboveDatasheet(_ found: Found) -> [String] {
    let devices = DeviceParameter.allCases.count
    return Self.rates.flatMap { share, others, name in
      others.compactMap { other -> String? in
        let places = [share.place, devices + other.place]
        let isMeasured = places.allSatisfy { found.information[$0] > Self.leastInformation }
        let product = exp(places.reduce(0) { $0 + found.logs[$1] })
        guard isMeasured, product > Self.largestShare else { return nil }
        return
          "\(share.rawValue) x \(other.rawValue) is \(Int((product * 100).rounded())) % of the "
          + name
      }
    }
  }

  /// A share may be so much above 1 before it is told.
  private static let largestShare = 1.02

  /// What was found as a runtime of its own, based on the one that it began with.
  func runtime(
    _ found: Found, id: String, intervals: [OperatorClass: Interval], rows: Int
  ) -> Runtime {
    var runtime = base
    runtime.id = id
    runtime.summary = "\(base.id) on \(device.id), from \(rows) measured operators"
    runtime.basedOn = base.id
    runtime.intervals = intervals
    let devices = DeviceParameter.allCases.count
    let source = "calibrated on \(device.id)"
    var values = ParameterValues<DeviceParameter>()
    let all: ParameterValues<DeviceParameter> = Self.values(found.logs.prefix(devices))
    for (place, parameter) in DeviceParameter.allCases.enumerated()
    where found.information[place] > Self.leastInformation {
      values[parameter] = all[parameter]
    }
    runtime.devices = [device.id: values]
    let own: ParameterValues<RuntimeParameter> = Self.values(
      found.logs.suffix(found.logs.count - devices))
    runtime.values = ParameterValues()
    runtime.sources = [:]
    for (place, parameter) in RuntimeParameter.allCases.enumerated()
    where found.information[devices + place] > Self.leastInformation {
      runtime.values[parameter] = own[parameter]
      runtime.sources[parameter] = source
    }
    return runtime
  }
}
