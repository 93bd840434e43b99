import Devices

/// Why the intervals of some kinds of operators are wider than what was measured.
struct Extrapolation: Sendable, Hashable {
  /// What was not measured.
  enum Cause: Sendable, Hashable {
    /// The operators under the runtime.
    case runtime(String)
    /// The operators in that precision, under the runtime.
    case precision(Precision, runtime: String)
    /// The operators on the device, of which others were.
    case operatorOnDevice(String)
    /// The device: what its family has stands for it.
    case device(String, standsFor: String)
    /// The device's whole family: what its kind has stands for it.
    case family(String, standsFor: String)
  }

  /// What was not measured.
  var cause: Cause
  /// The kinds of operators that it widens.
  var kinds: [OperatorClass]

  /// It as a sentence, without its full stop.
  var sentence: String {
    let names = kinds.map(\.plural).joined(separator: ", ")
    return switch cause {
    case .runtime(let id): "not measured under \(id), with a guessed interval: \(names)"
    case .precision(let precision, let id):
      "not measured in \(precision.rawValue) under \(id), with a guessed interval, half to double at "
        + "least: \(names)"
    case .operatorOnDevice(let id): "not measured on \(id): \(names)"
    case .device(let id, let other):
      "\(id) was not measured: it has the parameters of \(other)"
    case .family(let id, let other):
      "nothing of \(id)'s family was measured: it has the parameters of \(other)"
    }
  }

  /// All of them, those of one cause as one, in the order in which causes first come.
  static func joined(_ all: [Extrapolation]) -> [Extrapolation] {
    var joined: [Extrapolation] = []
    for one in all {
      if let place = joined.firstIndex(where: { $0.cause == one.cause }) {
        let known = joined[place].kinds
        joined[place].kinds += one.kinds.filter { !known.contains($0) }
      } else {
        joined.append(one)
      }
    }
    return joined
  }
}

extension OperatorClass {
  /// What operators of this kind are called.
  fileprivate var plural: String {
    switch self {
    case .product: "matrix products"
    case .convolution: "convolutions"
    case .elementwise: "functions of elements"
    case .rows: "normalisations and reductions"
    case .gather: "gathers"
    case .prefill: "attention over a prompt"
    case .decode: "attention over a cache"
    case .recurrence: "recurrent layers"
    case .movement: "copies"
    case .network: "whole networks"
    }
  }
}
