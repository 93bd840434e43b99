import Reports

/// The labels that the curves of a sweep want: the size at their beginning, their name with the size at
/// their end, and the knees.
struct SweepLabels {
  let figure: SweepFigure
  let point: (SweepCurve.Mark) -> Point

  /// As many curves as may require a place for their labels; with more, those without room go.
  private static let few = 6

  private var isOptional: Bool { figure.curves.count > Self.few }

  /// The labels, the most important first.
  var all: [Label] {
    figure.curves.flatMap(knees) + figure.curves.compactMap(end) + figure.curves.compactMap(begin)
  }

  private func knees(of curve: SweepCurve) -> [Label] {
    [(curve.computeBound, "compute-bound"), (curve.memoryFull, "memory full")].compactMap {
      knee, words in
      guard let knee, let size = knee.mark.size else { return nil }
      return label(
        "\(words) from \(knee.isExact ? "" : "≤ ")\(figure.axis) \(size)", 10.5, "knee-label",
        at: knee.mark, isOptional: isOptional)
    }
  }

  /// A curve's name, as far as it is not the name of all, and the last size.
  private func end(of curve: SweepCurve) -> Label? {
    guard let last = curve.points.last else { return nil }
    let parts = [figure.name(of: curve), last.size.map { "\(figure.axis) \($0)" } ?? ""]
    return label(
      parts.filter { !$0.isEmpty }.joined(separator: ", "), 10.5, "curve-label", at: last,
      isOptional: isOptional)
  }

  /// The first size, where the curve has several.
  private func begin(of curve: SweepCurve) -> Label? {
    guard curve.points.count > 1, let first = curve.points.first, let size = first.size else {
      return nil
    }
    return label("\(figure.axis) \(size)", 10, "size-label", at: first, isOptional: true)
  }

  private func label(
    _ text: String, _ size: Double, _ role: String, at mark: SweepCurve.Mark, isOptional: Bool
  ) -> Label {
    let place = point(mark)
    return Label(
      text: TextMetrics.shortened(text, to: 220, size: size), size: size, role: role,
      isOptional: isOptional, target: place,
      candidates: RoofDrawing.around(
        place, distances: isOptional ? [9, 16, 26] : [10, 18, 30, 46, 66, 92]))
  }
}

extension SweepFigure {
  /// What tells a curve from the others: the device, the precision and what else is fixed, as far as
  /// there are several.
  func name(of curve: SweepCurve) -> String {
    let parts = [
      devices.count > 1 ? devices[curve.device] : "",
      precisions.count > 1 ? precisions[curve.precision] : "", curve.fixed,
    ].filter { !$0.isEmpty }
    return parts.joined(separator: ", ")
  }
}
