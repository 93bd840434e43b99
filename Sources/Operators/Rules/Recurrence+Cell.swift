import ModelGraph

extension Recurrence {
  /// What one hidden unit computes at one step, beside the products W·x and R·h.
  struct Cell {
    /// The operator's type.
    var name: String
    /// How many gates, and so rows of weights for each hidden unit.
    var gates: Int
    /// The activations of one direction, where the layer names none.
    var activations: [String]
    /// How often each of them is evaluated.
    var evaluations: [Int]
    /// Arithmetic beside sums, biases, peepholes and activations.
    var flops: Int
    /// How `flops` and the counts of the gates come about.
    var explanation: String
    /// The paper of the cell.
    var paper: String

    /// The cells, by type.
    static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })

    /// The three cells of the standard.
    static let all = [
      Cell(
        name: "RNN", gates: 1, activations: ["Tanh"], evaluations: [1], flops: 0,
        explanation: "a sum (and a bias)",
        paper: "Elman, Finding structure in time, 1990"),
      Cell(
        name: "GRU", gates: 3, activations: ["Sigmoid", "Tanh"], evaluations: [2, 1], flops: 5,
        explanation:
          "three sums (and biases; one more with linear_before_reset), r⊙h, and the four "
          + "of (1 − z)⊙h̃ + z⊙h",
        paper: "Cho et al., Learning phrase representations, arXiv:1406.1078, equations 5 to 8"),
      Cell(
        name: "LSTM", gates: 4, activations: ["Sigmoid", "Tanh", "Tanh"], evaluations: [3, 1, 1],
        flops: 4,
        explanation: "four sums (and biases), the three of f⊙c + i⊙c̃, o⊙h(c), six of the peepholes",
        paper: "Hochreiter, Schmidhuber, Long short-term memory, 1997; Gers, Schmidhuber, "
          + "Recurrent nets that time and count, 2000"),
    ]

    /// The line of `ridgeline operators`.
    var description: OperatorDescription {
      let calls = zip(evaluations, ["f", "g", "h"]).map { "\($0)·\($1)" }.joined(separator: " + ")
      return .onnx(
        name, 22, macs: "D·T·N·\(gates)·H·(I + H)",
        otherFlops: "D·T·N·H times: \(explanation); the arithmetic of the activations \(calls)",
        transcendentals: "D·T·N·H times those of the activations \(calls)", paper: paper)
    }

    /// The cost of one hidden unit at one step, summed over the directions.
    func unitCost(
      _ call: OperatorCall, directions: Int
    ) throws(OperatorError) -> (flops: Int, transcendentals: Int) {
      var each = gates + flops
      if call.optionalInput(3) != nil {
        each += gates
        if try call.integer("linear_before_reset", default: 0) != 0 { each += 1 }
      }
      if name == "LSTM", call.optionalInput(7) != nil { each += 6 }
      // A clip is two comparisons before each gate's activation.
      if call.layer.attributes["clip"] != nil { each += 2 * gates }
      if name == "LSTM", try call.integer("input_forget", default: 0) != 0 { each += 1 }
      let chosen = try activations(of: call, directions: directions)
      var sum = (flops: directions * each, transcendentals: 0)
      for (place, activation) in chosen.enumerated() {
        let times = evaluations[place % evaluations.count]
        sum.flops += times * activation.flops
        sum.transcendentals += times * activation.transcendentals
      }
      return sum
    }

    /// The activations of every direction.
    private func activations(
      of call: OperatorCall, directions: Int
    ) throws(OperatorError) -> [(flops: Int, transcendentals: Int)] {
      let fallback = (0..<directions).flatMap { _ in activations }
      let names = try call.strings("activations") ?? fallback
      guard names.count == fallback.count else {
        throw OperatorError(
          .attribute, "activations of \(name) are \(names.count) and not \(fallback.count)")
      }
      var costs: [(flops: Int, transcendentals: Int)] = []
      for activation in names { costs.append(try Self.cost(ofActivation: activation)) }
      return costs
    }

    /// The cost of an activation that a recurrent layer may name, in any case of letters: those of
    /// the operators of the same name, and two more (ONNX operator specification, LSTM-22).
    private static func cost(
      ofActivation name: String
    ) throws(OperatorError) -> (flops: Int, transcendentals: Int) {
      switch name.lowercased() {
      case "affine": return (2, 0)
      case "scaledtanh": return (2, 1)
      case let lowered:
        guard let entry = UnaryOperator.all.first(where: { $0.name.lowercased() == lowered })
        else {
          throw OperatorError(.attribute, "\(name) is no activation of a recurrent layer")
        }
        return (entry.flops, entry.transcendentals)
      }
    }
  }
}
