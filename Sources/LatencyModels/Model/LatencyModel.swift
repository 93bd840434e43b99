public import Devices
public import Operators

/// What a runtime is expected to take on a device, operator by operator.
///
/// Each kind of operator has a model of its own, in a file beside this one, of the same parts: the
/// overhead of its kernels, the time of its arithmetic (tiles in waves over the compute units), the
/// time of its traffic (achieved bandwidth, and the last-level cache), and how the two overlap. The
/// parameters are those of ``DeviceParameter`` and ``RuntimeParameter``, and no others.
public struct LatencyModel: Sendable {
  /// The device.
  public let device: DeviceProfile
  /// The runtime.
  public let runtime: Runtime
  /// What is known of the device.
  public let known: ResolvedParameters
  let figures: DeviceFigures
  let achieved: Achieved
  let costs: Costs
  /// What the clock of a benchmark runs before a kernel can start, in seconds: from its mark to the end
  /// of the host's dispatch, where it times one call at a time. 0 where calls queue behind each other,
  /// as those of a network do.
  public var dispatchSeconds = 0.0

  /// A model of `runtime` on `device`.
  ///
  /// - Parameter parameters: what the device achieves; nil: what the catalogue knows.
  /// - Throws: ``LatencyError`` where the runtime does not run on the device, the device's profile lacks
  ///   what the model needs, or a parameter has no value.
  public init(
    device: DeviceProfile, runtime: Runtime, parameters known: ResolvedParameters
  ) throws(LatencyError) {
    guard runtime.runs(on: device) else {
      throw LatencyError(
        .runtime, "\(runtime.id) does not run on \(device.id), a \(device.kind.rawValue)",
        remedy: "choose another with --runtime; ridgeline runtimes lists them")
    }
    var known = known
    if let calibrated = runtime.devices[device.id] {
      known.values = calibrated.over(known.values)
      known.knowledge = .device
      known.operators = []
      known.chain.insert(runtime.id, at: 0)
    }
    self.device = device
    self.runtime = runtime
    self.known = known
    figures = try DeviceFigures(device)
    var achieved = try Achieved(known.values, device: device.id)
    var costs = try Costs(runtime)
    if device.kind == .gpu {
      // A kernel that waits for itself alone takes clocks, not time.
      let scale = Self.referenceHertz / figures.clockHertz
      achieved.kernelSeconds *= scale
      costs.attentionSeconds *= scale
      costs.decodeSeconds *= scale
    }
    self.achieved = achieved
    self.costs = costs
  }

  /// A model of the runtime `name` on `device`, or of the device's usual one where `name` is nil.
  ///
  /// - Throws: ``LatencyError`` as ``init(device:runtime:parameters:)``, and where there is no such
  ///   runtime.
  public init(
    device: DeviceProfile, runtime name: String?, catalogue: LatencyCatalogue
  ) throws(LatencyError) {
    let known = try catalogue.parameters(of: device)
    guard let chosen = name ?? known.runtime else {
      throw LatencyError(
        .runtime, "no runtime is usual there", location: device.id,
        remedy: "name one with --runtime: \(catalogue.runtimeNames.joined(separator: ", "))")
    }
    try self.init(device: device, runtime: try catalogue.runtime(chosen), parameters: known)
  }

  /// The expected time of one operator.
  ///
  /// - Parameters:
  ///   - kernel: what it computes.
  ///   - work: its counts.
  ///   - format: the types that it works with.
  ///   - reuse: what of its data the last-level cache holds already.
  /// - Throws: ``LatencyError`` where the device cannot compute in that precision.
  public func expected(
    _ kernel: Kernel, work: Work, format: NumberFormat, reuse: Reuse = .none
  ) throws(LatencyError) -> ExpectedLatency {
    let parts = try parts(of: kernel, work: work, format: format, reuse: reuse)
    let (kind, precision) = (OperatorClass(kernel), format.arithmetic)
    return ExpectedLatency(
      parts, interval(of: kind, in: precision),
      reasons: extrapolations(of: kind, in: precision).map(\.sentence))
  }

