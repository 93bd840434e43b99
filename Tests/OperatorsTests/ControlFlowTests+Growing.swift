import ModelGraph
import Operators
import Testing

extension ControlFlowTests {
  /// A state of 2x3 that a product with 3x3 goes over, and that each trip makes two rows longer.
  private static func growing(trips: Int) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let limit = builder.stored("m", [], .int64, contents: .integers([trips]), isParameter: false)
    let weights = builder.stored("w", [3, 3])
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = subgraph(&builder, inputs: inner) { builder in
      let next = builder.layer("MatMul", [inner[2], weights], name: "step")
      return [
        inner[1], builder.layer("Concat", [next, input], ["axis": .integer(0)], name: "grow"),
      ]
    }
    let end = builder.layer("Loop", [limit, nil, input], name: "loop")
    builder.graph.layers[0].subgraphs = ["body": body]
    builder.graph.outputs = [builder.layer("Relu", [end], name: "last")]
    return builder.graph
  }

  @Test("a state that grows is followed through long loops too", arguments: [3, 100])
  func longGrowth(trips: Int) throws {
    let work = try ModelWork.counting(Self.growing(trips: trips))
    // 2, 4, 6 … rows of 3x3.
    let step = try #require(work.layers.first { $0.name == "step" })
    #expect(step.work.macs == 9 * trips * (trips + 1))
    #expect(step.runs == trips)
    #expect(work.layers.last?.outputShapes == [[2 * (trips + 1), 3]])
    #expect(work.boundedLayers.isEmpty)
    // The last trip's product and its joined result stand beside x and the state: of 2, 2n, 2n and
    // 2n + 2 rows of 12 bytes.
    #expect(work.peakActivationBytes >= 12 * (2 + 2 * trips + 2 * trips + 2))
  }

  @Test("a growing loop of too many trips is not counted as if it did not grow")
  func endlessGrowth() throws {
    let work = try ModelWork.counting(Self.growing(trips: 1 << 30))
    #expect(work.uncounted.first?.reason.contains("too many to be walked one by one") == true)
    #expect(work.totals.macs == 0)
  }

  @Test("tensors that a loop appends to a sequence are all there in the end", arguments: [5, 100])
  func growingSequence(trips: Int) throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let limit = builder.stored("m", [], .int64, contents: .integers([trips]), isParameter: false)
    let empty = builder.layer("SequenceEmpty", [])
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = Self.subgraph(&builder, inputs: inner) { builder in
      [inner[1], builder.layer("SequenceInsert", [inner[2], input], name: "append")]
    }
    let list = builder.layer("Loop", [limit, nil, empty], name: "loop")
    builder.graph.layers[1].subgraphs = ["body": body]
    builder.graph.outputs = [
      builder.layer("ConcatFromSequence", [list], ["axis": .integer(0)], name: "joined")
    ]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.last?.outputShapes == [[2 * trips, 3]])
  }

  @Test(
    "a sequence that would grow without end takes no time without end", arguments: [nil, 1 << 30])
  func endlessSequence(limit: Int?) throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let most = limit.map {
      builder.stored("m", [], .int64, contents: .integers([$0]), isParameter: false)
    }
    let empty = builder.layer("SequenceEmpty", [])
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = Self.subgraph(&builder, inputs: inner) { builder in
      [inner[1], builder.layer("SequenceInsert", [inner[2], input], name: "append")]
    }
    let list = builder.layer("Loop", [most, nil, empty], name: "loop")
    builder.graph.layers[1].subgraphs = ["body": body]
    builder.graph.outputs = [builder.layer("SequenceLength", [list])]
    let reason = try ModelWork.counting(builder.graph).uncounted.first?.reason
    #expect(reason?.contains(limit == nil ? "--trip-count" : "too many to be walked") == true)
  }

  /// A loop that counts up to `last`, with a product of 2x3 and 3x3 on each trip.
  private static func counting(to last: Int, limit: Int?) -> Graph {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let most = limit.map {
      builder.stored("m", [], .int64, contents: .integers([$0]), isParameter: false)
    }
    let end = builder.stored("n", [], .int64, contents: .integers([last]), isParameter: false)
    let weights = builder.stored("w", [3, 3])
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = subgraph(&builder, inputs: inner) { builder in
      let goes = builder.layer("Less", [inner[0], end], name: "goes")
      return [goes, builder.layer("MatMul", [inner[2], weights], name: "step")]
    }
    builder.graph.outputs = [builder.layer("Loop", [most, nil, input], name: "loop")]
    builder.graph.layers[0].subgraphs = ["body": body]
    return builder.graph
  }

  @Test(
    "a loop that its condition ends is followed to its end", arguments: [nil, Int.max, 100, 2000])
  func followed(limit: Int?) throws {
    // The condition is asked after trips 0 to 3: 0, 1 and 2 are less than 3.
    let work = try ModelWork.counting(Self.counting(to: 3, limit: limit))
    #expect(work.totals.macs == 4 * 18)
    #expect(work.notes == ["loop is counted with 4 trips"])
    #expect(work.boundedLayers.isEmpty)
  }

  @Test("a loop that no trip ends needs to be told its trips")
  func notFollowed() throws {
    let work = try ModelWork.counting(Self.counting(to: 1 << 40, limit: nil))
    #expect(work.uncounted.first?.reason.contains("--trip-count") == true)
  }

  @Test("what a loop without trips makes is empty, and of the right shape")
  func noTrips() throws {
    let work = try ModelWork.counting(Self.loop(trips: 0))
    #expect(work.uncounted.isEmpty)
    #expect(work.totals.macs == 0)
    #expect(work.layers.first { $0.name == "all" }?.outputShapes == [[0, 2, 3]])
    #expect(work.layers.first { $0.name == "state" }?.outputShapes == [[2, 3]])
  }

  @Test("layers that only some trips go through are one layer each")
  func alternating() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let limit = builder.stored("m", [], .int64, contents: .integers([6]), isParameter: false)
    let (two, zero) = (
      builder.stored("two", [], .int64, contents: .integers([2]), isParameter: false),
      builder.stored("zero", [], .int64, contents: .integers([0]), isParameter: false)
    )
    let weights = (0..<2).map { builder.stored("w\($0)", [3, 3]) }
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = Self.subgraph(&builder, inputs: inner) { builder in
      let rest = builder.layer("Mod", [inner[0], two], name: "rest")
      let isEven = builder.layer("Equal", [rest, zero], name: "isEven")
      let even = Self.subgraph(&builder) {
        [$0.layer("MatMul", [inner[2], weights[0]], name: "even")]
      }
      let odd = Self.subgraph(&builder) { builder in
        let rectified = builder.layer("Relu", [inner[2]], name: "rectified")
        return [builder.layer("MatMul", [rectified, weights[1]], name: "odd")]
      }
      let next = builder.layer("If", [isEven], name: "choice")
      builder.graph.layers[builder.graph.layers.count - 1].subgraphs = [
        "then_branch": even, "else_branch": odd,
      ]
      return [inner[1], next]
    }
    builder.graph.outputs = [builder.layer("Loop", [limit, nil, input], name: "loop")]
    builder.graph.layers[0].subgraphs = ["body": body]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.layers.map(\.name) == ["even", "rectified", "odd"])
    #expect(work.layers.map(\.work.macs) == [54, 0, 54])
    #expect(work.layers.map(\.work.flops) == [108, 18, 108])
    #expect(work.layers.map(\.parameters) == [9, 0, 9])
    #expect(work.layers.map(\.index) == [0, 1, 2])
    #expect(work.layers.map(\.runs) == [3, 3, 3])
  }

  @Test("what only a later trip cannot count is told")
  func laterUncounted() throws {
    var builder = GraphBuilder()
    let input = builder.input("x", .sizes(2, 3))
    let limit = builder.stored("m", [], .int64, contents: .integers([3]), isParameter: false)
    let zero = builder.stored("zero", [], .int64, contents: .integers([0]), isParameter: false)
    let inner = (0..<3).map { builder.inner("inner\($0)") }
    let body = Self.subgraph(&builder, inputs: inner) { builder in
      let isFirst = builder.layer("Equal", [inner[0], zero], name: "isFirst")
      let first = Self.subgraph(&builder) { [$0.layer("Relu", [inner[2]], name: "first")] }
      let later = Self.subgraph(&builder) {
        [$0.layer("Strange", [inner[2]], domain: "nowhere", name: "later")]
      }
      _ = builder.layer("If", [isFirst], name: "choice")
      builder.graph.layers[builder.graph.layers.count - 1].subgraphs = [
        "then_branch": first, "else_branch": later,
      ]
      return [inner[1], inner[2]]
    }
    builder.graph.outputs = [builder.layer("Loop", [limit, nil, input], name: "loop")]
    builder.graph.layers[0].subgraphs = ["body": body]
    let work = try ModelWork.counting(builder.graph)
    #expect(work.uncounted.map(\.name) == ["later"])
  }
}
