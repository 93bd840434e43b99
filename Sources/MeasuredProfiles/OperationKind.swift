/// What sort of operation a runtime's name stands for, as far as two runtimes agree on it.
enum OperationKind {
  /// One word for what several names mean: `conv` for `Conv`, `aten::conv2d` and `FusedConv`.
  static func kind(of name: String) -> String {
    var text = name
    if let colons = text.lastIndex(of: ":") { text = String(text[text.index(after: colons)...]) }
    if let dot = text.lastIndex(of: ".") { text = String(text[text.index(after: dot)...]) }
    text = text.lowercased().filter { $0 != "_" }
    for (prefix, kind) in prefixes where text.hasPrefix(prefix) { return kind }
    return synonyms[text] ?? text
  }

  private static let prefixes: [(String, String)] = [
    ("nhwcconv", "conv"), ("fusedconv", "conv"), ("qlinearconv", "conv"), ("deconv", "conv"),
    ("conv", "conv"), ("fusedgemm", "product"), ("fusedmatmul", "product"),
    ("batchnorm", "batchnorm"), ("layernorm", "layernorm"), ("skiplayernorm", "layernorm"),
    ("nativelayernorm", "layernorm"), ("maxpool", "maxpool"), ("globalaveragepool", "meanpool"),
    ("averagepool", "meanpool"), ("adaptiveavgpool", "meanpool"), ("avgpool", "meanpool"),
    ("scaleddotproduct", "attention"), ("multiheadattention", "attention"),
    ("upsample", "resize"),
  ]

  private static let synonyms: [String: String] = {
    let groups: [String: [String]] = [
      "product": ["gemm", "matmul", "linear", "addmm", "mm", "bmm", "baddbmm", "innerproduct"],
      "reshape": ["view", "reshape", "flatten", "unsqueeze", "squeeze", "expanddims"],
      "transpose": ["permute", "transpose", "t"],
      "concat": ["cat", "concat"],
      "clip": ["clamp", "hardtanh", "relu6", "clip"],
      "gather": ["embedding", "embed", "indexselect", "gather"],
      "attention": ["sdpa", "attention"],
      "swish": ["silu", "swish", "quickgelu"],
      "gelu": ["gelu", "fastgelu", "biasgelu"],
      "mean": ["mean", "reducemean"],
      "add": ["add", "sum", "addition"],
      "resize": ["resize", "interp"],
    ]
    var table: [String: String] = [:]
    for (kind, names) in groups {
      for name in names { table[name] = kind }
    }
    return table
  }()
}
