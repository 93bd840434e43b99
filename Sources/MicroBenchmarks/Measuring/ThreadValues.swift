/// What each thread of a team leaves in its own place. A class, since the threads share it: no two of
/// them use the same place, and the team reads it once they have ended.
final class ThreadValues<Value>: @unchecked Sendable {
  private let places: UnsafeMutableBufferPointer<Value>

  /// So many places that hold `value`.
  init(_ value: Value, count: Int) {
    places = .allocate(capacity: count)
    places.initialize(repeating: value)
  }

  deinit {
    places.deinitialize()
    places.deallocate()
  }

  /// What a thread has left.
  subscript(index: Int) -> Value {
    get { places[index] }
    set { places[index] = newValue }
  }

  /// What all have left.
  var values: [Value] { Array(places) }
}
