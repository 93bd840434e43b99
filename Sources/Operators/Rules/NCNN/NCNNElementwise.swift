import ModelGraph

/// The functions of each element: activations, UnaryOp, conversions.
struct NCNNElementwise: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    Self.fixed.map { type, function in Self.description(type, function) }
      + [
        .ncnn("ReLU", "1 an element; 2 with a slope", like: "Relu and LeakyRelu"),
        .ncnn(
          "GELU", "4 an element with erf, 8 with fast_gelu (tanh)",
          transcendentals: "1 an element", like: "Gelu"),
        .ncnn("Power", "2 an element (scale, shift)", transcendentals: "1 unless power is 1"),
        .ncnn(
          "UnaryOp", "those of the function that op_type numbers",
          transcendentals: "those of the function"),
        .ncnn("Dequantize", "1 an element, 1 more with a bias"),
        .ncnn(
          "Requantize",
          "5 an element (two scales, round, two bounds), 1 more with a bias, and "
            + "those of the activation"),
        .ncnn("Cast", "1 conversion an element", like: "Cast"),
      ]
  }

  private static func description(
    _ type: String, _ function: NCNNFunction
  ) -> OperatorDescription {
    .ncnn(
      type, function.flops == 0 ? "" : "\(function.flops) an element",
      transcendentals: function.transcendentals == 0
        ? "" : "\(function.transcendentals) an element")
  }

  /// What needs no setting, by type.
  private static let fixed: [(String, NCNNFunction)] = [
    ("AbsVal", .named("Abs")), ("BNLL", .named("Softplus")), ("CELU", .named("Celu")),
    ("Clip", .clip), ("ELU", .named("Elu")), ("Erf", .named("Erf")),
    ("Exp", NCNNFunction(flops: 2, transcendentals: 1)), ("HardSigmoid", .named("HardSigmoid")),
    ("HardSwish", .named("HardSwish")), ("Log", NCNNFunction(flops: 2, transcendentals: 1)),
    ("Mish", .named("Mish")), ("PReLU", NCNNFunction(flops: 2)),
    ("Quantize", NCNNFunction(flops: 4)), ("SELU", .named("Selu")),
    ("Shrink", .named("Shrink")), ("Sigmoid", .named("Sigmoid")),
    ("Softplus", .named("Softplus")), ("Swish", .activation("swish")),
    ("TanH", .named("Tanh")), ("Threshold", NCNNFunction(flops: 1)),
  ]

  private static let fixedByType = Dictionary(fixed, uniquingKeysWith: { $1 })

  /// By the number of UnaryOp's op_type. Source: Tencent/ncnn, `src/layer/unaryop.h`.
  private static let numbered: [NCNNFunction] = [
    .named("Abs"), .named("Neg"), .named("Floor"), .named("Ceil"), NCNNFunction(flops: 1),
    .named("Sqrt"), NCNNFunction(flops: 1, transcendentals: 1), .named("Exp"), .named("Log"),
    .named("Sin"), .named("Cos"), .named("Tan"), .named("Asin"), .named("Acos"), .named("Atan"),
    .named("Reciprocal"), .named("Tanh"), NCNNFunction(flops: 0, transcendentals: 1),
    .named("Round"), NCNNFunction(flops: 1),
  ]

  /// The shape of the input.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    let input = try call.input(0)
    let function = try function(call)
    var form = try NCNNForm(call, input.shape)
    form = form.adding(
      Count(function.flops) * input.elementCount,
      transcendentals: Count(function.transcendentals) * input.elementCount)
    switch call.type {
    case "PReLU":
      let slopes = try call.ncnnSize("num_slope", default: 1)
      form.weights = [ImpliedWeight(name: "slopes", elements: Count(slopes))]
    case "Quantize": form.outputs[0].elementType = .int8
    case "Dequantize": form.outputs[0].elementType = .float32
    case "Requantize":
      form.outputs[0].elementType = .int8
      form = try form.activated(call)
    case "Cast": form.outputs[0].elementType = try castType(call)
    default: break
    }
    return form
  }

  private func function(_ call: OperatorCall) throws(OperatorError) -> NCNNFunction {
    switch call.type {
    case "ReLU":
      return try call.number("slope", default: 0) == 0 ? .named("Relu") : .named("LeakyRelu")
    case "GELU":
      // 0.5·x·(1 + erf(x/√2))
      return try call.isSet("fast_gelu") ? .gelu : NCNNFunction(flops: 4, transcendentals: 1)
    case "Power":
      let isPlain = try call.number("power", default: 1) == 1
      return NCNNFunction(flops: 2, transcendentals: isPlain ? 0 : 1)
    case "Dequantize":
      return NCNNFunction(flops: try call.isSet("bias_data_size") ? 2 : 1)
    case "Requantize":
      return NCNNFunction(flops: try call.isSet("bias_data_size") ? 6 : 5)
    case "Cast": return NCNNFunction(flops: 1)
    case "UnaryOp":
      let number = try call.integer("op_type", default: 0)
      guard Self.numbered.indices.contains(number) else {
        throw OperatorError(.unsupported, "op_type=\(number) of UnaryOp is not known")
      }
      return Self.numbered[number]
    default: return Self.fixedByType[call.type] ?? NCNNFunction(flops: 1)
    }
  }

  /// 1 fp32, 2 fp16, 3 int8, 4 bf16 (Tencent/ncnn, `src/layer/cast.h`).
  private func castType(_ call: OperatorCall) throws(OperatorError) -> ElementType {
    switch try call.integer("type_to", default: 0) {
    case 2: .float16
    case 3: .int8
    case 4: .bfloat16
    default: .float32
    }
  }
}

