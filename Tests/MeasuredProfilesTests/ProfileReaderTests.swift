import FoundationEssentials
import MeasuredProfiles
import Testing

@Suite("Profiles that runtimes write")
struct ProfileReaderTests {
  /// The times of a recorded profile, in nanoseconds, by name.
  private func times(_ profile: MeasuredProfile) -> [String] {
    profile.layers.map { "\($0.name) \(Int(($0.seconds * 1e9).rounded()))" }
  }

  @Test("ONNX Runtime's: the median of the runs after the first")
  func onnxRuntime() throws {
    let profile = try ProfileReader.read(path: Recorded.path("onnxruntime.json"))
    #expect(profile.source == .onnxRuntime)
    #expect(profile.runtime == "onnxruntime-cpu")
    #expect(profile.runs == 2)
    // The two runs after the first took 42 and 22 µs, 37 and 28, 21 and 7, 6 and 8, and so on.
    #expect(
      times(profile) == [
        "/stem/stem.1/Relu_output_0_nchwc 32000", "/block/Conv_output_0_nchwc 32500",
        "/pool/GlobalAveragePool_output_0_nchwc 14000", "ReorderOutput 7000", "/Flatten 5500",
        "/head/Gemm 8000", "/Softmax 8000",
      ])
    #expect(profile.layers[0].operation == "Conv")
    #expect(profile.layers[0].inputShapes == [[1, 3, 32, 32], [16, 3, 3, 3], [16]])
    #expect(profile.layers[0].outputShape == [1, 16, 16, 16])
  }

  @Test("PyTorch's: the operators that no other one called")
  func pytorch() throws {
    let profile = try ProfileReader.read(path: Recorded.path("pytorch.json"))
    #expect(profile.source == .pytorch)
    #expect(profile.runs == 2)
    #expect(
      profile.layers.map(\.name) == [
        "aten::conv2d", "aten::relu", "aten::conv2d", "aten::add", "aten::relu",
        "aten::adaptive_avg_pool2d", "aten::flatten", "aten::linear", "aten::softmax",
      ])
    // (65.984 + 68.078) / 2 µs.
    #expect(abs(profile.layers[7].seconds - 67.031e-6) < 1e-12)
    #expect(profile.layers[0].inputShapes.prefix(2) == [[1, 3, 32, 32], [16, 3, 3, 3]])
  }

  @Test("PyTorch's on a GPU: the kernels that an operator and those within it start")
  func kernels() throws {
    let profile = try Recorded.read(
      """
      {"traceEvents": [
        {"ph":"X","cat":"cpu_op","name":"aten::linear","tid":1,"ts":10,"dur":50,
         "args":{"External id":1}},
        {"ph":"X","cat":"cpu_op","name":"aten::addmm","tid":1,"ts":20,"dur":30,
         "args":{"External id":2}},
        {"ph":"X","cat":"kernel","name":"gemm","tid":7,"ts":90,"dur":400.5,"args":{"External id":2}},
        {"ph":"X","cat":"kernel","name":"splitk","tid":7,"ts":491,"dur":20,"args":{"External id":2}},
        {"ph":"X","cat":"cpu_op","name":"aten::relu","tid":1,"ts":70,"dur":9,
         "args":{"External id":3}},
        {"ph":"X","cat":"kernel","name":"elementwise","tid":7,"ts":520,"dur":5,
         "args":{"External id":3}}
      ]}
      """)
    #expect(times(profile) == ["aten::linear 420500", "aten::relu 5000"])
  }

  @Test("trtexec's: medians, or the mean of the runs where it writes none")
  func tensorRT() throws {
    let profile = try Recorded.read(
      """
      [{ "count" : 200 },
       { "name" : "conv1 + relu1", "timeMs" : 30.0, "averageMs" : 0.15, "medianMs" : 0.14,
         "percentage" : 75 },
       { "name" : "PWN(relu2)", "timeMs" : 10.0, "averageMs" : 0.05, "percentage" : 25 }]
      """)
    #expect(profile.source == .tensorrt)
    #expect(profile.runs == 200)
    #expect(times(profile) == ["conv1 + relu1 140000", "PWN(relu2) 50000"])
  }

  static let faults: [(text: String, message: String)] = [
    ("", "FILE: is empty; end the profiling before the file is read (in Python: end_profiling())"),
    (
      "[{\"cat\":\"Node\"",
      "FILE: is no whole JSON text; "
        + "write it again: a program that is ended early leaves it cut off"
    ),
    (
      "name,latency",
      "FILE: is no profile that is read here; give a profile of ONNX Runtime, "
        + "a trace of PyTorch's profiler, or what trtexec --exportProfile writes"
    ),
    (
      "[1, 2]",
      "FILE: is no profile that is read here; give a profile of ONNX Runtime, "
        + "a trace of PyTorch's profiler, or what trtexec --exportProfile writes"
    ),
    (
      "[{\"cat\":\"Session\",\"ph\":\"X\",\"name\":\"model_run\",\"ts\":1,\"dur\":2}]",
      "FILE: holds no node that ran; "
        + "run the network at least once between the start and the end of the profiling"
    ),
    (
      "[{\"cat\":\"Node\",\"ph\":\"X\",\"name\":\"a_kernel_time\",\"ts\":1,\"dur\":-2}]",
      "FILE: the event a_kernel_time has no duration, or one below zero; record it again"
    ),
    (
      "{\"traceEvents\": []}",
      "FILE: holds no operator that ran; "
        + "run the network within the profiler, with record_shapes=True"
    ),
    (
      "[{\"name\":\"a\",\"timeMs\":1},{\"name\":\"b\"}]",
      "FILE: the layer b has no time, or one below zero; export it again"
    ),
  ]

  @Test("faults are told in one line", arguments: faults)
  func oneLine(_ fault: (text: String, message: String)) throws {
    let error = #expect(throws: MeasurementError.self) { try Recorded.read(fault.text) }
    #expect(error?.description == fault.message)
  }

  @Test("a file that is not there is told in one line")
  func missing() throws {
    let error = #expect(throws: MeasurementError.self) {
      try ProfileReader.read(path: "/nowhere/profile.json")
    }
    #expect(
      error?.description
        == "/nowhere/profile.json: cannot be read; check that it exists and may be read")
  }
}
