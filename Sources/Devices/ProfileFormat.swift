/// The keys of the profile format, as its reader knows them: what the editors' schema and the
/// documentation are held against.
package enum ProfileFormat {
  /// The keys of each object of the format, under the object's name in the schema.
  package static var keys: [String: [String]] {
    [
      "profile": names(DeviceProfile.CodingKeys.self),
      "sourced": names(Sourced.CodingKeys.self),
      "computeRate": names(ComputeRate.CodingKeys.self),
      "fallback": names(Fallback.CodingKeys.self),
      "memoryLevel": names(MemoryLevel.CodingKeys.self),
      "structure": names(Structure.CodingKeys.self),
      "matrixArray": names(MatrixArray.CodingKeys.self),
      "computeUnits": names(ComputeUnits.CodingKeys.self),
      "link": names(Link.CodingKeys.self),
      "power": names(Power.CodingKeys.self),
      "achieved": names(Achieved.CodingKeys.self),
      "unknown": names(UnknownFigures.CodingKeys.self),
    ]
  }

  private static func names<Key: CodingKey & CaseIterable>(_ keys: Key.Type) -> [String] {
    keys.allCases.map(\.stringValue)
  }
}
