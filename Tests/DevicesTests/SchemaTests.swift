import Devices
import FoundationEssentials
import Testing

/// The schema that editors complete and check profiles with.
@Suite("The profile's JSON schema")
struct SchemaTests {
  /// The parts of a JSON schema that name keys and choices.
  private struct Schema: Decodable {
    var properties: [String: Property]
    var required: [String]
    var additionalProperties: Bool
    var definitions: [String: Schema]?

    enum CodingKeys: String, CodingKey {
      case properties, required, additionalProperties
      case definitions = "$defs"
    }
  }

  private struct Property: Decodable {
    var choices: [String]?

    enum CodingKeys: String, CodingKey { case choices = "enum" }
  }

  private let objects: [String: Schema]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = folder.appending(path: "HardwareProfiles/profile.schema.json")
    let schema = try JSONDecoder().decode(Schema.self, from: Data(contentsOf: file))
    objects = (schema.definitions ?? [:]).merging(["profile": schema]) { one, _ in one }
  }

  @Test("it has the objects and keys that the reader knows, and allows no others")
  func keys() {
    #expect(
      objects.mapValues { $0.properties.keys.sorted() }
        == ProfileFormat.keys.mapValues { $0.sorted() })
    #expect(objects.values.allSatisfy { !$0.additionalProperties })
  }

  @Test("it asks for no key that it does not describe")
  func required() {
    for (name, object) in objects {
      #expect(object.required.allSatisfy { object.properties[$0] != nil }, "\(name)")
    }
  }

  @Test("it offers the choices that the reader knows")
  func choices() {
    #expect(objects["profile"]?.properties["kind"]?.choices == DeviceKind.allCases.map(\.rawValue))
    #expect(
      objects["computeRate"]?.properties["unit"]?.choices == ComputeUnit.allCases.map(\.rawValue))
    #expect(
      objects["memoryLevel"]?.properties["scope"]?.choices == MemoryScope.allCases.map(\.rawValue))
    let precisions = Precision.allCases.map(\.rawValue)
    #expect(objects["computeRate"]?.properties["precision"]?.choices == precisions)
    #expect(objects["computeRate"]?.properties["accumulate"]?.choices == precisions)
    #expect(objects["fallback"]?.properties["from"]?.choices == precisions)
    #expect(objects["fallback"]?.properties["to"]?.choices == precisions)
  }
}
