public import Devices

/// A profile of the user's own in a listing.
public struct OwnProfile: Sendable, Hashable {
  /// Its file.
  public var path: String
  /// Whether it stands in the place of a shipped one.
  public var isOverride: Bool

  /// A profile in a file.
  public init(path: String, isOverride: Bool) {
    self.path = path
    self.isOverride = isOverride
  }
}

/// The devices of a catalogue with their main figures.
public struct DevicesReport: Report {
  /// The devices, in the order in which they are told.
  public let devices: [DeviceProfile]

  /// Which of them are the user's own, by ID.
  public let own: [String: OwnProfile]

  /// A report of `devices`.
  public init(_ devices: [DeviceProfile], own: [String: OwnProfile] = [:]) {
    self.devices = devices
    self.own = own
  }

  /// For people.
  public var document: Document {
    let shown: [Precision] = [.fp32, .fp16, .bf16, .int8]
    return Document(
      [
        .table(
          Table(
            columns: [.text("id"), .text("name"), .text("kind"), .number("year")]
              + shown.map { .number($0.rawValue) } + [.number("memory"), .number("bandwidth")],
            rows: devices.map { row(of: $0, shown: shown) })),
        .paragraph(
          "Rates are dense, of the fastest unit, in operations a second. "
            + "`ridgeline devices show ID` tells the sources."),
      ] + remarks)
  }

  /// The most profiles of the user's own that are told one by one.
  private static let mostTold = 20

  private var remarks: [Document.Block] {
    let shown = devices.compactMap { device in own[device.id].map { (id: device.id, own: $0) } }
    let lines = shown.prefix(Self.mostTold).map { entry in
      "\(entry.id) is your own: \(entry.own.path)"
        + (entry.own.isOverride ? ", in the place of the one that comes with the program." : ".")
    }
    let rest = shown.count - lines.count
    return lines.map { .paragraph($0) }
      + (rest > 0 ? [.paragraph("\(rest) more are your own.")] : [])
  }

  private func row(of device: DeviceProfile, shown: [Precision]) -> [String] {
    let main = device.mainMemory
    return [device.id, device.name, device.kind.rawValue, device.year.map { "\($0)" } ?? "–"]
      + shown.map { precision in
        device.highestRate(in: precision).map { Numbers.prefixed($0) } ?? "–"
      } + [
        main?.bytes.map { Numbers.bytes($0.value) } ?? "–",
        main?.bytesPerSecond.map { Numbers.prefixed($0.value, unit: "B/s") } ?? "–",
      ]
  }

  /// A row for each device, every precision a field.
  public var records: Records {
    let precisions = Precision.allCases
    return Records(
      fields: ["id", "name", "vendor", "kind", "year"]
        + precisions.map { "\($0.rawValue)FlopsPerSecond" } + [
          "memoryBytes", "bytesPerSecond", "ownProfile",
        ],
      rows: devices.map { device in
        let main = device.mainMemory
        let rates = precisions.map { precision in
          device.highestRate(in: precision).map { "\($0)" } ?? ""
        }
        return [
          device.id, device.name, device.vendor, device.kind.rawValue,
          device.year.map { "\($0)" } ?? "",
        ] + rates + [
          main?.bytes.map { "\($0.value)" } ?? "",
          main?.bytesPerSecond.map { "\($0.value)" } ?? "", own[device.id]?.path ?? "",
        ]
      })
  }

  /// The profiles as their files hold them.
  public var json: [DeviceProfile] { devices }
}
