/// One object of a profile, with what any of the readers needs; the rest is passed over.
struct ProfileEntry: Decodable {
  var name: String?
  /// The category of a trace's event.
  var cat: String?
  /// The phase of a trace's event: X is one with a duration.
  var ph: String?
  /// The start, in microseconds.
  var ts: Double?
  /// The duration, in microseconds.
  var dur: Double?
  /// The thread, as text.
  var thread: String?
  var arguments: Arguments?
  /// trtexec: the time of all runs, of one, and the median, in milliseconds.
  var timeMs: Double?
  var averageMs: Double?
  var medianMs: Double?
  /// trtexec: how many runs there were.
  var count: Int?

  /// What an event says beside its time.
  struct Arguments: Decodable {
    /// ONNX Runtime: the operator.
    var operation: String?
    /// ONNX Runtime: what executes it.
    var provider: String?
    var inputs: [[Int]] = []
    var outputs: [[Int]] = []
    /// PyTorch: links an operator with its kernels.
    var externalID: Int?

    private enum Keys: String, CodingKey {
      case operation = "op_name"
      case provider
      case inputs = "input_type_shape"
      case outputs = "output_type_shape"
      case dims = "Input Dims"
      case externalID = "External id"
      case oldExternalID = "external id"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Keys.self)
      operation = try? fields.decodeIfPresent(String.self, forKey: .operation)
      provider = try? fields.decodeIfPresent(String.self, forKey: .provider)
      let typed = (try? fields.decodeIfPresent([[String: [Int]]].self, forKey: .inputs)) ?? nil
      inputs = typed?.compactMap { $0.values.first } ?? []
      let made = (try? fields.decodeIfPresent([[String: [Int]]].self, forKey: .outputs)) ?? nil
      outputs = made?.compactMap { $0.values.first } ?? []
      if let dims = (try? fields.decodeIfPresent([Shape].self, forKey: .dims)) ?? nil {
        inputs = dims.compactMap(\.sizes)
      }
      externalID =
        ((try? fields.decodeIfPresent(Int.self, forKey: .externalID)) ?? nil)
        ?? ((try? fields.decodeIfPresent(Int.self, forKey: .oldExternalID)) ?? nil)
    }
  }

  /// A shape among others that are lists of shapes, or nothing.
  private struct Shape: Decodable {
    var sizes: [Int]?

    init(from decoder: any Decoder) throws {
      sizes = try? decoder.singleValueContainer().decode([Int].self)
    }
  }

  private enum Keys: String, CodingKey {
    case name, cat, ph, ts, dur, tid, timeMs, averageMs, medianMs, count
    case arguments = "args"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    name = try? fields.decodeIfPresent(String.self, forKey: .name)
    cat = try? fields.decodeIfPresent(String.self, forKey: .cat)
    ph = try? fields.decodeIfPresent(String.self, forKey: .ph)
    ts = try? fields.decodeIfPresent(Double.self, forKey: .ts)
    dur = try? fields.decodeIfPresent(Double.self, forKey: .dur)
    thread =
      ((try? fields.decodeIfPresent(String.self, forKey: .tid)) ?? nil)
      ?? ((try? fields.decodeIfPresent(Int.self, forKey: .tid)) ?? nil).map { "\($0)" }
    arguments = try? fields.decodeIfPresent(Arguments.self, forKey: .arguments)
    timeMs = try? fields.decodeIfPresent(Double.self, forKey: .timeMs)
    averageMs = try? fields.decodeIfPresent(Double.self, forKey: .averageMs)
    medianMs = try? fields.decodeIfPresent(Double.self, forKey: .medianMs)
    count = try? fields.decodeIfPresent(Int.self, forKey: .count)
  }

  /// The duration in seconds.
  ///
  /// - Throws: ``MeasurementError`` where it is below zero or no number.
  func seconds(path: String) throws(MeasurementError) -> Double {
    guard let dur, dur.isFinite, dur >= 0 else {
      throw MeasurementError(
        .value, "the event \(String((name ?? "").prefix(60))) has no duration, or one below zero",
        location: path, remedy: "record it again")
    }
    return dur / 1e6
  }
}
