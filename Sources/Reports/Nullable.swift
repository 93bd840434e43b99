/// A value that is written as `null` where it is missing, so that a key is always there.
@propertyWrapper
package struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
  /// The value, where there is one.
  package var wrappedValue: Value?

  /// Written out, for only then do memberwise initialisers take the wrapped value.
  package init(wrappedValue value: Value?) {
    wrappedValue = value
  }

  /// Writes the value, or `null`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
