import ModelGraph

/// BeamSearch, GreedySearch, Sampling and WhisperBeamSearch: whole networks within a layer, run token by
/// token. The graphs within them are counted by the walk over a graph; here stands what the search itself
/// does with the logits.
struct TokenSearch: OperatorRule {
  /// The operators' types.
  static let types: Set<String> = ["BeamSearch", "GreedySearch", "Sampling", "WhisperBeamSearch"]

  var operators: [OperatorDescription] {
    let macs =
      "those of the encoder once and of the decoder for each token up to max_length; where that is not "
      + "known, for --trip-count tokens"
    let beams =
      "those of the graphs; 6 for each logit: log-softmax (4), add the beam's score, compare"
    let exp = "those of the graphs; for each token an exp a logit and a log a row"
    let bytes = "those of the layers of its graphs; the logits of each token"
    return [
      .contrib(
        "BeamSearch", macs: macs, otherFlops: beams, transcendentals: exp, bytes: bytes,
        paper: "Sutskever, Vinyals, Le, arXiv:1409.3215, section 3.2"),
      .contrib(
        "WhisperBeamSearch", macs: macs, otherFlops: beams, transcendentals: exp, bytes: bytes,
        paper: "Radford et al., Whisper, arXiv:2212.04356, section 4.5"),
      .contrib(
        "GreedySearch", macs: macs, otherFlops: "those of the graphs; a comparison a logit",
        transcendentals: "those of the graphs", bytes: bytes),
      .contrib(
        "Sampling", macs: macs,
        otherFlops: "those of the graphs; 7 for each logit: temperature, softmax (4), running sum, "
          + "compare",
        transcendentals: "those of the graphs; an exp a logit", bytes: bytes,
        paper: "Holtzman et al., nucleus sampling, arXiv:1904.09751, section 3.1"),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    throw OperatorError(.unknownValue, "\(call.type) has no graph within it")
  }

  /// What choosing a token of `columns` for each of `rows` sequences does.
  static func choosing(_ type: String, rows: Count, columns: Count) -> LayerCost {
    let logits = rows * columns
    return switch type {
    case "GreedySearch": LayerCost(otherFlops: logits)
    case "Sampling": LayerCost(otherFlops: 7 * logits, transcendentals: logits)
    default: LayerCost(otherFlops: 6 * logits, transcendentals: logits + rows)
    }
  }
}
