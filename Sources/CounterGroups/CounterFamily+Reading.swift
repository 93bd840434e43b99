import FoundationEssentials

extension CounterFamily: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id, name, designs, pmu, counters, sources, events, metrics, faults, absent
  }

  /// Reads the object of a family's file.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    name = try fields.decode(String.self, forKey: .name)
    designs = try fields.decode([Design].self, forKey: .designs)
    pmu = try fields.decodeIfPresent(String.self, forKey: .pmu)
    counters = try fields.decode(Counters.self, forKey: .counters)
    sources = try fields.decode([String: String].self, forKey: .sources)
    events = try fields.decode([String: Event].self, forKey: .events)
    metrics = try fields.decode([Metric].self, forKey: .metrics)
    faults = try fields.decode([String: Fault].self, forKey: .faults)
    absent = try fields.decode([String: String].self, forKey: .absent)
  }

  /// The family that the text of a file describes, checked.
  ///
  /// - Throws: ``CounterGroupError`` where it is none, or where its parts do not fit together.
  package init(json5 text: String) throws(CounterGroupError) {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      self = try decoder.decode(CounterFamily.self, from: Data(text.utf8))
    } catch {
      throw CounterGroupError("not a family of counters: \(error)")
    }
    if let fault = firstInconsistency { throw CounterGroupError("family \(id): \(fault)") }
  }

  /// What does not fit together; nil where everything does.
  private var firstInconsistency: String? {
    let constants = Set(Self.constants)
    for (key, event) in events.sorted(by: { $0.key < $1.key }) {
      if constants.contains(key) { return "an event has the name of a constant, \(key)" }
      if sources[event.source] == nil { return "event \(key) has no source" }
      if event.slots < 1 || event.slots > counters.value { return "event \(key) has no room" }
    }
    if sources[counters.source] == nil { return "the number of counters has no source" }
    for metric in metrics {
      let unknown = metric.formula.names.first { events[$0] == nil && !constants.contains($0) }
      if let unknown { return "metric \(metric.id) uses \(unknown), which is no event" }
      if sources[metric.source] == nil { return "metric \(metric.id) has no source" }
      if let fault = metric.faults.first(where: { faults[$0] == nil }) {
        return "metric \(metric.id) has the fault \(fault), which is not described"
      }
      if absent[metric.id] != nil { return "metric \(metric.id) is there and absent" }
    }
    return nil
  }

  /// Names in formulas that are no events: `sve_quads` is the length of a scalable vector in units
  /// of 128 bits.
  package static let constants = ["sve_quads"]
}

extension CounterFamily.Event: Decodable {
  private enum CodingKeys: String, CodingKey { case name, config, slots, source }

  /// Reads the object of an event; the code is hexadecimal text, as documents write it.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decodeIfPresent(String.self, forKey: .name)
    slots = try fields.decodeIfPresent(Int.self, forKey: .slots) ?? 1
    source = try fields.decode(String.self, forKey: .source)
    let text = try fields.decode(String.self, forKey: .config)
    guard text.hasPrefix("0x"), let code = UInt64(text.dropFirst(2), radix: 16) else {
      throw DecodingError.dataCorruptedError(
        forKey: .config, in: fields, debugDescription: "\(text) is no hexadecimal code")
    }
    config = code
  }
}

extension CounterFamily.Metric: Decodable {
  private enum CodingKeys: String, CodingKey { case id, about, unit, formula, source, faults }

  /// Reads the object of a metric.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    about = try fields.decode(String.self, forKey: .about)
    unit = try fields.decode(String.self, forKey: .unit)
    formula = try Formula(fields.decode(String.self, forKey: .formula))
    source = try fields.decode(String.self, forKey: .source)
    faults = try fields.decodeIfPresent([String].self, forKey: .faults) ?? []
  }
}