/// BinaryOp and Eltwise: tensors element by element, with ncnn's broadcasting.
struct NCNNBinary: NCNNRule, OperatorRule {
  /// The formulas.
  var operators: [OperatorDescription] {
    [
      .ncnn("BinaryOp", "1 an element, unless a power or an atan2", transcendentals: "then 1"),
      .ncnn("Eltwise", "inputs − 1 an element; with coefficients one more for each input"),
    ]
  }

  /// The types of BinaryOp that are transcendental: pow, rpow, atan2, ratan2.
  private static let transcendentalTypes: Set<Int> = [6, 9, 10, 11]

  /// The broadcast shape.
  func form(of call: OperatorCall) throws(OperatorError) -> NCNNForm {
    var shape = try call.input(0).shape
    if call.type == "Eltwise" {
      for place in call.inputs.indices.dropFirst() where try call.input(place).shape != shape {
        throw call.shapeError("inputs of different shapes")
      }
      let inputs = Count(call.inputs.count)
      let isWeighted = !(try call.numbers("coeffs") ?? []).isEmpty
      let flops = (isWeighted ? 2 * inputs : inputs) - 1
      return try NCNNForm(call, shape, cost: LayerCost(otherFlops: flops * shape.elementCount))
    }
    if try !call.isSet("with_scalar"), let other = call.optionalInput(1) {
      shape = try broadcast(shape, other.shape)
    }
    let isTranscendental = Self.transcendentalTypes.contains(
      try call.integer("op_type", default: 0))
    let elements = shape.elementCount
    return try NCNNForm(
      call, shape,
      cost: LayerCost(
        otherFlops: isTranscendental ? 0 : elements,
        transcendentals: isTranscendental ? elements : 0))
  }

  /// As in NumPy, except that fewer dimensions which are the outermost of the other operand stand
  /// there: a vector of one number a channel. Source: Tencent/ncnn,
  /// `docs/developer-guide/binaryop-broadcasting.md`.
  private func broadcast(_ left: [Int], _ right: [Int]) throws(OperatorError) -> [Int] {
    var (short, long) = left.count < right.count ? (left, right) : (right, left)
    if short.count < long.count {
      let own = short.dropFirst()
      let ones = Array(repeating: 1, count: long.count - short.count)
      let isOutermost = zip(own, long.dropFirst()).allSatisfy { $0 == $1 || $0 == 1 }
      short = isOutermost ? short + ones : [short[0]] + ones + own
    }
    return try Broadcast.shape([short, long])
  }
}
