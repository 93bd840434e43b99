extension Int {
  /// So many of what `noun` names, as people write it: `1 layer`, `3 layers`.
  package func counted(_ noun: String) -> String {
    self == 1 ? "1 \(noun)" : "\(self) \(noun)s"
  }
}
