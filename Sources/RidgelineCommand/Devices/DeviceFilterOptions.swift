public import ArgumentParser
public import Devices

/// Which devices, and in which order.
struct DeviceFilterOptions: ParsableArguments {
  @Option(help: "Only devices of this kind.")
  var kind: DeviceKind?

  @Option(help: ArgumentHelp("Only devices of this vendor.", valueName: "name"))
  var vendor: String?

  @Option(
    help: ArgumentHelp(
      "Only devices whose main memory has this capacity: 40GB.., ..24GB, 16GB..32GB, 80GB.",
      valueName: "range"))
  var memory: AmountRange?

  @Option(
    help: ArgumentHelp(
      "Only devices whose main memory has this bandwidth: 1TB/s...", valueName: "range"))
  var bandwidth: AmountRange?

  @Option(help: ArgumentHelp("Only devices of this power: ..75W.", valueName: "range"))
  var watts: AmountRange?

  @Option(help: "Only devices with a rate for this precision.")
  var precision: Precision?

  @Option(help: "Sort: names from A on, figures from the largest on.")
  var sort: DeviceOrder = .id

  /// The devices of the catalogue that pass, in order.
  func devices() throws -> [DeviceProfile] {
    let filter = DeviceFilter(
      kind: kind, vendor: vendor, memoryBytes: memory, bytesPerSecond: bandwidth, watts: watts,
      precision: precision)
    let all = try Catalogue.shipped.ids.map { try Catalogue.shipped.profile(id: $0) }
    if let vendor, !all.contains(where: { $0.vendor.lowercased() == vendor.lowercased() }) {
      let known = Set(all.map(\.vendor)).sorted().joined(separator: ", ")
      throw CleanFailure("no device is of the vendor \(vendor); the vendors are \(known)")
    }
    return sort.sorted(all.filter(filter.accepts))
  }
}

extension DeviceKind: ExpressibleByArgument {}
extension DeviceOrder: ExpressibleByArgument {}

extension AmountRange: ExpressibleByArgument {
  /// The range that a user writes: `40GB..`.
  public init?(argument: String) {
    self.init(argument)
  }
}
