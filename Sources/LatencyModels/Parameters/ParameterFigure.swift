import Devices

/// A parameter as a file states it: the number and where it is from.
struct ParameterFigure: Decodable {
  var value: Double
  var source: String

  enum CodingKeys: String, CodingKey, CaseIterable { case value, source }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    value = try fields.decode(Double.self, forKey: .value)
    source = try fields.decode(String.self, forKey: .source)
  }
}

/// The parameters of a file, each within its range.
struct ParameterTable<Parameter: LatencyParameter>: Decodable {
  var values = ParameterValues<Parameter>()
  var sources: [Parameter: String] = [:]

  init() {}

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    for key in fields.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      let figure = try fields.decode(ParameterFigure.self, forKey: key)
      let parameter = try Self.parameter(key.stringValue, decoder.codingPath.keyPath)
      guard parameter.range.contains(figure.value) else {
        throw DeviceError(
          .value,
          "\(figure.value) is outside \(parameter.range.lowerBound)...\(parameter.range.upperBound)",
          keyPath: (decoder.codingPath + [key]).keyPath, remedy: "it is the \(parameter.meaning)")
      }
      values[parameter] = figure.value
      sources[parameter] = figure.source
    }
  }

  private static func parameter(_ name: String, _ keyPath: String) throws -> Parameter {
    if let known = Parameter(rawValue: name) { return known }
    let names = Parameter.allCases.map(\.rawValue)
    let near = NameDistance.nearest(to: name, among: names)
    throw DeviceError(
      .unknownKey, "no parameter \"\(name.prefix(60))\"", keyPath: keyPath,
      remedy: near.map { "did you mean \"\($0)\"?" }
        ?? "the parameters are \(names.joined(separator: ", "))")
  }
}
