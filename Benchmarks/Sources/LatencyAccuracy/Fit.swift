import Calibration
import Devices
import Foundation
import LatencyModels
import Operators

/// The parameters of all devices and runtimes, as logarithms, and the search for them.
///
/// Devices and runtimes are searched in turns: those of one are held while those of the other move. A
/// device is drawn towards its family and a runtime towards the guesses, so that what no row depends
/// on stays there. Sources that time one call at a time have a dispatch each, in turn with them.
struct Fit {
  /// The profiles, by ID.
  let profiles: [String: DeviceProfile]
  /// The parameters of each device, by ID.
  private(set) var devices: [String: [Double]] = [:]
  /// The parameters of each runtime, by name.
  private(set) var runtimes: [String: [Double]] = [:]
  /// How much the rows say of each parameter of each device.
  private(set) var deviceInformation: [String: [Double]] = [:]
  /// How much the rows say of each parameter of each runtime.
  private(set) var runtimeInformation: [String: [Double]] = [:]
  /// How many rows each was found from.
  private(set) var rowsOfDevice: [String: Int] = [:]
  private(set) var rowsOfRuntime: [String: Int] = [:]

  /// The dispatch of each source that times one call at a time, as a logarithm of seconds.
  private(set) var dispatches: [String: Double] = [:]

  /// The parameters of each device when it is drawn towards its family as far as that is plausible: what
  /// families are the means of. Empty until the search is nearly done.
  private var drawn: [String: [Double]] = [:]
  private struct Pair: Hashable {
    var device: String
    var runtime: String
  }

  static let devicePrior = DeviceParameter.allCases.map { log(Priors.value($0)) }
  static let runtimePrior = RuntimeParameter.allCases.map { log(Priors.value($0)) }
  private static let deviceBounds = DeviceParameter.allCases.map {
    log(Priors.least($0.range, unit: $0.unit))...log($0.range.upperBound)
  }
  private static let runtimeBounds = RuntimeParameter.allCases.map {
    log(Priors.least($0.range, unit: $0.unit))...log($0.range.upperBound)
  }

  /// Finds the parameters from `rows`, of each group of alike rows at most `most`.
  init(
    _ rows: [Measurement], profiles: [String: DeviceProfile], most: Int, turns: Int
  ) {
    self.profiles = profiles
    var groups: [String: [Measurement]] = [:]
    for row in rows {
      let kind =
        "\(row.source) \(row.origin.device) \(row.origin.runtime) \(row.kind) \(row.precision)"
      groups[kind, default: []].append(row)
    }
    var chosen: [Pair: [Measurement]] = [:]
    for name in groups.keys.sorted() {
      let all = (groups[name] ?? []).sorted { $0.key < $1.key }
      for row in all.prefix(most) {
        chosen[Pair(device: row.origin.device, runtime: row.origin.runtime), default: []]
          .append(row)
      }
    }
    for pair in chosen.keys.sorted(by: { ($0.device, $0.runtime) < ($1.device, $1.runtime) }) {
      let rows = chosen[pair] ?? []
      devices[pair.device] = Self.devicePrior
      runtimes[pair.runtime] = Self.start(
        rows, before: runtimes[pair.runtime] ?? Self.runtimePrior)
      for source in Set(rows.map(\.source)) where Laboratory.isOneCall.contains(source) {
        dispatches[source] = log(Priors.dispatchSeconds)
      }
      rowsOfDevice[pair.device, default: 0] += rows.count
      rowsOfRuntime[pair.runtime, default: 0] += rows.count
    }
    for turn in 0..<turns {
      searchDevices(chosen, isFirst: turn == 0)
      levelHosts(chosen)
      searchRuntimes(chosen)
      searchSources(chosen)
    }
    searchDevices(chosen, isFirst: false)
    // What a device itself achieves is found once more, drawn less.
    drawn = devices
    searchDevices(chosen, isFirst: false, isWeak: true)
  }

  /// The fit whose values are shipped: of each group of alike rows at most 240, in three turns.
  static func full(_ rows: [Measurement], profiles: [String: DeviceProfile]) -> Fit {
    Fit(rows, profiles: profiles, most: 240, turns: 3)
  }

