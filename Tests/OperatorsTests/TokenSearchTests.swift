import ModelGraph
import Operators
import Testing

@Suite("Searches for tokens")
struct TokenSearchTests {
  /// The graphs of a search called `search`, of one head of depth 3 and five words.
  private struct Networks {
    var builder = GraphBuilder()
    let embeddings: TensorID
    let words: TensorID
    let values: TensorID

    init() {
      embeddings = builder.stored("embeddings", [5, 3])
      words = builder.stored("words", [3, 5])
      values = builder.stored("values", [3, 2])
    }

    mutating func given(
      _ setting: String, _ names: [(String, [Dimension])]
    ) -> [TensorID] {
      names.map { name, shape in
        let id = builder.inner("search/\(setting)/\(name)")
        builder.graph.tensors[id].shape = shape
        builder.graph.tensors[id].elementType = shape.count > 2 ? .float32 : .int32
        return id
      }
    }

    mutating func call(_ setting: String, _ outputs: [(TensorID, String)]) {
      for (id, name) in outputs {
        builder.graph.tensors[id].name = "search/\(setting)/\(name)"
      }
    }

    /// Reads the tokens, appends what it makes of them to the cache, and multiplies all of that.
    mutating func decoderOnly() -> Subgraph {
      let cache: [Dimension] = [.fixed(2), .symbol("b"), .fixed(1), .symbol("p"), .fixed(3)]
      let flat: [Dimension] = [.symbol("b"), .symbol("s")]
      let ids = given(
        "decoder",
        [("input_ids", flat), ("position_ids", flat), ("attention_mask", flat), ("past_0", cache)])
      var results: [TensorID] = []
      let (embeddings, words, values) = (embeddings, words, values)
      let body = ControlFlowTests.subgraph(&builder, inputs: ids) { builder in
        let read = builder.layer("Gather", [embeddings, ids[0]], name: "embed")
        let logits = builder.layer("MatMul", [read, words], name: "logits")
        let axes = builder.constant([0, 2])
        let key = builder.layer("Unsqueeze", [read, axes], name: "key")
        let both = builder.layer("Concat", [key, key], ["axis": .integer(0)], name: "both")
        let all = builder.layer("Concat", [ids[3], both], ["axis": .integer(3)], name: "cache")
        _ = builder.layer("MatMul", [all, values], name: "attend")
        results = [logits, all]
        return results
      }
      call("decoder", [(results[0], "logits"), (results[1], "present_0")])
      return body
    }

    /// An encoder that gives what the decoder looks at, and with `givesFirst` the first token too; and the
    /// decoder. One that hears reads six frames of four channels.
    mutating func encoderAndDecoder(
      givesFirst: Bool, hears: Bool = false
    ) -> [String: Subgraph] {
      let flat: [Dimension] = [.symbol("b"), .symbol("s")]
      let cache: [Dimension] = [.symbol("b"), .symbol("1"), .symbol("p"), .fixed(3)]
      let first = given(
        "encoder",
        [("encoder_input_ids", flat), ("encoder_attention_mask", flat)]
          + (givesFirst ? [("decoder_input_ids", flat)] : []))
      var results: [TensorID] = []
      let (embeddings, words, values) = (embeddings, words, values)
      let heads = builder.constant([1])
      let frames = hears ? builder.stored("frames", [6, 3]) : nil
      let encoder = ControlFlowTests.subgraph(&builder, inputs: first) { builder in
        let read =
          frames.map { builder.layer("MatMul", [first[0], $0], name: "hear") }
          ?? builder.layer("Gather", [embeddings, first[0]], name: "read")
        results = [builder.layer("Unsqueeze", [read, heads], name: "cross")]
        guard givesFirst else { return results }
        let token = builder.layer("Gather", [embeddings, first[2]], name: "token")
        results.append(builder.layer("MatMul", [token, words], name: "first"))
        results.append(builder.layer("Unsqueeze", [token, heads], name: "self"))
        return results
      }
      call("encoder", Array(zip(results, ["present_key_cross_0", "logits", "present_key_self_0"])))
      let ids = given(
        "decoder",
        [
          ("input_ids", flat), ("encoder_attention_mask", flat), ("past_key_self_0", cache),
          ("past_key_cross_0", cache),
        ])
      let decoder = ControlFlowTests.subgraph(&builder, inputs: ids) { builder in
        let token = builder.layer("Gather", [embeddings, ids[0]], name: "embed")
        let key = builder.layer("Unsqueeze", [token, heads], name: "key")
        let all = builder.layer("Concat", [ids[2], key], ["axis": .integer(2)], name: "cache")
        _ = builder.layer("MatMul", [all, values], name: "attend")
        _ = builder.layer("MatMul", [ids[3], values], name: "look")
        results = [builder.layer("MatMul", [token, words], name: "logits"), all]
        return results
      }
      call("decoder", [(results[0], "logits"), (results[1], "present_key_self_0")])
      return ["encoder": encoder, "decoder": decoder]
    }

