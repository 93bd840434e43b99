import ModelGraph

/// Operators on texts: no arithmetic is counted of them, but what is moved, a reference for each text.
struct Texts: OperatorRule {
  var operators: [OperatorDescription] {
    [
      .onnx("RegexFullMatch", 20),
      .onnx("StringConcat", 20),
      .onnx(
        "StringNormalizer", 10, bytes: "each text once: an upper bound where there are stopwords"),
      .onnx(
        "StringSplit", 20,
        bytes: "each text once, maxsplit + 1 parts of each: an upper bound; without maxsplit the "
          + "parts are known only while the model runs"),
      .onnx(
        "TfIdfVectorizer", 9,
        otherFlops: "an addition for each n-gram of each skip that a row has (an upper bound), a "
          + "multiplication for each element written where there are weights"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0)
    switch call.type {
    case "RegexFullMatch": return [Operand(.bool, input.shape)]
    case "StringConcat":
      return [Operand(.string, try Broadcast.shape([input.shape, call.input(1).shape]))]
    case "StringSplit": return try split(input, call)
    case "TfIdfVectorizer":
      let width = try (call.integers("ngram_indexes") ?? []).max() ?? -1
      guard width >= 0, width < OperatorCall.largestSetting else {
        throw call.shapeError("ngram_indexes up to \(width)")
      }
      return [Operand(.float32, input.shape.dropLast() + [width + 1])]
    default: return [try normalized(input, call)]
    }
  }

  /// The parts of each text, as many as the one with the most has: counted where the texts are known,
  /// else as `maxsplit` allows.
  private func split(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> [Operand] {
    let most = try call.integers(named: "maxsplit")
    let counts = Operand(.int64, input.shape)
    if let texts = input.strings {
      let delimiter = try call.string("delimiter", default: "")
      let parts = texts.map { $0.partCount(by: delimiter, atMost: most ?? .max) }
      return [Operand(.string, input.shape + [parts.max() ?? 0]), counts]
    }
    guard let most else {
      throw OperatorError(
        .unknownValue, "the number of parts is known only while the model runs")
    }
    var bound = Operand(.string, input.shape + [(Count(most) + 1).value ?? .max])
    bound.isBound = true
    return [bound, counts]
  }

  /// The texts without the stopwords, one empty text where none is left.
  private func normalized(
    _ input: Operand, _ call: OperatorCall
  ) throws(OperatorError) -> Operand {
    let words = try call.strings("stopwords") ?? []
    var output = Operand(.string, input.shape)
    guard !words.isEmpty, let last = input.shape.last else { return output }
    guard let texts = input.strings, last == texts.count else {
      output.isBound = true
      return output
    }
    let isExact = try call.integer("is_case_sensitive", default: 0) != 0
    let stops = Set(isExact ? words : words.map { $0.lowercased() })
    let kept = texts.count { !stops.contains(isExact ? $0 : $0.lowercased()) }
    output.shape[output.shape.count - 1] = max(kept, 1)
    return output
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    switch call.type {
    case "StringNormalizer":
      return LayerCost(
        notes: outputs.first?.isBound == true ? ["no text is a stopword: an upper bound"] : [])
    case "StringSplit":
      return LayerCost(
        notes: outputs.first?.isBound == true
          ? ["each text has all the parts that maxsplit allows: an upper bound"] : [])
    case "TfIdfVectorizer": return try vectorizing(call, made: outputs.first?.elementCount ?? 0)
    default: return LayerCost()
    }
  }

  private func vectorizing(
    _ call: OperatorCall, made: Count
  ) throws(OperatorError) -> LayerCost {
    let range = 1...OperatorCall.largestSetting
    let shortest = try call.integer("min_gram_length", default: 1, in: range)
    let longest = try call.integer("max_gram_length", default: 1, in: range)
    let skips = try call.integer("max_skip_count", default: 0, in: 0...OperatorCall.largestSetting)
    let lengths = Count(max(longest - shortest, 0)) + 1
    let grams = try call.input(0).elementCount * lengths * (Count(skips) + 1)
    let weights: Count = try call.numbers("weights") == nil ? 0 : made
    return LayerCost(
      otherFlops: grams + weights, notes: ["every n-gram is in the vocabulary: an upper bound"])
  }
}

extension OperatorCall {
  /// The whole number `name`, where the layer has it and it is none below zero.
  fileprivate func integers(named name: String) throws(OperatorError) -> Int? {
    guard layer.attributes[name] != nil else { return nil }
    return try integer(name, default: 0, in: 0...OperatorCall.largestSetting)
  }
}

extension String {
  /// How many parts a text has between delimiters, of which at most `most` are split at; an empty
  /// delimiter stands for runs of white space.
  fileprivate func partCount(by delimiter: String, atMost most: Int) -> Int {
    guard delimiter.isEmpty else {
      var (count, rest) = (0, self[...])
      while count < most, let place = rest.firstRange(of: delimiter) {
        count += 1
        rest = rest[place.upperBound...]
      }
      return count + 1
    }
    let words = split(whereSeparator: \.isWhitespace).count
    return most == .max ? words : min(words, most + 1)
  }
}