  /// The expected time of one operator in seconds, without its parts and its interval.
  ///
  /// - Throws: ``LatencyError`` where the device cannot compute in that precision.
  public func seconds(
    of kernel: Kernel, work: Work, format: NumberFormat, reuse: Reuse = .none
  ) throws(LatencyError) -> Double {
    try parts(of: kernel, work: work, format: format, reuse: reuse).seconds
  }

  /// The parts of one operator's time, without words and intervals.
  func parts(
    of kernel: Kernel, work: Work, format: NumberFormat, reuse: Reuse
  ) throws(LatencyError) -> LatencyParts {
    switch kernel {
    case .product(let product): try self.product(product, format: format, reuse: reuse)
    case .convolution(let convolution):
      try self.convolution(convolution, format: format, reuse: reuse)
    case .elementwise, .movement:
      try elementwise(work, format: format, reuse: reuse)
    case .rows(let rows): try self.rows(rows, work: work, format: format, reuse: reuse)
    case .gather(let gather): self.gather(gather, format: format, reuse: reuse)
    case .attention(let attention): try self.attention(attention, format: format, reuse: reuse)
    case .recurrence(let recurrence): try self.recurrence(recurrence, format: format)
    case .network(let network): try self.network(network, format: format)
    }
  }

  /// The factors of the expected time that 10 and 90 % of measurements are expected below.
  ///
  /// In a precision in which no such operator was measured it is at least that of an operator of
  /// which nothing is known.
  package func interval(of kind: OperatorClass, in precision: Precision) -> Interval {
    var measured = runtime.intervals[kind] ?? Self.unmeasured
    if !measured.covers(precision) { measured = measured.joined(Self.unmeasured) }
    if isMeasured(kind) { return measured }
    let family = runtime.intervalsElsewhere[kind] ?? measured.widened(Self.familyWidening)
    let wider = family.joined(measured)
    return known.knowledge == .kind ? wider.widened(Self.kindWidening) : wider
  }

  /// Whether such operators were measured on the device itself.
  private func isMeasured(_ kind: OperatorClass) -> Bool {
    known.knowledge == .device && (known.operators.isEmpty || known.operators.contains(kind))
  }

  /// Why the interval of such an operator is wider than what was measured.
  func extrapolations(of kind: OperatorClass, in precision: Precision) -> [Extrapolation] {
    var causes: [Extrapolation.Cause] = []
    let measured = runtime.intervals[kind]
    if measured == nil {
      causes.append(.runtime(runtime.id))
    } else if measured?.covers(precision) == false {
      causes.append(.precision(precision, runtime: runtime.id))
    }
    switch known.knowledge {
    case .device where !isMeasured(kind): causes.append(.operatorOnDevice(device.id))
    case .device: break
    case .family: causes.append(.device(device.id, standsFor: known.chain[0]))
    case .kind: causes.append(.family(device.id, standsFor: known.chain[0]))
    }
    return causes.map { Extrapolation(cause: $0, kinds: [kind]) }
  }

  /// The clock at which a graphics processor's starts are stated.
  static let referenceHertz = 1.5e9

  /// A guess for what nobody measured: half to double.
  static let unmeasured = Interval(low: 0.5, high: 2, rows: 0)
  /// How much wider, on a logarithmic scale, an interval is for a device whose family was measured,
  /// under a runtime that was measured on no other; and how much wider than that for a device of which
  /// only the kind is known. Both are guesses.
  static let familyWidening = 2.0
  static let kindWidening = 1.5
}

extension OperatorClass {
  /// The kind of a kernel.
  public init(_ kernel: Kernel) {
    self =
      switch kernel {
      case .product: .product
      case .convolution: .convolution
      case .elementwise: .elementwise
      case .rows: .rows
      case .gather: .gather
      case .attention(let attention): attention.isDecode ? .decode : .prefill
      case .recurrence: .recurrence
      case .movement: .movement
      case .network: .network
      }
  }
}
