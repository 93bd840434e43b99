import Operators

/// The operators that tables name.
///
/// A name may have a prefix that tells the sort and a suffix that tells the place in a network
/// (`gemm:mlp_up_proj`, `elem:add`).
enum OperatorNames {
  /// What is read and reckoned for an element of the functions of elements, by name.
  struct Function {
    var inputs = 1
    var flops = 1
    var transcendentals = 0
  }

  /// The functions of elements; a name with a `u` behind it has a number for its second operand.
  static let functions: [String: Function] = [
    "add": Function(inputs: 2), "sub": Function(inputs: 2), "mul": Function(inputs: 2),
    "div": Function(inputs: 2), "pow": Function(inputs: 2, flops: 1, transcendentals: 2),
    "addu": Function(), "mulu": Function(), "divu": Function(),
    "powu": Function(flops: 1, transcendentals: 2), "relu": Function(),
    "leakyrelu": Function(flops: 2), "prelu": Function(flops: 2),
    "selu": Function(flops: 3, transcendentals: 1),
    "sigmoid": Function(flops: 2, transcendentals: 1),
    "softplus": Function(flops: 1, transcendentals: 2),
    "tanh": Function(flops: 0, transcendentals: 1), "gelu": Function(flops: 8, transcendentals: 1),
    "silu": Function(flops: 3, transcendentals: 1),
    "bce": Function(inputs: 2, flops: 4, transcendentals: 2),
  ]

  /// Whether a name is that of an operator, with its prefix and its suffix or without.
  static func contain(_ name: String) -> Bool {
    known.contains(name)
      || name.split(separator: ":", maxSplits: 1).contains { known.contains(String($0)) }
  }

  private static let known = Set(all)

  /// Every name, for an error that lists them.
  static let all =
    functions.keys.sorted() + [
      "argmax", "attention_decode", "attention_prefill", "attn_rope", "bmm", "concat", "conv1d",
      "conv2d", "emb", "gather", "gemm", "gemv", "input_layernorm", "layernorm", "linear", "ln",
      "matmul", "mlp_act", "post_attention_layernorm", "rmsnorm", "rnn_gru", "rnn_lstm",
      "rnn_vanilla", "scaleddotproductattention", "scatter", "scattermax", "scattersum", "softmax",
      "sort", "sum", "sumall",
    ]
}
