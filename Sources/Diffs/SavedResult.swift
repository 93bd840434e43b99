import FoundationEssentials

/// A saved result of `ridgeline estimate --format json`.
///
/// Only the keys that a diff needs are read; `docs/JSON.md` describes them all.
public enum SavedResult {
  /// The side that the text of a result is; nil where the text is none.
  ///
  /// - Throws: ``DiffError`` where it is one, but of another version, or damaged.
  public static func side(text: [UInt8], path: String) throws(DiffError) -> DiffSide? {
    guard looksLikeResult(text) else { return nil }
    let result: Estimate
    do {
      result = try JSONDecoder().decode(Estimate.self, from: Data(text))
    } catch {
      throw DiffError(
        "\(path): is no whole result of an estimate; write it anew with "
          + "`ridgeline estimate … --format json --output FILE`")
    }
    guard result.schemaVersion == Estimate.version else {
      throw DiffError(
        "\(path): is a result of version \(result.schemaVersion), and this program reads version "
          + "\(Estimate.version); write it anew")
    }
    return try result.side(path: path)
  }

  /// Whether a text is an object with the keys of a result: a profile or a configuration has others.
  private static func looksLikeResult(_ text: [UInt8]) -> Bool {
    let start = text.first { $0 > 0x20 }
    guard start == UInt8(ascii: "{") else { return false }
    return ["\"boundSeconds\"", "\"schemaVersion\"", "\"layers\""].allSatisfy { key in
      text.firstRange(of: Array(key.utf8)) != nil
    }
  }

  private struct Estimate: Decodable {
    static let version = 1

    struct Named: Decodable {
      let name: String
    }
    struct Device: Decodable {
      let id: String
    }
    struct Ceilings: Decodable {
      let requested: String
    }
    struct Totals: Decodable {
      let boundSeconds: Double
    }
    struct Layer: Decodable {
      let name: String
      let `operator`: String
      let boundSeconds: Double
      let bound: String
      let flops: Int
      let transcendentals: Int
      let weightBytes: Int
      let inputBytes: Int
      let outputBytes: Int
    }

    let schemaVersion: Int
    let model: Named
    let device: Device
    let batch: Int
    let precision: String?
    let ceilings: Ceilings
    let totals: Totals
    let layers: [Layer]
    let uncountedLayers: [Named]
    let limitations: [String]

    func side(path: String) throws(DiffError) -> DiffSide {
      var sides: [DiffSide.Layer] = []
      for layer in layers {
        let counts = [
          layer.flops, layer.transcendentals, layer.weightBytes, layer.inputBytes,
          layer.outputBytes,
        ]
        let (some, first) = layer.weightBytes.addingReportingOverflow(layer.inputBytes)
        let (bytes, second) = some.addingReportingOverflow(layer.outputBytes)
        guard counts.allSatisfy({ $0 >= 0 }), !first, !second, layer.boundSeconds >= 0 else {
          throw DiffError("\(path): the layer \(layer.name) has impossible counts; write it anew")
        }
        sides.append(
          DiffSide.Layer(
            name: layer.name, operatorName: layer.operator, seconds: layer.boundSeconds,
            bound: layer.bound, flops: layer.flops, transcendentals: layer.transcendentals,
            bytes: bytes))
      }
      guard totals.boundSeconds >= 0 else {
        throw DiffError("\(path): its time is below zero; write it anew")
      }
      return DiffSide(
        model: model.name, device: device.id, batch: batch, precision: precision,
        ceilings: ceilings.requested, seconds: totals.boundSeconds, layers: sides,
        isPartial: !uncountedLayers.isEmpty || !limitations.isEmpty)
    }
  }
}

/// Why two things cannot be held against each other, in one line.
public struct DiffError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What, where, and what to do.
  public let description: String

  /// A failure.
  public init(_ description: String) {
    self.description = description
  }
}
