/// A kind of figure, with the range that a real device's can lie in.
///
/// The ranges are guesses, wide by intent: from a microcontroller without a multiplier to a pod of
/// thousands of chips. What they catch is a figure in the wrong unit, above all one in tera or giga.
struct Quantity {
  /// The unit, as messages print it.
  let unit: String
  /// The smallest and largest believable figure.
  let believable: ClosedRange<Double>
  /// Whether only whole numbers make sense.
  var isWhole = false

  static let flopsPerSecond = Quantity(unit: "FLOP/s", believable: 1e4...1e22)
  static let bytesPerSecond = Quantity(unit: "B/s", believable: 1e4...1e20)
  static let bytes = Quantity(unit: "bytes", believable: 16...1e18, isWhole: true)
  static let seconds = Quantity(unit: "s", believable: 1e-12...10)
  static let hertz = Quantity(unit: "Hz", believable: 1e3...1e12)
  static let watts = Quantity(unit: "W", believable: 1e-6...1e9)
  static let count = Quantity(unit: "units", believable: 1...1e9, isWhole: true)
  static let operations = Quantity(unit: "operations", believable: 0.01...1e12)
  /// A measured figure of any unit.
  static let measured = Quantity(unit: "", believable: 1e-15...1e24)

  /// What is wrong with a figure and how to put it right; nil where it is believable.
  func fault(of value: Double) -> (what: String, remedy: String)? {
    guard value.isFinite else { return ("not a finite number", "give the figure, or leave it out") }
    // Only where there is a fault: writing the numbers of a profile takes longer than reading them.
    var text: String { [value.engineering, unit].filter { !$0.isEmpty }.joined(separator: " ") }
    guard value > 0 else {
      return ("\(text) is not above zero", "what is not known is left out, never zero")
    }
    guard believable.contains(value) else {
      let range = "\(believable.lowerBound.engineering) to \(believable.upperBound.engineering)"
      return (
        "\(text) is out of any device's range (\(range))",
        "give it without a prefix: 989.4 tera is 989.4e12"
      )
    }
    guard !isWhole || value == value.rounded() else {
      return ("\(text) is not a whole number", "round it")
    }
    return nil
  }
}
