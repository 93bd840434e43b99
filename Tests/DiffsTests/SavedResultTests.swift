import Diffs
import Testing

@Suite("A saved result")
struct SavedResultTests {
  private static let text = """
    {
      "schemaVersion" : 1, "model" : { "name" : "m" }, "device" : { "id" : "d" }, "batch" : 2,
      "precision" : null, "ceilings" : { "requested" : "datasheet" },
      "totals" : { "boundSeconds" : 3e-6 }, "uncountedLayers" : [ ], "limitations" : [ ],
      "layers" : [
        { "name" : "a", "operator" : "Conv", "boundSeconds" : 3e-6, "bound" : "memory: HBM",
          "flops" : 5, "transcendentals" : 1, "weightBytes" : 1, "inputBytes" : 2,
          "outputBytes" : 4, "somethingNew" : true } ]
    }
    """

  private static func side(_ text: String) throws(DiffError) -> DiffSide? {
    try SavedResult.side(text: Array(text.utf8), path: "f.json")
  }

  @Test("is a side of a diff")
  func side() throws {
    let side = try #require(try Self.side(Self.text))
    #expect(side.model == "m" && side.device == "d" && side.batch == 2 && side.precision == nil)
    #expect(side.seconds == 3e-6 && !side.isPartial)
    let layer = DiffSide.Layer(
      name: "a", operatorName: "Conv", seconds: 3e-6, bound: "memory: HBM", flops: 5,
      transcendentals: 1, bytes: 7)
    #expect(side.layers == [layer])
  }

  @Test(
    "is none where it is something else",
    arguments: ["", "[]", "{ id: 'a' }", "[net]\nwidth=3", "{\"layers\": 3}", "\u{0}\u{1}{"])
  func somethingElse(text: String) throws {
    #expect(try Self.side(text) == nil)
  }

  @Test(
    "that is damaged, of another version or impossible is one clear line",
    arguments: [
      ("\"batch\" : 2,", "", "is no whole result"),
      ("\"schemaVersion\" : 1", "\"schemaVersion\" : 2", "is a result of version 2"),
      ("\"flops\" : 5", "\"flops\" : -5", "impossible counts"),
      ("\"flops\" : 5", "\"flops\" : 1e40", "is no whole result"),
      ("\"outputBytes\" : 4", "\"outputBytes\" : 9223372036854775807", "impossible counts"),
      ("\"boundSeconds\" : 3e-6 },", "\"boundSeconds\" : -1 },", "below zero"),
      ("]\n}", "", "is no whole result"),
    ])
  func damaged(old: String, new: String, message: String) {
    let text = Self.text.replacing(old, with: new)
    #expect(text != Self.text)
    let error = #expect(throws: DiffError.self) { try Self.side(text) }
    #expect(error?.description.contains(message) == true)
    #expect(error?.description.contains("\n") == false)
  }
}
