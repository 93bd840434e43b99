import ModelGraph

/// InnerProduct, Gemm, MatMul and Einsum.
struct NCNNProduct: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn(
        "InnerProduct", macs: "rows·inputs·outputs",
        "an addition an output where there is a bias; those of the activation; with 8-bit weights "
          + "as Convolution",
        transcendentals: "those of the activation", like: "Gemm"),
      .ncnn(
        "Gemm", macs: "N·M·K·columns",
        "an output: 1 for C, 1 for an alpha or a beta other than 1; with 8-bit weights as "
          + "Convolution", like: "MatMul"),
      .ncnn("MatMul", macs: "N·Πbatch·M·K·columns", like: "MatMul"),
      .ncnn("Einsum", macs: "as Einsum of ONNX", like: "Einsum"),
    ]
  }

  /// The product that the type names.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    switch call.type {
    case "InnerProduct": try innerProduct(call)
    case "Gemm": try gemm(call)
    case "MatMul": try matrixProduct(call)
    default: try einsum(call)
    }
  }

  /// A matrix of rows where their width fits the weights, else each sample as one row.
  private func innerProduct(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0)
    let made = try call.integer("num_output", default: 0, in: 1...OperatorCall.largestSetting)
    let stated = try call.ncnnSize("weight_data_size")
    let all = try call.whole(input.shape.dropFirst().elementCount, "features")
    let width = stated == 0 ? all : stated / made
    let leading = input.shape.last == width ? Array(input.shape.dropLast()) : [input.shape[0]]
    guard stated % made == 0, width == (leading.count > 1 ? input.shape.last : all) else {
      throw call.shapeError("\(input.shape.shapeText) through \(stated) weights to \(made) outputs")
    }
    let isInt8 = try call.isInt8()
    let hasBias = try call.isSet("bias_term")
    let rows = try call.whole(leading.elementCount, "rows")
    let form = try NCNNForm(
      as: "Gemm", of: call,
      [
        Operand(input.elementType, [rows, width]), call.ncnnWeight([made, width]),
        hasBias ? call.ncnnWeight([made]) : nil,
      ], ["transB": .integer(1)]
    ).shaped(leading + [made]).activated(call)
      .storing(weights(Count(made) * Count(width), made, hasBias: hasBias, isInt8: isInt8))
    return try isInt8 ? form.quantized(call, input: input) : form
  }

  private func weights(
    _ elements: Count, _ made: Int, hasBias: Bool, isInt8: Bool
  ) -> [ImpliedWeight] {
    [
      ImpliedWeight(name: "weights", elements: elements, elementType: isInt8 ? .int8 : .float32)
    ] + (hasBias ? [ImpliedWeight(name: "biases", elements: Count(made))] : [])
      + (isInt8
        ? [ImpliedWeight(name: "scales", elements: Count(made) + 1, isTrainable: false)] : [])
  }

  private func matrixProduct(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    var (left, right) = try (call.input(0, rankAtLeast: 2), call.input(1, rankAtLeast: 2))
    let (isRow, isColumn) = (left.shape.count == 2, right.shape.count == 2)
    if isRow { left.shape.insert(1, at: 1) }
    if isColumn { right.shape.append(1) } else if try call.isSet("transB") { right.turn() }
    let form = try NCNNForm(as: "MatMul", of: call, [left, right])
    var shape = form.outputs[0].shape
    if isColumn { shape.removeLast() }
    if isRow { shape.remove(at: shape.count - (isColumn ? 1 : 2)) }
    return form.shaped(shape)
  }

  private func einsum(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    // ncnn keeps the equation as the numbers of its characters, and has no batch in it.
    let letters = try call.integers("equation", in: 32...126) ?? []
    let text = String(decoding: letters.map(UInt8.init), as: UTF8.self)
    let equation = text.split(separator: "->").map { side in
      side.split(separator: ",").map { "Z\($0)" }.joined(separator: ",")
    }.joined(separator: "->")
    return try NCNNForm(as: "Einsum", of: call, call.inputs, ["equation": .string(equation)])
  }
}

extension NCNNProduct {
  /// Gemm: either matrix and the summand may be stored.
  fileprivate func gemm(_ call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let sizes = try GemmSizes(call)
    var form = try NCNNForm(as: "MatMul", of: call, [sizes.left, sizes.right])
    var shape = form.outputs[0].shape
    if try call.isSet("output_transpose") { shape.swapAt(shape.count - 1, shape.count - 2) }
    if try call.isSet("output_N1M") { shape.insert(1, at: shape.count - 1) }
    form = form.shaped(shape)
    let scales = try [call.number("alpha", default: 1), call.number("beta", default: 1)]
      .filter { $0 != 1 }.count
    if sizes.hasSummand { form = form.adding(form.made) }
    form = form.adding(Count(scales) * form.made)
    form.weights = sizes.weights
    return try sizes.isInt8 ? form.quantized(call, input: sizes.left) : form
  }

  /// The operands of a Gemm.
  private struct GemmSizes {
    var left: Operand
    var right: Operand
    var hasSummand: Bool
    var isInt8: Bool
    var weights: [ImpliedWeight] = []

    init(_ call: OperatorCall) throws(OperatorError) {
      isInt8 = try call.isInt8()
      let (m, n, k) = try (
        call.ncnnSize("constantM"), call.ncnnSize("constantN"), call.ncnnSize("constantK")
      )
      let isLeftStored = try call.isSet("constantA")
      let isRightStored = try call.isSet("constantB")
      let type: ElementType = isInt8 ? .int8 : .float32
      var place = 0
      left = try isLeftStored ? Operand(.float32, [1, m, k]) : Self.matrix(call, place)
      if !isLeftStored {
        place += 1
        if try call.isSet("transA") { left.turn() }
      }
      right = try isRightStored ? Operand(.float32, [1, k, n]) : Self.matrix(call, place)
      if !isRightStored {
        place += 1
        if try call.isSet("transB") { right.turn() }
      }
      let stored = [
        isLeftStored ? Count(m) * Count(k) : nil, isRightStored ? Count(k) * Count(n) : nil,
      ]
      weights = stored.compactMap { $0 }.map {
        ImpliedWeight(name: "weights", elements: $0, elementType: type)
      }
      let kind = try call.integer("constant_broadcast_type_C", default: 0)
      let isSummandStored = try call.isSet("constantC") && kind >= 0
      hasSummand = isSummandStored || call.optionalInput(place) != nil
      if isSummandStored, (0...4).contains(kind) {
        let elements: [Count] = [1, Count(m), Count(m), Count(m) * Count(n), Count(n)]
        weights.append(ImpliedWeight(name: "summand", elements: elements[kind]))
      }
    }

    /// An operand as a matrix a sample; of three dimensions the middle one is 1.
    private static func matrix(
      _ call: OperatorCall, _ place: Int
    ) throws(OperatorError) -> Operand {
      var operand = try call.input(place, rankAtLeast: 2)
      if operand.shape.count == 2 { operand.shape.insert(1, at: 1) }
      if operand.shape.count == 4, operand.shape[2] == 1 { operand.shape.remove(at: 2) }
      guard operand.shape.count == 3 else {
        throw call.shapeError("\(operand.shape.shapeText) as a matrix")
      }
      return operand
    }
  }
}

extension Operand {
  /// Swaps the last two dimensions.
  fileprivate mutating func turn() {
    guard shape.count > 1 else { return }
    shape.swapAt(shape.count - 1, shape.count - 2)
    contents = nil
  }
}
