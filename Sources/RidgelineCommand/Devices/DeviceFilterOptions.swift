public import ArgumentParser
public import Devices
import Reports

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

  /// How much of each profile is read.
  enum Extent { case listing, whole }

  /// Devices, and which of them are the user's own.
  struct ChosenDevices {
    var devices: [DeviceProfile]
    var own: [String: OwnProfile]
  }

  /// The devices of the catalogue that pass, in order: whole, or as much of each as a listing shows.
  /// Profiles at fault are told on standard error.
  func devices(_ extent: Extent) throws -> ChosenDevices {
    let filter = DeviceFilter(
      kind: kind, vendor: vendor, memoryBytes: memory, bytesPerSecond: bandwidth, watts: watts,
      precision: precision)
    let catalogue = DeviceCatalogue.catalogue
    let (all, faults) = extent == .whole ? catalogue.profiles() : catalogue.listing()
    DeviceCatalogue.tell(faults)
    if let vendor, !all.contains(where: { $0.vendor.lowercased() == vendor.lowercased() }) {
      let known = Set(all.map(\.vendor)).sorted().joined(separator: ", ")
      throw CleanFailure("no device is of the vendor \(vendor); the vendors are \(known)")
    }
    let chosen = sort.sorted(all.filter(filter.accepts))
    let own = Dictionary(
      uniqueKeysWithValues: catalogue.entries.compactMap { entry in
        entry.path.map { (entry.id, OwnProfile(path: $0, isOverride: entry.isOverride)) }
      })
    return ChosenDevices(devices: chosen, own: own)
  }
}

extension DeviceKind: NamedChoice {}
extension DeviceOrder: NamedChoice {}

extension AmountRange: ExpressibleByArgument {
  /// The range that a user writes: `40GB..`.
  public init?(argument: String) {
    self.init(argument)
  }
}
