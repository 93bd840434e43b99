public import Devices
import ModelGraph

/// A catalogue as a page: the main figures of every device, kind by kind, with the documents that
/// they are from.
public struct DeviceLibraryReport: Report {
  /// The devices, in the order in which they are told.
  public let devices: [DeviceProfile]

  private let library: SourceList

  /// A report of `devices`.
  public init(_ devices: [DeviceProfile]) {
    self.devices = devices
    library = SourceList(devices)
  }

  /// The precisions of the page.
  private static let shown: [Precision] = [.fp64, .fp32, .fp16, .bf16, .fp8, .int8]

  /// For people.
  public var document: Document {
    let kinds = DeviceKind.allCases.filter { kind in devices.contains { $0.kind == kind } }
    let tables = kinds.flatMap { kind in
      [.heading(kind.rawValue), .table(table(of: devices.filter { $0.kind == kind }))]
        as [Document.Block]
    }
    let sources = library.documents.enumerated().map { index, document in
      Document.Fact("\(index + 1)", document.replacing(" | ", with: ", "))
    }
    return Document(
      [
        .heading("Devices"),
        .paragraph(
          "\(devices.count.counted("device")). Rates are dense, of the fastest unit that computes in the "
            + "precision itself, in operations a second; a multiply–accumulate is two. What is not "
            + "known is left out. The last column names the documents behind these figures, listed "
            + "below; the command ridgeline devices show ID tells the source of each one, what was "
            + "measured, and where sources disagree."),
      ] + tables + [.heading("Sources"), .facts(sources)])
  }

  private func table(of devices: [DeviceProfile]) -> Table {
    Table(
      columns: [.text("id"), .text("name"), .text("vendor"), .number("year")]
        + Self.shown.map { .number($0.rawValue) }
        + [.number("memory"), .number("bandwidth"), .number("power"), .text("sources")],
      rows: devices.map(row))
  }

  private func row(of device: DeviceProfile) -> [String] {
    let main = device.mainMemory
    return [device.id, device.name, device.vendor, device.year.map { "\($0)" } ?? "–"]
      + Self.shown.map { precision in
        device.highestRate(in: precision).map { Numbers.prefixed($0) } ?? "–"
      } + [
        main?.bytes.map { Numbers.bytes($0.value) } ?? "–",
        main?.bytesPerSecond.map { Numbers.prefixed($0.value, unit: "B/s") } ?? "–",
        device.power.map { Numbers.prefixed($0.watts.value, unit: "W") } ?? "–",
        library.numbers(of: device).map { "\($0)" }.joined(separator: ", "),
      ]
  }

  /// A row for each device, every precision a field.
  public var records: Records { DevicesReport(devices).records }

  /// The profiles as their files hold them.
  public var json: [DeviceProfile] { devices }
}

/// The documents behind the main figures of devices, each once, in alphabetical order.
private struct SourceList: Sendable {
  /// The documents.
  let documents: [String]

  init(_ devices: [DeviceProfile]) {
    documents = Set(devices.flatMap(Self.documents)).sorted()
  }

  /// The numbers of the documents behind a device's main figures, counted from 1.
  func numbers(of device: DeviceProfile) -> [Int] {
    let own = Self.documents(of: device)
    return documents.indices.filter { own.contains(documents[$0]) }.map { $0 + 1 }
  }

  private static func documents(of device: DeviceProfile) -> Set<String> {
    let main = device.mainMemory
    let figures =
      device.compute.map(\.flopsPerSecond)
      + [main?.bytes, main?.bytesPerSecond, device.power?.watts].compactMap { $0 }
    return Set(figures.flatMap { device.documents(of: $0) })
  }
}
