import ModelGraph

/// The sizes of a search for tokens.
///
/// Source: ONNX Runtime, ContribOperators.md, com.microsoft.BeamSearch, GreedySearch and Sampling.
struct TokenSearchSizes {
  /// The longest sequence where no max_length is given (ONNX Runtime, kMaxSequenceLength).
  static let longestByDefault = 4096

  /// Prompts that are continued together, and how many sequences of each are followed and given.
  var batch: Int
  var beams = 1
  var returned = 1
  /// The length of what is given: tokens, or the frames of a sound.
  var prompt: Int
  /// The tokens with which each sequence begins.
  var start: Int
  /// The tokens that a sequence has in the end, at most.
  var longest: Int

  /// Sequences that go through the decoder together.
  var rows: Int { (Count(batch) * Count(beams)).value ?? .max }

  /// The sizes of a call; `names` are those by which `--dim` gives the values of its inputs.
  init(
    _ call: OperatorCall, hasEncoder: Bool, tripCount: Int?, names: [String?]
  ) throws(OperatorError) {
    let given = try call.input(0, rankAtLeast: 2).shape
    batch = given[0]
    prompt = given[given.count - 1]
    if call.type.hasSuffix("BeamSearch") {
      beams = try Self.number(3, "num_beams", of: call, names) ?? 1
      returned = try Self.number(4, "num_return_sequences", of: call, names) ?? 1
    }
    let tokens = call.type.hasSuffix("BeamSearch") ? call.optionalInput(10) : nil
    start = hasEncoder ? tokens?.shape.last ?? 1 : prompt
    if let tripCount, call.optionalInput(1).map({ $0.integers == nil }) ?? false {
      longest = (Count(start) + Count(tripCount)).value ?? .max
    } else {
      longest = try Self.number(1, "max_length", of: call, names) ?? Self.longestByDefault
    }
    guard longest > start, longest <= OperatorCall.largestSetting else {
      throw OperatorError(
        .dimension,
        "max_length is \(longest), and \(start.counted("token")) are there to begin with",
        remedy: "give a larger one, or a shorter prompt")
    }
  }

  /// An input that is a number; nil where it is left out.
  private static func number(
    _ place: Int, _ name: String, of call: OperatorCall, _ names: [String?]
  ) throws(OperatorError) -> Int? {
    guard let input = call.optionalInput(place) else { return nil }
    guard let value = input.integers?.first else {
      let given = names.indices.contains(place) ? names[place] : nil
      let way = given.map { "give it with --dim \($0)=N" } ?? "it must be stored in the model"
      throw OperatorError(.unknownValue, "its \(name) is known only while the model runs: \(way)")
    }
    guard (1...OperatorCall.largestSetting).contains(value) else {
      throw OperatorError(.dimension, "its \(name) is \(value)")
    }
    return value
  }
}