    /// The search, over two prompts of four tokens, or two sounds with two tokens each to begin with.
    mutating func search(
      _ type: String, _ graphs: [String: Subgraph], longest: Int?, beams: Int?
    ) -> Graph {
      let isSpeech = type == "WhisperBeamSearch"
      let ids =
        isSpeech
        ? builder.input("sound", .sizes(2, 4, 6), .float32)
        : builder.input("ids", .sizes(2, 4), .int32)
      func number(_ name: String, _ value: Int?) -> TensorID {
        value.map {
          builder.stored(name, [1], .int32, contents: .integers([$0]), isParameter: false)
        } ?? builder.input(name, .sizes(1), .int32)
      }
      var inputs: [TensorID?] = [ids, number("longest", longest), nil]
      if type.hasSuffix("BeamSearch") { inputs.append(number("beams", beams)) }
      if isSpeech {
        inputs += Array(repeating: nil, count: 6)
        inputs.append(builder.input("tokens", .sizes(2, 2), .int32))
      }
      builder.graph.outputs = builder.layer(
        type, inputs, domain: "com.microsoft", name: "search",
        outputs: type.hasSuffix("BeamSearch") ? 3 : 1)
      builder.graph.layers[0].subgraphs = graphs
      return builder.graph
    }
  }

  private static func decoderOnly(
    _ type: String, longest: Int? = 7, beams: Int? = 3
  ) -> Graph {
    var networks = Networks()
    let decoder = networks.decoderOnly()
    return networks.search(type, ["decoder": decoder], longest: longest, beams: beams)
  }

