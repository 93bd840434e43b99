import Operators

/// What a step of training comes to, for people.
struct TrainingFacts {
  let training: TrainingWork

  init(_ training: TrainingWork) {
    self.training = training
  }

  var facts: [Document.Fact] {
    let forward = training.forward.flops
    let ratio =
      forward > 0
      ? ", \(Numbers.fixed(Double(training.backward.flops) / Double(forward), digits: 2)) times "
        + "the forward pass" : ""
    return [
      Document.Fact("forward pass", "\(Numbers.count(forward)) FLOPs"),
      Document.Fact(
        "backward pass", "\(Numbers.count(training.backward.flops)) FLOPs\(ratio)"),
      Document.Fact(
        "optimizer",
        "\(training.optimizer.rawValue): \(Numbers.count(training.step.flops)) FLOPs, "
          + "\(Numbers.bytes(Double(training.optimizerStateBytes))) of state"),
      Document.Fact("weight gradients", Numbers.bytes(Double(training.gradientBytes))),
    ]
  }
}

/// The JSON form of a step of training.
struct TrainingJSON: Encodable {
  struct Pass: Encodable {
    let macs: Int
    let flops: Int
    let transcendentals: Int
    let bytes: Int

    init(_ work: Work) {
      macs = work.macs
      flops = work.flops
      transcendentals = work.transcendentals
      bytes = work.bytes
    }
  }

  let optimizer: String
  let gradientBytes: Int
  let optimizerStateBytes: Int
  let forward: Pass
  let backward: Pass
  let step: Pass

  init(_ training: TrainingWork) {
    optimizer = training.optimizer.rawValue
    gradientBytes = training.gradientBytes
    optimizerStateBytes = training.optimizerStateBytes
    forward = Pass(training.forward)
    backward = Pass(training.backward)
    step = Pass(training.step)
  }
}
