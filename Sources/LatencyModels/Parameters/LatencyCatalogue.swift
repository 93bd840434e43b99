public import Devices
import Glibc
import LatencyParameters

/// The parameters that come with the program: what devices and families achieve, and what runtimes do.
///
/// A file is read when it is asked for: an estimate needs those of one device and one runtime.
public struct LatencyCatalogue: Sendable {
  private let devices: [String: DeviceParameters]
  private let runtimes: [String: Runtime]
  /// The texts of files, by folder and name.
  private let texts: [String: String]

  /// A catalogue of these.
  public init(devices: [DeviceParameters], runtimes: [Runtime]) {
    self.devices = Dictionary(devices.map { ($0.id, $0) }) { first, _ in first }
    self.runtimes = Dictionary(runtimes.map { ($0.id, $0) }) { first, _ in first }
    texts = [:]
  }

  private init(texts: [EmbeddedText]) {
    (devices, runtimes) = ([:], [:])
    self.texts = Dictionary(texts.map { ($0.name, $0.text) }) { first, _ in first }
  }

  /// What comes with the program; the tests read each file.
  public static let shipped = LatencyCatalogue(texts: embeddedTexts)

  /// The names of all runtimes, sorted.
  public var runtimeNames: [String] { names(of: "runtimes", and: Array(runtimes.keys)) }
  /// The IDs of all devices and families with parameters, sorted.
  public var deviceNames: [String] { names(of: "devices", and: Array(devices.keys)) }

  private func names(of folder: String, and others: [String]) -> [String] {
    let prefix = "\(folder)/"
    let own = texts.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    return (own + others).sorted()
  }

  /// The parameters of a device or family, by its ID; nil where there are none.
  ///
  /// - Throws: ``LatencyError`` where its file is at fault.
  public func device(_ id: String) throws(LatencyError) -> DeviceParameters? {
    if let known = devices[id] { return known }
    return try embedded(DeviceParameters.self, "devices/\(id)")
  }

  /// What is in a file that comes with the program; nil where there is none of the name.
  private func embedded<Value: Decodable>(
    _ type: Value.Type, _ file: String
  ) throws(LatencyError) -> Value? {
    guard let text = texts[file] else { return nil }
    do throws(DeviceError) {
      return try JSON5File.decode(type, from: text, file: file, isEmbedded: true)
    } catch {
      throw LatencyError(error)
    }
  }

  /// The runtime of a name, or of a file where the text contains `/` or ends with `.json5` or `.json`,
  /// with what it is based on.
  ///
  /// - Throws: ``LatencyError`` where there is none; it suggests the nearest.
  public func runtime(_ reference: String) throws(LatencyError) -> Runtime {
    let isPath =
      reference.contains("/") || reference.hasSuffix(".json5") || reference.hasSuffix(".json")
    var runtime = try isPath ? Runtime(path: reference) : named(reference)
    var seen: Set<String> = [runtime.id]
    while let base = runtime.basedOn {
      guard seen.insert(base).inserted || isPath && seen.count == 1 else {
        throw LatencyError(
          .runtime, "\(runtime.id) is based on itself, by way of \(base)", location: reference,
          remedy: "name another runtime under basedOn")
      }
      let found = try named(base)
      runtime = runtime.over(found)
      runtime.basedOn = found.basedOn
    }
    return runtime
  }

  private func named(_ name: String) throws(LatencyError) -> Runtime {
    if let runtime = runtimes[name.lowercased()] { return runtime }
    if let runtime = try embedded(Runtime.self, "runtimes/\(name.lowercased())") { return runtime }
    let near = NameDistance.nearest(to: name, among: runtimeNames)
    throw LatencyError(
      .runtime, "no runtime \"\(name.prefix(60))\"",
      remedy: near.map { "did you mean \($0)?" }
        ?? "the runtimes are \(runtimeNames.joined(separator: ", "))")
  }

  /// What is known of `device`: its own parameters, else its family's, else those of its kind.
  ///
  /// - Throws: ``LatencyError`` where nothing stands for a device of its kind.
  public func parameters(of device: DeviceProfile) throws(LatencyError) -> ResolvedParameters {
    let (first, knowledge) = try nearest(to: device)
    var values = first.values
    var runtime = first.runtime
    var base = first.basedOn
    var chain = [first.id]
    while let name = base, let next = try self.device(name), !chain.contains(name) {
      values = values.over(next.values)
      runtime = runtime ?? next.runtime
      chain.append(name)
      base = next.basedOn
    }
    var resolved = ResolvedParameters(
      values: values, chain: chain, knowledge: knowledge, runtime: runtime)
    if knowledge == .device { resolved.operators = first.operators }
    return resolved
  }

  private func nearest(
    to device: DeviceProfile
  ) throws(LatencyError) -> (DeviceParameters, ResolvedParameters.Knowledge) {
    if let own = try self.device(device.id), own.kind == nil { return (own, .device) }
    if let family = try all(naming: device.id).first(where: { $0.devices.contains(device.id) }) {
      return (family, .family)
    }
    let roots = try all(naming: device.kind.rawValue).filter { $0.kind == device.kind }
    if let root = roots.first(where: { $0.vendor == device.vendor })
      ?? roots.first(where: { $0.vendor == nil })
    {
      return (root, .kind)
    }
    throw LatencyError(
      .device, "nothing is known of what a \(device.kind.rawValue) achieves", location: device.id,
      remedy: "calibrate it, or leave the expected time out with --runtime none")
  }
}

extension LatencyCatalogue {
  /// The parameters of all devices and families in whose files a word stands in quotation marks, in the
  /// order of their IDs: the others need not be read to find it.
  private func all(naming word: String) throws(LatencyError) -> [DeviceParameters] {
    var found: [DeviceParameters] = []
    for id in deviceNames {
      if let text = texts["devices/\(id)"], !Self.holds(text, "\"\(word)\"") { continue }
      if let parameters = try device(id) { found.append(parameters) }
    }
    return found
  }

  /// Whether a text holds another.
  private static func holds(_ text: String, _ part: String) -> Bool {
    text.withCString { all in part.withCString { strstr(all, $0) != nil } }
  }
}

/// The parameters of a device, and how much is known of it.
public struct ResolvedParameters: Sendable {
  /// How near what is known is to the device.
  public enum Knowledge: String, Sendable, Hashable {
    /// Measurements of the device itself.
    case device
    /// Measurements of others of its family.
    case family
    /// Nothing but its kind.
    case kind
  }

  /// The numbers.
  public var values: ParameterValues<DeviceParameter>
  /// The IDs of the files that gave them, the nearest first.
  public var chain: [String]
  /// How much is known.
  public var knowledge: Knowledge
  /// The runtime that is usual on it.
  public var runtime: String?
  /// The kinds of operator that were measured on the device itself; empty: not told, taken for all.
  public var operators: Set<OperatorClass> = []

  /// What is known of a device.
  public init(
    values: ParameterValues<DeviceParameter>, chain: [String], knowledge: Knowledge,
    runtime: String? = nil
  ) {
    self.values = values
    self.chain = chain
    self.knowledge = knowledge
    self.runtime = runtime
  }
}

extension DeviceParameters {
  /// The parameters in a text of JSON5; `file` is what errors call it.
  ///
  /// - Throws: ``LatencyError`` for text that is not JSON5, a key or parameter that is not known, and
  ///   a number out of its range.
  public init(json5: String, file: String) throws(LatencyError) {
    do throws(DeviceError) {
      self = try JSON5File.decode(DeviceParameters.self, from: json5, file: file)
    } catch {
      throw LatencyError(error)
    }
  }
}
