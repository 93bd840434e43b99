import Devices
import FoundationEssentials
import Operators
public import Reports
import Roofline

/// A report as one HTML file, which fetches nothing and runs nothing but its own script.
///
/// Its numbers are embedded as JSON, which its script shows; the text of a model is only ever text in
/// it. Its Content-Security-Policy names the hashes of its script and its style, and allows nothing
/// else. The same report always gives the same text.
public struct ReportPage: Sendable {
  private let variants: [PageVariant]
  private let failed: [FailedDevice]
  private let measured: [MeasuredMark]
  private let command: String

  /// A page that begins with the first estimate of the first variant.
  ///
  /// - Parameters:
  ///   - variants: the choices, the user's own first. Those whose layers are not the same as those of
  ///     the first of the same network are left out: a page switches numbers, not layers.
  ///   - failed: the devices that cannot run the network.
  ///   - measured: points for the chart.
  ///   - command: what the user typed to make the page.
  public init(
    _ variants: [PageVariant], failed: [FailedDevice] = [], measured: [MeasuredMark] = [],
    command: String
  ) {
    var first: [Int: [String]] = [:]
    self.variants = variants.filter { variant in
      let names = variant.work.layers.map(\.name)
      let known = first[variant.model] ?? names
      first[variant.model] = known
      return known == names && !variant.estimates.isEmpty
    }
    self.failed = failed
    self.measured = measured.filter(\.isDrawable)
    self.command = command
  }

  /// The whole file; nil where no variant has an estimate.
  ///
  /// - Throws: what the encoder throws for a value that JSON has no way to write.
  public func text() throws -> String? {
    guard let estimate = variants.first?.estimates.first else { return nil }
    let data = PageData(variants, failed: failed, measured: measured)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(data), as: UTF8.self)
    let title = TextMetrics.shortened(
      "\(estimate.model.name) on \(estimate.device.name)", to: 1000, size: 12)
    return PageTemplate.page(
      title: Markup.text(title), command: Markup.text(command), data: Self.inert(json))
  }

  /// JSON in which nothing can end the element around it, or begin another: `<`, `>` and `&` stand
  /// only in its strings, where an escape means the same.
  private static func inert(_ json: String) -> String {
    var safe = ""
    safe.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": safe += "\\u003c"
      case ">": safe += "\\u003e"
      case "&": safe += "\\u0026"
      case "\u{2028}": safe += "\\u2028"
      case "\u{2029}": safe += "\\u2029"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