  private static func macs(_ work: ModelWork) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: work.layers.map { ($0.name, $0.work.macs) }.filter { $0.1 > 0 })
  }

  @Test("run the prompt once, and the decoder for each token with all that was before it")
  func greedy() throws {
    // Three runs: four tokens, then one and one; the cache holds 4, 5 and 6. Two sequences:
    // logits 2·(4 + 1 + 1)·3·5, cache 2·2·(4 + 5 + 6)·3·2.
    let work = try ModelWork.counting(Self.decoderOnly("GreedySearch"))
    #expect(Self.macs(work) == ["logits": 180, "attend": 360])
    // A comparison for each of 2 sequences, 5 words and 3 tokens.
    let choice = try #require(work.layers.last)
    #expect(choice.name == "search")
    #expect(choice.work.flops == 30)
    #expect(choice.work.inputBytes == 120)
    #expect(choice.outputShapes == [[2, 7]])
    #expect(work.parameters == 15 + 15 + 6)
    #expect(work.layers.allSatisfy { $0.isUpperBound })
    #expect(
      work.notes == ["search is counted with 3 tokens for each of 2 sequences, an upper bound"])
    #expect(work.layers.first { $0.name == "attend" }?.runs == 3)
  }

  @Test("follow each beam")
  func beams() throws {
    // Six sequences instead of two. For each of 3 tokens and 30 logits 6 FLOPs and an exp, and a log for
    // each of 6 rows.
    let work = try ModelWork.counting(Self.decoderOnly("BeamSearch"))
    #expect(Self.macs(work) == ["logits": 540, "attend": 1080])
    let choice = try #require(work.layers.last)
    #expect(choice.work.flops == 540)
    #expect(choice.work.transcendentals == 108)
    #expect(choice.outputShapes == [[2, 1, 7], [2, 1], [3, 2, 3, 5]])
  }

  @Test("sample by the softmax of the logits")
  func sampling() throws {
    let choice = try #require(ModelWork.counting(Self.decoderOnly("Sampling")).layers.last)
    // 7 FLOPs and an exp for each of 30 logits.
    #expect(choice.work.flops == 210)
    #expect(choice.work.transcendentals == 30)
  }

  @Test("run an encoder once, for each prompt and not for each beam")
  func encoderThatGivesTheFirstToken() throws {
    // Four tokens more than the one at the start; the first is the encoder's: 2·3·5. Three runs of the
    // decoder over 6 sequences: logits 3·6·3·5, what the encoder made 3·6·4·3·2, the cache of 2, 3 and 4
    // places 6·(2 + 3 + 4)·3·2.
    var networks = Networks()
    let graphs = networks.encoderAndDecoder(givesFirst: true)
    let work = try ModelWork.counting(
      networks.search("BeamSearch", graphs, longest: 5, beams: 3))
    #expect(Self.macs(work) == ["first": 30, "logits": 270, "look": 432, "attend": 324])
  }

  @Test("begin with an empty cache where the encoder gives no token")
  func encoderThatGivesNoToken() throws {
    // Four runs of the decoder: 4·6·3·5, 4·6·4·3·2 and 6·(1 + 2 + 3 + 4)·3·2.
    var networks = Networks()
    let graphs = networks.encoderAndDecoder(givesFirst: false)
    let work = try ModelWork.counting(
      networks.search("BeamSearch", graphs, longest: 5, beams: 3))
    #expect(Self.macs(work) == ["logits": 360, "look": 576, "attend": 360])
  }

  @Test("hear a sound once, and go on from the tokens that stand before what is said")
  func speech() throws {
    // The encoder hears 2·4·6·3 and reads two tokens, of which it makes the third: 2·2·3·5. Two runs of
    // the decoder over 6 sequences: logits 2·6·3·5, what was heard 2·6·4·3·2, the cache of 3 and 4 places
    // 6·(3 + 4)·3·2.
    var networks = Networks()
    let graphs = networks.encoderAndDecoder(givesFirst: true, hears: true)
    let work = try ModelWork.counting(
      networks.search("WhisperBeamSearch", graphs, longest: 5, beams: 3))
    #expect(
      Self.macs(work) == ["hear": 144, "first": 60, "logits": 180, "look": 288, "attend": 252])
    // For each of 3 tokens, 6 sequences and 5 words 6 FLOPs and an exp, and a log for each of 18 rows.
    let choice = try #require(work.layers.last)
    #expect(choice.work.flops == 540)
    #expect(choice.work.transcendentals == 108)
    #expect(choice.outputShapes == [[2, 1, 5], [2, 1], [3, 2, 3, 5]])
  }

  @Test("take lengths that the model leaves open from the user")
  func openLengths() throws {
    let open = Self.decoderOnly("BeamSearch", longest: nil, beams: nil)
    let untold = try ModelWork.counting(open)
    #expect(
      untold.uncounted.map(\.reason) == [
        "its num_beams is known only while the model runs: give it with --dim beams=N"
      ])
    let beams = AnalysisOptions(dimensions: ["beams": 3], tripCount: 3)
    let tripped = try ModelWork.counting(open, options: beams)
    let named = try ModelWork.counting(
      open, options: AnalysisOptions(dimensions: ["beams": 3, "longest": 7]))
    let stored = try ModelWork.counting(Self.decoderOnly("BeamSearch"))
    #expect(Self.macs(tripped) == Self.macs(stored))
    #expect(named.layers.map(\.work.macs) == stored.layers.map(\.work.macs))
  }

  @Test("count very many tokens as if each was walked", arguments: [1000, 20_000, 100_001])
  func manyTokens(tokens: Int) throws {
    // The cache holds 4, 5 … tokens + 3 places: on average 4 + (tokens − 1) / 2.
    let work = try ModelWork.counting(Self.decoderOnly("GreedySearch", longest: tokens + 4))
    let places = 4 * tokens + tokens * (tokens - 1) / 2
    #expect(Self.macs(work) == ["logits": 30 * (4 + tokens - 1), "attend": 24 * places])
    #expect(work.layers.allSatisfy { $0.runs == tokens })
    let traced = try LayerTrace.tracing(Self.decoderOnly("GreedySearch", longest: tokens + 4))
    let sum = traced.layers.reduce(Count(0)) { $0 + $1.macs * $1.repetitions }
    #expect(sum.value == work.totals.macs)
  }

  @Test("of no token more than the prompt has are refused")
  func impossible() throws {
    let short = #expect(throws: OperatorError.self) {
      try ModelWork.counting(Self.decoderOnly("GreedySearch", longest: 4))
    }
    #expect(short?.what == "max_length is 4, and 4 tokens are there to begin with")
  }
}
