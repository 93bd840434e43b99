import ModelGraph

/// What the gradients of one layer cost.
struct GradientCost {
  /// Amounts that are still being added up.
  struct Amounts {
    var macs = Count(0)
    var otherFlops = Count(0)
    var transcendentals = Count(0)
    var weightBytes = Count(0)
    var inputBytes = Count(0)
    var outputBytes = Count(0)

    /// Further gradients of a tensor are added to the first; those of different parts of it are not.
    mutating func accumulate(_ input: TapeEntry.Input, times: Count) {
      guard input.parts == 1 else { return }
      otherFlops += times * input.elements
      inputBytes += times * input.bytes
    }

    /// The same, so many times.
    func repeated(_ times: Count) -> Amounts {
      Amounts(
        macs: times * macs, otherFlops: times * otherFlops,
        transcendentals: times * transcendentals, weightBytes: times * weightBytes,
        inputBytes: times * inputBytes, outputBytes: times * outputBytes)
    }

    func work() throws(OperatorError) -> Work {
      try Work(
        macs: Evaluation.whole(macs, "multiply–accumulates"),
        flops: Evaluation.whole(2 * macs + otherFlops, "FLOPs"),
        transcendentals: Evaluation.whole(transcendentals, "transcendentals"),
        weightBytes: Evaluation.whole(weightBytes, "weight bytes"),
        inputBytes: Evaluation.whole(inputBytes, "input bytes"),
        outputBytes: Evaluation.whole(outputBytes, "output bytes"))
    }
  }

  private let entry: TapeEntry
  private let rule: BackwardRule
  /// The elements and the bytes of the gradients that come in.
  private let elements: Count
  private let bytes: Count
  /// What stands beside a contraction and must be differentiated first: once, for whichever gradient
  /// is asked for first.
  private var pendingFlops: Count = 0
  private var pendingTranscendentals: Count = 0
  /// Whether an input's gradient is the result's own.
  let isHandedOn: Bool

  init(_ entry: TapeEntry, gradients: [TapeEntry.Output], wanted: [TapeEntry.Input]) {
    self.entry = entry
    rule = entry.rule
    elements = gradients.reduce(0) { $0 + $1.elements }
    bytes = gradients.reduce(0) { $0 + $1.bytes }
    let work = entry.layer.work
    switch rule.kind {
    case .contraction(isPlain: false), .asForward:
      pendingFlops = Count(work.elementwiseFlops)
      pendingTranscendentals = Count(work.transcendentals)
    default: break
    }
    isHandedOn =
      entry.isView
      || rule.kind == .passing && wanted.first?.elements == elements
        && gradients.count == 1
  }

  /// The gradients of `wanted`, of which none is the result's own.
  mutating func ofInputs(_ wanted: [TapeEntry.Input]) -> Amounts {
    var amounts = Amounts()
    guard !wanted.isEmpty || needsRecurrence else { return amounts }
    amounts.outputBytes = wanted.reduce(0) { $0 + $1.bytes }
    amounts.inputBytes = bytes
    if entry.isView { return amounts }
    takePending(into: &amounts)
    switch rule.kind {
    case .contraction:
      amounts.macs = inputMacs(wanted)
      for input in entry.inputs where input.kind != .activation && isFactor(input) {
        amounts.weightBytes += input.bytes
      }
      amounts.weightBytes += entry.impliedBytes
      if factors(.activation).count > 1 { amounts.inputBytes += savedBytes }
    case .elementwise:
      amounts.otherFlops += Count(rule.flops) * elements * Count(wanted.count)
      amounts.transcendentals += Count(rule.transcendentals) * elements
      amounts.inputBytes += savedBytes
      for input in wanted where isBroadcast(input) { amounts.otherFlops += elements }
      for input in entry.inputs where input.kind != .activation {
        amounts.weightBytes += input.bytes
      }
    case .passing:
      for input in wanted where isBroadcast(input) { amounts.otherFlops += elements }
    case .moving:
      amounts.otherFlops += Count(rule.flops) * elements
      amounts.inputBytes += savedBytes
    case .asForward: amounts.inputBytes += savedBytes
    case .none: break
    }
    return amounts
  }

