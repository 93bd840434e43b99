import Glibc

/// One line on standard error that says what goes on; nothing where that is no terminal.
struct ProgressBar {
  private let isShown = isatty(STDERR_FILENO) == 1

  /// Shows how far it is, a share of the whole, and what is being done.
  func show(_ done: Double, _ label: String) {
    guard isShown else { return }
    let width = 20
    let full = Int(min(max(done, 0), 1) * Double(width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    _ = StandardOutput.write("\r\(bar) \(label.prefix(55))\u{1B}[K", to: STDERR_FILENO)
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    _ = StandardOutput.write("\r\u{1B}[K", to: STDERR_FILENO)
  }
}
