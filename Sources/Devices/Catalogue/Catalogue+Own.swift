import Glibc

extension Catalogue {
  /// Up to so many profiles of one's own are read whole to see whether they are right; of more, only
  /// what a listing shows is read.
  private static let mostReadWhole = 256

  /// The shipped devices with those of a folder of one's own: each `*.json5` and `*.json` in it. A
  /// profile there takes the place of the shipped one of its ID. A file at fault is in ``faults`` and
  /// hides nothing else; a folder that is not there holds nothing.
  public static func shipped(withFolder folder: String) -> Catalogue {
    let files = profileFiles(in: folder)
    guard !files.isEmpty else { return shipped }
    var entries: [String: Entry] = [:]
    for entry in shipped.entries { entries[entry.id] = entry }
    var faults: [DeviceError] = []
    for file in files {
      do throws(DeviceError) {
        var entry = try Entry(path: "\(folder)/\(file)")
        if let other = entries[entry.id] {
          if let path = other.path { throw duplicate(entry, of: path) }
          entry.isOverride = true
        }
        entries[entry.id] = entry
      } catch {
        faults.append(error)
      }
    }
    let all = Catalogue(entries: Array(entries.values), faults: faults)
    return files.count <= mostReadWhole ? all.withoutFaulty : all
  }

  /// Without the profiles of one's own that are at fault; they are in ``faults``, and the shipped one
  /// of the same ID does not come back, for it is not what the user wants.
  private var withoutFaulty: Catalogue {
    var kept: [Entry] = []
    var faults = faults
    for entry in entries {
      guard entry.path != nil else {
        kept.append(entry)
        continue
      }
      do throws(DeviceError) {
        _ = try profile(of: entry)
        kept.append(entry)
      } catch {
        faults.append(error)
      }
    }
    return Catalogue(entries: kept, faults: faults)
  }

  private static func duplicate(_ entry: Entry, of path: String) -> DeviceError {
    DeviceError(
      .duplicate, "the ID \(entry.id.quoted) is that of \(path) too", file: entry.path ?? "",
      keyPath: "id", remedy: "give each device an ID of its own")
  }

  /// The names of the profiles in a folder, sorted.
  private static func profileFiles(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let item = readdir(directory) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix("."), name.hasSuffix(".json5") || name.hasSuffix(".json") {
        names.append(name)
      }
    }
    return names.sorted()
  }
}

extension Catalogue.Entry {
  /// The entry of a profile's file, of which only what a listing shows is read.
  init(path: String) throws(DeviceError) {
    let bytes = try ProfileFile.bytes(path: path)
    guard bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) != nil else {
      throw ProfileFile.notText(path)
    }
    let members: [String: ProfileTree]
    do {
      members = try bytes.withUnsafeBufferPointer { try ListingScan.members(of: $0) }
    } catch {
      throw DeviceError(decoding: error).inFile(path)
    }
    let tree = ProfileTree.object(members)
    guard let id = tree.text("id") else {
      throw DeviceError(
        .missingKey, "missing key \"id\"", file: path,
        remedy: "add it; the keys are described in docs/Device-profiles.md")
    }
    let listing = DeviceProfile(listing: members)
    self.init(
      id: id, name: tree.text("name") ?? id, vendor: tree.text("vendor") ?? "",
      kind: tree.text("kind") ?? "", year: listing?.year, aliases: listing?.aliases ?? [],
      text: nil, path: path)
    self.listing = listing
  }
}
