import ModelGraph

/// MultiHeadAttention, SDPA and RotaryEmbed.
struct NCNNAttention: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn(
        "MultiHeadAttention",
        macs: "the projections N·L·E·Q + N·S·E·(K + V) + N·L·E·Q and the attention N·L·S·2·E",
        "1 for each bias, and as Attention of ONNX", transcendentals: "N·heads·L·S",
        like: "Attention"),
      .ncnn(
        "SDPA", macs: "N·H·L·S·(d + e), cached keys too", "as Attention of ONNX",
        transcendentals: "N·H·L·S", like: "Attention"),
      .ncnn("RotaryEmbed", "3 an element: two products, a sum", like: "RotaryEmbedding"),
    ]
  }

  /// The weighted values; with a cache its new state too.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    switch call.type {
    case "RotaryEmbed":
      let input = try call.input(0)
      return try NCNNForm(
        call, input.shape, cost: LayerCost(otherFlops: 3 * input.elementCount))
    case "SDPA": return try attention(call)
    default: return try projected(call)
    }
  }

  private func attention(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let isMasked = try call.isSet("attn_mask")
    let cache = try call.isSet("kv_cache") ? (isMasked ? 4 : 3) : nil
    let mask = isMasked ? call.optionalInput(3) : nil
    var (query, key, value) = try (call.input(0), call.input(1), call.input(2))
    for operand in [query, key, value] where operand.shape.count < 3 {
      throw call.shapeError(operand.shape.shapeText)
    }
    // Without heads there is one.
    if query.shape.count == 3 {
      query.shape.insert(1, at: 1)
      key.shape.insert(1, at: 1)
      value.shape.insert(1, at: 1)
    }
    let past = try cache.map { place throws(OperatorError) in
      try [call.input(place), call.input(place + 1)]
    }
    var form = try NCNNForm(
      as: "Attention", of: call, [query, key, value, mask, past?[0], past?[1]])
    let scores = form.outputs[3].elementCount
    form.outputs = Array(form.outputs.prefix(cache == nil ? 1 : 3))
    if try call.input(0).shape.count == 3 { form.outputs[0].shape.remove(at: 1) }
    // The mask is read as far as there are scores of one head.
    if isMasked, query.shape[1] > 0 {
      form.cost.traffic.elementsRead[3] = scores.divided(by: query.shape[1])
    }
    return form
  }

  private func projected(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let width = try call.integer("embed_dim", default: 0, in: 1...OperatorCall.largestSetting)
    let heads = try call.integer("num_heads", default: 1, in: 1...OperatorCall.largestSetting)
    let depth = try call.quotient(width, heads, "embed_dim", by: "num_heads")
    let isMasked = try call.isSet("attn_mask")
    let given = call.inputs.count - (isMasked ? 1 : 0)
    let query = try call.input(0, rankAtLeast: 3)
    let key = try call.input(given > 1 ? 1 : 0, rankAtLeast: 3)
    let value = try call.input(given > 2 ? 2 : given > 1 ? 1 : 0, rankAtLeast: 3)
    guard query.shape.count == 3, let q = query.shape.last, let k = key.shape.last,
      let v = value.shape.last
    else { throw call.shapeError(query.shape.shapeText) }
    func split(_ operand: Operand) -> Operand {
      Operand(operand.elementType, [operand.shape[0], heads, operand.shape[1], depth])
    }
    var form = try NCNNForm(
      as: "Attention", of: call,
      [split(query), split(key), split(value), isMasked ? call.optionalInput(given) : nil]
    )
    form.outputs = [Operand(query.elementType, query.shape)]
    let rows = query.shape.prefix(2).elementCount
    let columns = key.shape.prefix(2).elementCount
    let (e, out) = (Count(width), Count(q))
    form.cost.macs += e * (2 * rows * out + columns * Count(k) + columns * Count(v))
    form.cost.otherFlops += e * (rows + 2 * columns) + rows * out
    let type: ElementType = try call.isInt8() ? .int8 : .float32
    form.weights = [
      ImpliedWeight(
        name: "weights", elements: e * (2 * out + Count(k) + Count(v)), elementType: type),
      ImpliedWeight(name: "biases", elements: 3 * e + out),
    ]
    return form
  }
}