  /// The gradients of all weights of the layer.
  mutating func ofWeights() -> Amounts {
    var amounts = Amounts()
    takePending(into: &amounts)
    amounts.inputBytes = bytes
    amounts.outputBytes = entry.trained.reduce(entry.impliedBytes) { $0 + $1.bytes }
    switch rule.kind {
    case .contraction:
      if entry.impliedWeights.value != 0 || !factors(.trained).isEmpty {
        amounts.macs = Count(entry.layer.work.macs)
        amounts.inputBytes += savedBytes
      }
      let biases = entry.trained.count { !isFactor($0) }
      amounts.otherFlops += Count(biases) * elements
      if entry.impliedWeights.value != 0 { amounts.otherFlops += elements }
    case .elementwise:
      for weight in entry.trained {
        amounts.otherFlops += (weight.place == 2 ? 1 : Count(rule.weightFlops)) * elements
      }
      amounts.inputBytes += savedBytes
    case .passing, .moving: amounts.otherFlops += Count(entry.trained.count) * elements
    case .asForward: amounts.inputBytes += savedBytes
    case .none: break
    }
    return amounts
  }
}

extension GradientCost {
  private mutating func takePending(into amounts: inout Amounts) {
    amounts.otherFlops += pendingFlops
    amounts.transcendentals += pendingTranscendentals
    pendingFlops = 0
    pendingTranscendentals = 0
  }

  /// Multiply–accumulates of the gradients of activations: as many as forward where they meet
  /// weights, as many for each of two activations that meet each other.
  private func inputMacs(_ wanted: [TapeEntry.Input]) -> Count {
    let forward = Count(entry.layer.work.macs)
    let meetsWeights =
      entry.impliedWeights.value != 0
      || entry.inputs.contains { $0.kind != .activation && isFactor($0) }
    // A recurrent layer's states alone: that of its input is not asked for.
    if needsRecurrence, !wanted.contains(where: { $0.place == 0 }) { return entry.recurrentMacs }
    if wanted.isEmpty { return 0 }
    return meetsWeights || wanted.count < 2 ? forward : 2 * forward
  }

  /// A recurrent layer needs the gradients of its own states, if not that of its input.
  var needsRecurrence: Bool { entry.recurrentMacs.value != 0 }

  /// What of the forward pass is read again.
  private var savedBytes: Count {
    switch rule.saved {
    case .nothing: 0
    case .output: entry.outputs.first?.bytes ?? 0
    case .inputs:
      entry.inputs.filter { $0.kind == .activation }.reduce(0) { $0 + $1.bytes }
    }
  }

  private func factors(_ kind: TapeEntry.Input.Kind) -> [TapeEntry.Input] {
    entry.inputs.filter { $0.kind == kind && isFactor($0) }
  }

  /// Whether an operand is multiplied in the contraction: biases, masks and states are not.
  private func isFactor(_ input: TapeEntry.Input) -> Bool {
    switch entry.layer.operatorName.type {
    case "Conv", "ConvTranspose", "Gemm", "MatMul", "NhwcConv", "FusedMatMul", "TransposeMatMul",
      "FusedConv", "NhwcFusedConv", "FusedGemm":
      input.place < 2
    case "RNN", "GRU", "LSTM": input.place < 3
    case "Attention", "MultiHeadAttention", "GroupQueryAttention":
      entry.layer.operatorName.domain.isEmpty || entry.layer.operatorName.type != "Attention"
        ? input.place < 3 : input.place < 2
    default: true
    }
  }

  private func isBroadcast(_ input: TapeEntry.Input) -> Bool { input.elements != elements }
}