  /// The guesses, and for the host's time nearly the shortest that was measured.
  private static func start(_ rows: [Measurement], before: [Double]) -> [Double] {
    var logs = before
    let each = rows.map { row in
      guard case .network(let network) = row.row.kernel else { return row.seconds }
      return row.seconds / Double(network.kernels)
    }
    let shortest = Score.quantile(each, 0.05)
    let place = RuntimeParameter.hostSeconds.place
    logs[place] =
      before[place] == runtimePrior[place]
      ? log(0.9 * shortest) : min(before[place], log(0.9 * shortest))
    return logs
  }

  private mutating func searchDevices(
    _ chosen: [Pair: [Measurement]], isFirst: Bool, isWeak: Bool = false
  ) {
    let search = LeastSquares(
      pulls: DeviceParameter.allCases.map {
        isWeak ? max(Priors.pull($0) / 10, Priors.weakPull) : Priors.pull($0)
      }, rounds: 8)
    for device in devices.keys.sorted() {
      let pairs = chosen.filter { $0.key.device == device }.sorted {
        $0.key.runtime < $1.key.runtime
      }
      let prior = isFirst ? Self.devicePrior : expectation(of: device, without: device)
      guard let start = devices[device] else { continue }
      let found = search.solve(from: start, towards: prior, bounds: Self.deviceBounds) { logs in
        residuals(pairs.map { ($0.key, $0.value) }, device: logs, runtime: nil)
      }
      devices[device] = found.parameters
      deviceInformation[device] = found.information
    }
  }

  /// The product of a runtime's time on the host and a device's factor is what rows tell, not the two:
  /// makes the middle of the factors of those devices that are of one runtime alone 1, so that the
  /// runtime's time holds for a device that was not measured.
  private mutating func levelHosts(_ chosen: [Pair: [Measurement]]) {
    let (factor, time) = (DeviceParameter.hostFactor.place, RuntimeParameter.hostSeconds.place)
    for runtime in runtimes.keys.sorted() {
      let own = devices.keys.sorted().filter { device in
        chosen[Pair(device: device, runtime: runtime)] != nil
          && isMeasured(.hostFactor, of: device)
          && chosen.keys.count { $0.device == device } == 1
      }
      let factors = own.compactMap { devices[$0]?[factor] }
      guard !factors.isEmpty else { continue }
      let middle = Score.quantile(factors, 0.5)
      for device in own { devices[device]?[factor] -= middle }
      runtimes[runtime]?[time] += middle
    }
  }

  private mutating func searchRuntimes(_ chosen: [Pair: [Measurement]]) {
    let search = LeastSquares(
      pulls: RuntimeParameter.allCases.map(Priors.pull), rounds: 10)
    for runtime in runtimes.keys.sorted() {
      let pairs = chosen.filter { $0.key.runtime == runtime }.sorted {
        $0.key.device < $1.key.device
      }
      guard let start = runtimes[runtime] else { continue }
      let found = search.solve(
        from: start, towards: Self.runtimePrior, bounds: Self.runtimeBounds
      ) { logs in
        residuals(pairs.map { ($0.key, $0.value) }, device: nil, runtime: logs)
      }
      runtimes[runtime] = found.parameters
      runtimeInformation[runtime] = found.information
    }
  }

  /// Finds the dispatch of each source that times one call at a time.
  private mutating func searchSources(_ chosen: [Pair: [Measurement]]) {
    let search = LeastSquares(pulls: [Priors.weakPull], rounds: 8)
    let prior = log(Priors.dispatchSeconds)
    for source in dispatches.keys.sorted() {
      let pairs = chosen.map { ($0.key, $0.value.filter { $0.source == source }) }
        .filter { !$0.1.isEmpty }
        .sorted { ($0.0.device, $0.0.runtime) < ($1.0.device, $1.0.runtime) }
      let found = search.solve(
        from: [dispatches[source] ?? prior], towards: [prior], bounds: [log(1e-8)...log(1e-3)]
      ) { logs in
        residuals(pairs, device: nil, runtime: nil, dispatch: logs[0])
      }
      dispatches[source] = found.parameters[0]
    }
  }

  /// What the clock of a source runs before a kernel can start, in seconds: of one that was not found
  /// from any row what others like it have.
  func dispatchSeconds(of source: String) -> Double {
    guard Laboratory.isOneCall.contains(source) else { return 0 }
    if let known = dispatches[source] { return exp(known) }
    let others = dispatches.keys.sorted().compactMap { dispatches[$0] }
    guard !others.isEmpty else { return Priors.dispatchSeconds }
    return exp(others.reduce(0, +) / Double(others.count))
  }

