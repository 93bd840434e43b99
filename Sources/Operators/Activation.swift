package import ModelGraph

/// A function that is applied to each element on its own, and what one element of it costs.
///
/// Counting: an addition, subtraction, multiplication, division, comparison, minimum or maximum is
/// one FLOP; exp, log, tanh, erf and their like are a transcendental each and no FLOP; a change of
/// sign and a selection by a comparison already made are nothing. Of branches the costliest one
/// counts, for vector code computes them all.
package struct Activation: Sendable, Hashable {
  /// Its name, as Darknet writes it where Darknet has it.
  package let name: String
  /// FLOPs an element.
  package let flops: Int
  /// Transcendental functions an element.
  package let transcendentals: Int
  /// What it computes.
  package let formula: String

  private init(_ name: String, flops: Int, transcendentals: Int = 0, _ formula: String) {
    self.name = name
    self.flops = flops
    self.transcendentals = transcendentals
    self.formula = formula
  }

  /// FLOPs of the function over `elements` elements.
  package func flops(of elements: Count) -> Count { Count(flops) * elements }

  /// Transcendental functions of the function over `elements` elements.
  package func transcendentals(of elements: Count) -> Count { Count(transcendentals) * elements }

  /// The function of that name, or nil where there is none.
  package static func named(_ name: String) -> Activation? { byName[name] }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

  /// x itself.
  package static let linear = Activation("linear", flops: 0, "x")
  /// The larger of x and 0.
  package static let relu = Activation("relu", flops: 1, "max(x, 0)")
  /// A slope of its own below zero.
  package static let leaky = Activation("leaky", flops: 2, "x > 0 ? x : a·x")
  /// 1 / (1 + exp(−x)).
  package static let logistic = Activation(
    "logistic", flops: 2, transcendentals: 1, "1 / (1 + exp(−x))")
  /// tanh(x).
  package static let tanh = Activation("tanh", flops: 0, transcendentals: 1, "tanh(x)")

  /// Every function, one line each.
  package static let all: [Activation] = [
    linear, relu, leaky, logistic, tanh,
    Activation("relu6", flops: 2, "min(max(x, 0), 6)"),
    Activation("relie", flops: 2, "x > 0 ? x : 0.01·x"),
    Activation("ramp", flops: 3, "max(x, 0) + 0.1·x"),
    Activation("hardtan", flops: 2, "min(max(x, −1), 1)"),
    Activation(
      "lhtan", flops: 5, "x < 0 ? 0.001·x : x > 1 ? 0.001·(x − 1) + 1 : x"),
    Activation(
      "plse", flops: 5, "x < −4 ? 0.01·(x + 4) : x > 4 ? 0.01·(x − 4) + 1 : 0.125·x + 0.5"),
    Activation(
      "stair", flops: 6, "n = floor(x); n even ? floor(x / 2) : (x − n) + floor(x / 2)"),
    Activation(
      "loggy", flops: 3, transcendentals: 1, "2 / (1 + exp(−x)) − 1"),
    Activation("elu", flops: 2, transcendentals: 1, "x ≥ 0 ? x : exp(x) − 1"),
    Activation(
      "selu", flops: 3, transcendentals: 1, "x ≥ 0 ? 1.0507·x : 1.7581·(exp(x) − 1)"),
    Activation(
      "gelu", flops: 8, transcendentals: 1,
      "0.5·x·(1 + tanh(0.797885·x + 0.035677·x³))"),
    Activation("swish", flops: 3, transcendentals: 1, "x / (1 + exp(−x)), as x · logistic(x)"),
    Activation(
      "mish", flops: 2, transcendentals: 3, "x · tanh(log(1 + exp(x)))"),
    Activation("hard_mish", flops: 5, "x > 0 ? x : x > −2 ? x·x/2 + x : 0"),
    Activation(
      "normalize_channels", flops: 3, "max(x, 0) / Σ over the channels of max(x, 0)"),
    Activation(
      "normalize_channels_softmax", flops: 2, transcendentals: 1,
      "exp(x) / Σ over the channels of exp(x)"),
    Activation(
      "normalize_channels_softmax_maxval", flops: 4, transcendentals: 1,
      "exp(x − max) / Σ over the channels of exp(x − max)"),
  ]
}
