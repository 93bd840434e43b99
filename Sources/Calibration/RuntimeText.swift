import Devices
public import LatencyModels

/// A runtime as the text of a file that `--runtime` reads.
public enum RuntimeText {
  /// The JSON5 of `runtime`; numbers have six digits, and the same runtime gives the same text.
  public static func text(of runtime: Runtime) -> String {
    var lines = ["// Written by ridgeline calibrate.", "{", "  schemaVersion: 1,"]
    lines.append("  id: \(quoted(runtime.id)),")
    lines.append("  summary: \(quoted(runtime.summary)),")
    if let base = runtime.basedOn { lines.append("  basedOn: \(quoted(base)),") }
    lines.append("  parameters: {")
    for parameter in runtime.values.given {
      guard let value = runtime.values[parameter] else { continue }
      let source = runtime.sources[parameter] ?? "calibrated"
      lines.append("    \(figure(parameter.rawValue, value, source))")
    }
    lines.append("  },")
    lines.append("  intervals: {")
    for (kind, interval) in runtime.intervals.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      lines.append(
        "    \(kind.rawValue): { low: \(number(interval.low)), high: \(number(interval.high)), "
          + "rows: \(interval.rows), precisions: [\(precisions(interval))] },")
    }
    lines.append("  },")
    lines.append("  devices: {")
    for (device, values) in runtime.devices.sorted(by: { $0.key < $1.key }) {
      lines.append("    \(quoted(device)): {")
      for parameter in values.given {
        guard let value = values[parameter] else { continue }
        lines.append("      \(figure(parameter.rawValue, value, "calibrated on \(device)"))")
      }
      lines.append("    },")
    }
    lines.append("  },")
    lines += rates(of: runtime) + ["}", ""]
    return lines.joined(separator: "\n")
  }

  private static func rates(of runtime: Runtime) -> [String] {
    guard !runtime.networkRates.isEmpty else { return [] }
    var lines = ["  networkRates: {"]
    for (device, rates) in runtime.networkRates.sorted(by: { $0.key < $1.key }) {
      lines.append("    \(quoted(device)): {")
      for parameter in NetworkParameter.allCases {
        let value = rates.values[parameter] ?? 0
        lines.append("      \(figure(parameter.rawValue, value, "calibrated on \(device)"))")
      }
      lines.append("    },")
    }
    return lines + ["  },"]
  }

  private static func precisions(_ interval: Interval) -> String {
    Precision.allCases.filter(interval.precisions.contains).map { quoted($0.rawValue) }
      .joined(separator: ", ")
  }

  private static func figure(_ name: String, _ value: Double, _ source: String) -> String {
    "\(name): { value: \(number(value)), source: \(quoted(source)) },"
  }

  /// Six significant digits.
  private static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "0" }
    var scale = 1.0
    var size = value.magnitude
    while size >= 1e6 { (size, scale) = (size / 10, scale / 10) }
    while size < 1e5 { (size, scale) = (size * 10, scale * 10) }
    return "\((value * scale).rounded() / scale)"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      scalar == "\"" || scalar == "\\"
        ? "\\\(scalar)" : scalar.value < 0x20 ? " " : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }
}
