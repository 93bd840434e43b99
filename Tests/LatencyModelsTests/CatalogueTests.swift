import Devices
import Foundation
import LatencyModels
import Testing

@Suite("Files of parameters")
struct LatencyCatalogueTests {
  @Test("a device has at most 12 parameters and a runtime at most 20, each in its place")
  func few() {
    #expect(DeviceParameter.allCases.count <= 12)
    #expect(RuntimeParameter.allCases.count <= 20)
    #expect(DeviceParameter.allCases.map(\.place) == Array(0..<DeviceParameter.allCases.count))
    #expect(RuntimeParameter.allCases.map(\.place) == Array(0..<RuntimeParameter.allCases.count))
  }

  @Test("every shipped device, family and runtime has all its parameters")
  func complete() throws {
    let catalogue = LatencyCatalogue.shipped
    #expect(!catalogue.runtimeNames.isEmpty)
    for name in catalogue.runtimeNames {
      #expect(try catalogue.runtime(name).values.missing.isEmpty, "\(name)")
    }
    for id in catalogue.deviceNames {
      let parameters = try #require(try catalogue.device(id))
      #expect(parameters.id == id)
      if let base = parameters.basedOn { #expect(try catalogue.device(base) != nil, "\(base)") }
      for device in parameters.devices {
        #expect(throws: Never.self) { try Catalogue.shipped.profile(id: device) }
      }
    }
    for id in Catalogue.shipped.ids {
      let device = try Catalogue.shipped.profile(id: id)
      guard [.gpu, .cpu].contains(device.kind) else { continue }
      #expect(try catalogue.parameters(of: device).values.missing.isEmpty, "\(id)")
      #expect(try catalogue.parameters(of: device).runtime != nil, "\(id)")
    }
  }

  /// The text of a file of parameters, as it stands in the checkout.
  private static func text(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return try String(
      contentsOf: folder.appending(path: "../../LatencyParameters/\(name).json5"), encoding: .utf8)
  }

  @Test("what is shipped is what the files say, which stand the checks that one's own have to")
  func checked() throws {
    let catalogue = LatencyCatalogue.shipped
    for id in catalogue.deviceNames {
      let file = "devices/\(id)"
      #expect(
        try DeviceParameters(json5: Self.text(file), file: file) == catalogue.device(id), "\(id)")
    }
    for id in catalogue.runtimeNames {
      let file = "runtimes/\(id)"
      let own = try Runtime(json5: Self.text(file), file: file)
      // With its base, a runtime has more than its file.
      if own.basedOn == nil { #expect(try own == catalogue.runtime(id), "\(id)") }
    }
  }

  @Test("a device without measurements has the parameters of its family")
  func inheritance() throws {
    let family = try DeviceParameters(
      json5: """
        { schemaVersion: 1, id: "family", summary: "s", basedOn: "gpu", devices: ["round"],
          parameters: { memoryShare: { value: 0.5, source: "s" } } }
        """, file: "family")
    let root = try DeviceParameters(
      json5: """
        { schemaVersion: 1, id: "gpu", summary: "s", kind: "gpu", runtime: "r",
          parameters: { memoryShare: { value: 0.9, source: "s" },
            vectorShare: { value: 0.8, source: "s" } } }
        """, file: "gpu")
    let known = try LatencyCatalogue(devices: [family, root], runtimes: [])
      .parameters(of: RoundDevice.profile())
    #expect(known.knowledge == .family && known.chain == ["family", "gpu"])
    #expect(known.values[.memoryShare] == 0.5 && known.values[.vectorShare] == 0.8)
    #expect(known.runtime == "r")
  }

  @Test(
    "a file at fault is told in one line with its place",
    arguments: [
      ("{ schemaVersion: 2 }", "schemaVersion"),
      (
        #"{ schemaVersion: 1, id: "r", summary: "s", parameters: { memoryShar: 1 } }"#, "parameters"
      ),
      (
        #"{ schemaVersion: 1, id: "r", summary: "s", parameters: { productShare: { value: 9, source: "s" } } }"#,
        "outside"
      ),
      (#"{ schemaVersion: 1, id: "r", summary: "s", tiles: 3, parameters: {} }"#, "tiles"),
      ("{", "r.json5"),
    ])
  func faults(text: String, part: String) {
    let error = #expect(throws: LatencyError.self) { try Runtime(json5: text, file: "r.json5") }
    #expect(error?.description.contains(part) == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test("an unknown runtime suggests the nearest")
  func unknownRuntime() throws {
    let catalogue = LatencyCatalogue(
      devices: [], runtimes: [Runtime(id: "pytorch-eager", values: ParameterValues())])
    let error = #expect(throws: LatencyError.self) { try catalogue.runtime("pytorch-eage") }
    #expect(error?.remedy == "did you mean pytorch-eager?")
  }

  @Test("a runtime does not run where it cannot")
  func wrongKind() throws {
    var runtime = RoundDevice.runtime()
    runtime.kinds = [.cpu]
    #expect(throws: LatencyError.self) {
      try LatencyModel(
        device: RoundDevice.profile(), runtime: runtime, parameters: RoundDevice.parameters())
    }
  }
}
