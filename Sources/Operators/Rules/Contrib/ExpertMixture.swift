import ModelGraph

/// MoE and QMoE: each token goes through the k of E networks that a router chose for it.
struct ExpertMixture: OperatorRule {
  var operators: [OperatorDescription] {
    let macs = "T·k·(the weights of one expert), for T tokens"
    let other =
      "T·k·(the activation of one expert's inner layer, its biases, and 2·C to scale and add the "
      + "result); 4·T·E for the router's softmax"
    let bytes =
      "of the weights those of min(E, T·k) experts, as when the router spreads the tokens evenly"
    let paper = "Shazeer et al., Outrageously large neural networks, arXiv:1701.06538, equation 1"
    return [
      .contrib(
        "MoE", macs: macs, otherFlops: other, transcendentals: "T·E, and those of the activation",
        bytes: bytes, paper: paper),
      .contrib(
        "QMoE", macs: macs,
        otherFlops: "\(other); 2 to dequantise each weight that is read (convert, scale)",
        transcendentals: "T·E, and those of the activation",
        bytes: "\(bytes), packed as they are stored", paper: paper),
    ]
  }

  func outputs(of call: OperatorCall) throws(OperatorError) -> [Operand] {
    let input = try call.input(0, rankAtLeast: 2)
    _ = try Sizes(call)
    return [Operand(input.elementType, input.shape)]
  }

  func cost(of call: OperatorCall, outputs: [Operand]) throws(OperatorError) -> LayerCost {
    let sizes = try Sizes(call)
    let (tokens, chosen) = (sizes.tokens, Count(sizes.chosen))
    let used = min((tokens * chosen).value ?? .max, sizes.experts)
    let activation = try activation(call, inner: sizes.inner)
    var each = activation.otherFlops + 2 * Count(sizes.width)
    var traffic = Traffic.eachTensorOnce
    var packed: [Int: Count] = [:]
    for (place, operand) in call.inputs.enumerated() where place > 1 {
      guard let operand, operand.shape.first == sizes.experts else { continue }
      let perExpert = operand.elementCount.divided(by: sizes.experts)
      traffic.elementsRead[place] = Count(used) * perExpert
      if sizes.biases.contains(place) { each += perExpert }
      if sizes.packing > 1, sizes.weights.contains(place) {
        packed[place] = Count(sizes.packing) * operand.elementCount
      }
    }
    var other = tokens * chosen * each + 4 * tokens * Count(sizes.experts)
    if call.type == "QMoE" { other += 2 * Count(used) * sizes.perExpert }
    return LayerCost(
      macs: tokens * chosen * sizes.perExpert, otherFlops: other,
      transcendentals: tokens * (Count(sizes.experts) + chosen * activation.transcendentals),
      traffic: traffic, computeType: try call.input(0).elementType,
      notes: ["reads the weights of \(used) of its \(sizes.experts) experts"],
      packedElements: packed)
  }

  /// The activation of one token's inner layer; a gated one halves it.
  private func activation(
    _ call: OperatorCall, inner: Count
  ) throws(OperatorError) -> LayerCost {
    let name = try call.string("activation_type", default: "relu")
    return name == "swiglu"
      ? LayerCost(otherFlops: 5 * inner, transcendentals: inner)
      : try call.activation(name, over: inner)
  }

  /// The sizes of a mixture.
  private struct Sizes {
    var tokens: Count
    var width: Int
    var experts: Int
    var chosen: Int
    /// Weights that a byte of the store holds.
    var packing = 1
    /// Weights of one expert.
    var perExpert = Count(0)
    /// Elements of the inner layer after its gate.
    var inner: Count
    /// The places of the weights and of the biases.
    var weights: [Int]
    var biases: [Int]

    init(_ call: OperatorCall) throws(OperatorError) {
      let shape = try call.input(0, rankAtLeast: 2).shape
      let isQuantized = call.type == "QMoE"
      weights = isQuantized ? [2, 5, 8] : [2, 4, 6]
      biases = isQuantized ? [4, 7, 10] : [3, 5, 7]
      width = shape[shape.count - 1]
      tokens = shape.dropLast().elementCount
      let first = try call.input(2, rankAtLeast: 3)
      experts = first.shape[0]
      chosen = try call.integer("k", default: 1, in: 1...OperatorCall.largestSetting)
      if isQuantized, first.elementType.bits == 8 {
        let bits = try call.integer("expert_weight_bits", default: 4, in: 2...8)
        packing = max(8 / bits, 1)
      }
      guard experts > 0, width > 0, chosen <= experts else {
        throw call.shapeError("\(chosen) of \(experts) experts for \(shape.shapeText)")
      }
      for place in weights {
        guard let operand = call.optionalInput(place) else { continue }
        perExpert += Count(packing) * operand.elementCount.divided(by: experts)
      }
      let wide = (Count(packing) * first.elementCount).divided(by: experts).divided(by: width)
      let isFused = try call.integer("swiglu_fusion", default: 0) != 0
      inner = isFused ? wide.divided(by: 2) : wide
    }
  }
}