  private func residuals(
    _ pairs: [(Pair, [Measurement])], device: [Double]?, runtime: [Double]?,
    dispatch: Double? = nil
  ) -> [Double] {
    var all: [Double] = []
    for (pair, rows) in pairs {
      var model = model(
        device: pair.device, device ?? devices[pair.device] ?? Self.devicePrior,
        runtime: pair.runtime, runtime ?? runtimes[pair.runtime] ?? Self.runtimePrior)
      var source = ""
      for row in rows {
        if row.source != source {
          source = row.source
          model?.dispatchSeconds =
            dispatch.map { exp($0) } ?? dispatchSeconds(of: source)
        }
        let seconds = try? model?.seconds(
          of: row.row.kernel, work: row.work, format: row.row.format, reuse: row.reuse)
        all.append(seconds.flatMap { $0 }.map { log($0 / row.seconds) } ?? 0)
      }
    }
    return all
  }

  /// The model of these parameters; nil where a profile lacks what it needs.
  private func model(
    device: String, _ deviceLogs: [Double], runtime: String, _ runtimeLogs: [Double]
  ) -> LatencyModel? {
    guard let profile = profiles[device] else { return nil }
    return try? LatencyModel(
      device: profile, runtime: Runtime(id: runtime, values: Self.values(runtimeLogs)),
      parameters: ResolvedParameters(
        values: Self.values(deviceLogs), chain: [device], knowledge: .device))
  }

  static func values<Parameter: LatencyParameter>(
    _ logs: [Double]
  ) -> ParameterValues<Parameter> {
    var values = ParameterValues<Parameter>()
    for parameter in Parameter.allCases { values[parameter] = exp(logs[parameter.place]) }
    return values.clamped()
  }

  /// The model for an origin: of a device or runtime that no row was found from, what its family or
  /// the guesses say.
  func model(of origin: Origin, source: String) -> LatencyModel? {
    var model = model(
      device: origin.device, devices[origin.device] ?? expectation(of: origin.device),
      runtime: origin.runtime, runtimes[origin.runtime] ?? Self.runtimePrior)
    model?.dispatchSeconds = dispatchSeconds(of: source)
    return model
  }

  /// What the family of `device` achieves: the mean over its devices, each parameter over those of
  /// which rows say something, drawn a little towards all devices of the kind; of the host's factor the
  /// median of all devices of the kind, of the share of the memory's bandwidth that of the family: of
  /// single devices a laboratory measured far less than others do of their likes.
  func expectation(of device: String, without other: String? = nil) -> [Double] {
    let family = Families.family(of: device)
    let kind = profiles[device]?.kind
    return expectation(
      members: family?.devices ?? [], kind: kind, without: other)
  }

  /// The mean of the fitted among `members`, drawn towards that of all of `kind`.
  func expectation(members: [String], kind: DeviceKind?, without other: String? = nil) -> [Double] {
    let shared = drawn.isEmpty ? devices : drawn
    return DeviceParameter.allCases.map { parameter in
      let place = parameter.place
      let known = shared.keys.filter {
        $0 != other && isMeasured(parameter, of: $0)
      }
      let all = known.filter { profiles[$0]?.kind == kind }.sorted()
      let root = Self.mean(
        all.compactMap { shared[$0]?[place] }, towards: Self.devicePrior[place], weight: 1)
      // A host is the machine around a device, and no matter of the device's design.
      if parameter == .hostFactor {
        return Score.quantile(
          all.compactMap { shared[$0]?[place] } + [Self.devicePrior[place]], 0.5)
      }
      let near = all.filter(members.contains).compactMap { shared[$0]?[place] }
      if parameter == .memoryShare { return Score.quantile(near + [root], 0.5) }
      return Self.mean(near, towards: root, weight: 0.5)
    }
  }

  /// Whether rows say enough of a device's parameter.
  func isMeasured(_ parameter: DeviceParameter, of device: String) -> Bool {
    (deviceInformation[device]?[parameter.place] ?? 0) > Self.leastInformation
  }

  /// The information below which a parameter counts as not measured.
  static let leastInformation = 4.0

  private static func mean(_ values: [Double], towards prior: Double, weight: Double) -> Double {
    (values.reduce(0, +) + prior * weight) / (Double(values.count) + weight)
  }
}
