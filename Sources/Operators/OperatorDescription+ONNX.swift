import ModelGraph

extension OperatorDescription {
  /// The description of an operator of ONNX's default domain, whose newest version is `version`.
  static func onnx(
    _ type: String, _ version: Int, macs: String = "", otherFlops: String = "",
    transcendentals: String = "", bytes: String = "", paper: String? = nil
  ) -> OperatorDescription {
    let specification = "ONNX operator specification, \(type)-\(version)"
    return OperatorDescription(
      OperatorName(type), macs: macs, otherFlops: otherFlops, transcendentals: transcendentals,
      bytes: bytes, source: paper.map { "\(specification); \($0)" } ?? specification)
  }
}
