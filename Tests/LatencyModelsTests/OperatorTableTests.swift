import Devices
import LatencyModels
import Operators
import Testing

@Suite("Tables of operators")
struct OperatorTableTests {
  @Test("a row counts to what its sizes say")
  func counts() throws {
    let row = try OperatorRow(
      name: "gemm:mlp_up_proj", json: #"{"m":2,"n":3,"k":4,"model":"x"}"#,
      format: NumberFormat(.fp16))
    // 24 multiply–accumulates; 2·4, 4·3 and 2·3 elements of two bytes.
    #expect(
      row.work
        == Work(
          macs: 24, flops: 48, transcendentals: 0, weightBytes: 24, inputBytes: 16,
          outputBytes: 12))
  }

  @Test(
    "the names and sizes of published tables are read",
    arguments: [
      ("bmm", #"{"B":154,"m":391,"k":446,"n":340}"#, OperatorClass.product),
      ("linear", #"{"m":973,"k":7775,"n":1330,"bias":true}"#, .product),
      (
        "conv2d",
        #"{"N":1,"Cin":1,"H":161,"W":700,"Cout":32,"kw":20,"kh":5,"pad_w":0,"pad_h":0,"stride_w":2,"stride_h":2}"#,
        .convolution
      ),
      ("ln", #"{"rows":600,"cols":1216}"#, .rows), ("powu", #"{"rows":6,"cols":12}"#, .elementwise),
      ("elem:emb", #"{"rows":4,"cols":8192,"vocab":152064,"tp":1}"#, .gather),
      ("elem:attn_rope", #"{"rows":1,"q":2560,"k":2560}"#, .elementwise),
      ("elem:mlp_act", #"{"rows":4,"cols":8,"gated":true}"#, .elementwise),
      (
        "attention_prefill",
        #"{"q_heads":16,"kv_heads":8,"head_dim":128,"seq":16,"past":0,"kv_dtype":"bfloat16"}"#,
        .prefill
      ),
      ("attention_decode", #"{"q_heads":4,"kv_heads":1,"head_dim":64,"kv_len":9}"#, .decode),
      ("rnn_gru", #"{"hidden":2816,"N":1,"timesteps":1500}"#, .recurrence),
      ("resnet50", #"{"img":224,"gmacs":4.1,"macts_M":11.1,"params_M":25.6}"#, .network),
      ("BERT base", #"{"layers":12,"d":768,"heads":12,"ff":3072,"seqlen":128}"#, .network),
      ("softmax", #"{"dims":"dim=64x1000 axi=-1"}"#, .rows),
      ("matmul", #"{"dims":"dim=32x1x1000 dim=32x1000x128"}"#, .product),
      ("concat", #"{"dims":"dim=10x64 dim=10x32 axi=1"}"#, .movement),
    ])
  func kinds(name: String, json: String, kind: OperatorClass) throws {
    let row = try OperatorRow(name: name, json: json, format: NumberFormat(.fp32), batch: 2)
    #expect(OperatorClass(row.kernel) == kind)
  }

  @Test(
    "a row that cannot be says why",
    arguments: [
      ("gemm", #"{"m":2,"n":3}"#, "k"), ("gemm", #"{"m":0,"n":3,"k":1}"#, "m is 0"),
      ("gemm", #"{"m":2.5,"n":3,"k":1}"#, "no size"), ("frobnicate", #"{"rows":1}"#, "frobnicate"),
      ("gemm", "[1]", "JSON"), ("gemm", #"{"m":{"a":1}}"#, "JSON"),
      ("add", #"{"rows":1000000000000,"cols":1000000000000}"#, "2^63"),
      ("conv2d", #"{"N":1,"Cin":1,"HW":2,"Cout":1,"ksize":5}"#, "does not fit"),
      ("gemm", #"{"m":[2,3],"n":3,"k":1}"#, "the size m is missing"),
      ("gemm", #"{"m":[[2],3],"n":3,"k":1}"#, "JSON"), ("gemm", #"{"m":[2,3"#, "JSON"),
      ("resnet50", #"{"gmacs":-4,"macts_M":11}"#, "-4.0 is no sum of a network"),
      ("resnet50", #"{"gmacs":1e300,"macts_M":11}"#, "no sum of a network"),
      ("squeezenet", #"{"threads":1,"gpu":-1,"input_whc":[227,227,3]}"#, "--networks FOLDER"),
    ])
  func faults(name: String, json: String, part: String) {
    let error = #expect(throws: LatencyError.self) {
      try OperatorRow(name: name, json: json, format: NumberFormat(.fp32))
    }
    #expect(error?.description.contains(part) == true)
  }

  @Test("a table is predicted in its order, and a bad row does not stop the others")
  func prediction() throws {
    let table = """
      notes,name,params_json,precision,batch\r
      a,add,"{""rows"":1000,""cols"":1000}",fp32,1\r
      "b, c",add,"{""rows"":1000}",fp32,\r
      d,relu,"{""rows"":1000,""cols"":1000}",fp99,1
      e,relu,"{""rows"":1000,""cols"":1000}",fp32,1

      """
    let prediction = try TablePrediction(of: Array(table.utf8), under: RoundDevice.model())
    let lines = String(decoding: prediction.text, as: UTF8.self).split(separator: "\n")
    #expect(prediction.rows == 4 && prediction.failed == 2)
    #expect(lines.count == 5 && lines[0].hasPrefix("row,name,bound_seconds,expected_seconds"))
    #expect(lines[1].hasPrefix("1,add,0.012,"))
    #expect(lines[2].contains("cols") && lines[3].contains("fp99"))
    // 8 MB at 1 GB/s.
    #expect(lines[4].hasPrefix("4,relu,0.008,"))
  }

  @Test("what is no table is told", arguments: ["", "name,precision\n", "a\n"])
  func noTable(text: String) {
    #expect(throws: LatencyError.self) {
      try TablePrediction(of: Array(text.utf8), under: RoundDevice.model())
    }
  }

  @Test("the bound of a convolution names the algorithm whose multiplications it counts")
  func boundOfConvolution() throws {
    var bounds = OperatorBound(try RoundDevice.profile(memory: 1e18))
    let sizes = #""N":1,"Cin":64,"Cout":64,"HW":32,"ksize":3,"pad":1"#
    let same = try OperatorRow(name: "conv2d", json: "{\(sizes)}", format: NumberFormat(.fp32))
    let strided = try OperatorRow(
      name: "conv2d", json: "{\(sizes),\"stride\":2}", format: NumberFormat(.fp32))
    // 2·64·64·9·32·32 FLOPs, a quarter of them with Winograd's F(4×4, 3×3), over 4 GFLOP/s.
    let bound = try bounds.bounds(of: same)
    #expect(bound.algorithm == "winograd F(4x4, 3x3)")
    #expect(abs(bound.seconds - 75_497_472 / 4 / 4e9) < 1e-9)
    #expect(try bounds.bounds(of: strided).algorithm == nil)
  }

  @Test("a repeated operator finds in the last-level cache what there is room for")
  func warmBound() throws {
    var bounds = OperatorBound(try RoundDevice.profile())
    let small = try OperatorRow(
      name: "relu", json: #"{"rows":100,"cols":1000}"#, format: NumberFormat(.fp32))
    let large = try OperatorRow(
      name: "relu", json: #"{"rows":1000,"cols":1000}"#, format: NumberFormat(.fp32))
    // 1e5 FLOPs over 4 GFLOP/s, without the memory.
    #expect(try bounds.bounds(of: small).warmSeconds == 2.5e-5)
    // Of 8 MB, 7 pass the memory at 1 GB/s.
    let warm = try bounds.bounds(of: large).warmSeconds ?? 0
    #expect(abs(warm - 7e-3) < 1e-12)
    #expect(try bounds.bounds(of: large).seconds == 8e-3)
  }

  @Test("a bound counts of the input only what is read")
  func readOnce() throws {
    // A kernel of 1 × 1 in strides of 2 meets a quarter of 8 × 8 places.
    let strided = try OperatorRow(
      name: "conv2d", json: #"{"N":1,"Cin":16,"Cout":16,"HW":8,"ksize":1,"stride":2}"#,
      format: NumberFormat(.fp32))
    #expect(strided.work.inputBytes == 16 * 4 * 4 * 4)
    // Of a table of 10 rows, 1000 rows fetched read each row once.
    let gather = OperatorRow(
      kernel: .gather(.init(rows: 1000, columns: 64, tableRows: 10)), format: NumberFormat(.fp32))
    #expect(gather.work.inputBytes == 10 * 64 * 4)
    #expect(gather.work.outputBytes == 1000 * 64 * 4)
  }
}
