extension Catalogue {
  /// What a listing shows of every device, in the order of ``entries``: names, rates, the main memory
  /// and the power; nothing else is read. A profile that is at fault is in `faults` instead.
  public func listing() -> (devices: [DeviceProfile], faults: [DeviceError]) {
    var devices: [DeviceProfile] = []
    var faults = faults
    devices.reserveCapacity(entries.count)
    for entry in entries {
      do throws(DeviceError) {
        devices.append(try listed(entry))
      } catch {
        faults.append(error)
      }
    }
    return (devices, faults)
  }

  /// Every profile read whole; one that is at fault is in `faults` instead.
  public func profiles() -> (devices: [DeviceProfile], faults: [DeviceError]) {
    var devices: [DeviceProfile] = []
    var faults = faults
    for entry in entries {
      do throws(DeviceError) {
        devices.append(try profile(of: entry))
      } catch {
        faults.append(error)
      }
    }
    return (devices, faults)
  }

  private func listed(_ entry: Entry) throws(DeviceError) -> DeviceProfile {
    if let known = entry.listing { return known }
    var text = try entry.profileText()
    do {
      let members = try text.withUTF8 { try ListingScan.members(of: $0) }
      if let whole = DeviceProfile(listing: members) { return whole }
      let resolution = BaseResolution(catalogue: self, isListing: true)
      let found = try resolution.resolved(.object(members))?.tree.members
      return try found.flatMap(DeviceProfile.init(listing:)) ?? profile(of: entry)
    } catch {
      throw DeviceError(decoding: error).inFile(entry.path ?? entry.id)
    }
  }
}
