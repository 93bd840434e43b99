import Foundation
import Testing

/// The program `ridgeline count`, run as users run it.
@Suite(
  "ridgeline count", .serialized, .enabled(if: BuiltProgram.path != nil, "ridgeline is not built"))
struct CountCommandTests {
  @Test(
    "the exit status is the program's, or the shell's for how it ended",
    arguments: [
      (["sleep", "1"], 0), (["false"], 1), (["nonexistent"], 127),
      (["sh", "-c", "kill -9 $$"], 137), (["sh", "-c", "exit 3"], 3), (["/etc/passwd"], 126),
    ] as [([String], Int32)])
  func exitStatus(program: [String], status: Int32) throws {
    let result = try BuiltProgram.run(["count", "--"] + program)
    #expect(result.status == status)
    #expect(result.output.isEmpty)
    if status == 127 || status == 126 {
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(result.errors.contains(program[0]))
    } else {
      #expect(result.errors.contains("wall time"))
      #expect(result.errors.contains("exit status"))
    }
  }

  @Test("a program with a thousand children loses no line of its output")
  func children() throws {
    let result = try BuiltProgram.run([
      "count", "--", "sh", "-c",
      "i=0; while [ $i -lt 1000 ]; do (echo $i) & i=$((i+1)); done; wait",
    ])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").compactMap { Int($0) }.sorted()
    #expect(lines == Array(0..<1000))
  }

  @Test("a program's input and both its outputs pass through, apart from the report in a file")
  func streams() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try BuiltProgram.run(
      ["count", "--format", "json", "--output", file.path, "--", "sh", "-c", "cat; echo e >&2"],
      input: "a line\n")
    #expect(result.output == "a line\n")
    #expect(result.errors == "e\n")
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    #expect(report?["schemaVersion"] as? Int == 1)
    #expect(report?["exitCode"] as? Int == 0)
    #expect(report?["command"] as? String == "sh -c cat; echo e >&2")
  }

  @Test("SIGINT reaches the program once, and one that ignores it runs to its end")
  func interrupted() throws {
    let caught = try BuiltProgram.run(
      [
        "count", "--", "sh", "-c",
        "trap 'echo caught' INT; echo ready; sleep 0.3; sleep 0.3; exit 5",
      ],
      signal: SIGINT, afterLine: "ready")
    #expect(caught.output == "ready\ncaught\n")
    #expect(caught.status == 5)
    let ignored = try BuiltProgram.run(
      ["count", "--", "sh", "-c", "trap '' INT; echo ready; sleep 0.5; echo done"],
      signal: SIGINT, afterLine: "ready")
    #expect(ignored.output == "ready\ndone\n")
    #expect(ignored.status == 0)
    let killed = try BuiltProgram.run(
      ["count", "--", "sh", "-c", "echo ready; exec sleep 30"], signal: SIGINT, afterLine: "ready")
    #expect(killed.status == 130)
    #expect(killed.errors.contains("wall time"))
  }

  @Test("no process is left where ridgeline itself is killed")
  func killed() throws {
    let marker = "30.\(getpid())\(UInt32.random(in: 100_000...999_999))"
    let result = try BuiltProgram.run(
      ["count", "--", "sh", "-c", "echo ready; exec sleep \(marker)"], signal: SIGKILL,
      afterLine: "ready")
    #expect(result.status != 0)
    var isLeft = true
    for _ in 0..<100 where isLeft {
      isLeft = BuiltProgram.isRunning(argument: marker)
      if isLeft { usleep(50_000) }
    }
    #expect(!isLeft)
  }

  @Test("what is stated has a point on the roofline, whatever can be counted")
  func stated() throws {
    let result = try BuiltProgram.run([
      "count", "--flops", "2e9", "--bytes", "1e9", "--device", "amd-epyc-9654", "--format", "json",
      "--", "sleep", "0.05",
    ])
    let report =
      try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
    let roofline = try #require(report?["roofline"] as? [String: Any])
    #expect(roofline["intensity"] as? Double == 2)
    let ceilings = try #require(roofline["ceilings"] as? [[String: Any]])
    #expect(ceilings.count >= 2)
    let memory = try #require(
      ceilings.first { ($0["name"] as? String)?.hasPrefix("memory") == true })
    // 1e9 bytes over the device's bandwidth.
    let rate = try #require(memory["perSecond"] as? Double)
    #expect(memory["seconds"] as? Double == 1e9 / rate)
  }

  @Test("a model's work is taken, as often as it runs")
  func model() throws {
    let model = BuiltProgram.package.appending(path: "Examples/two-layer-mlp.cfg").path
    let flops = try [1, 10].map { times in
      let result = try BuiltProgram.run([
        "count", "--model", model, "--inferences", "\(times)", "--format", "json", "--", "true",
      ])
      let report =
        try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
      let points = report?["points"] as? [[String: Any]]
      return try #require(points?.first?["flops"] as? Double)
    }
    #expect(flops[0] > 0)
    #expect(flops[1] == 10 * flops[0])
  }

  @Test("several runs are told as medians and extremes; a failing one ends them")
  func repeated() throws {
    let result = try BuiltProgram.run(["count", "--repeat", "3", "--", "true"])
    #expect(result.errors.contains("3, medians"))
    let failing = try BuiltProgram.run([
      "count", "--repeat", "3", "--", "sh", "-c", "echo x; exit 4",
    ])
    #expect(failing.output == "x\n")
    #expect(failing.status == 4)
  }

  @Test("a line is told for each interval")
  func intervals() throws {
    let result = try BuiltProgram.run(["count", "--every", "100ms", "--", "sleep", "0.55"])
    let lines = result.errors.split(separator: "\n").filter { $0.prefix(12).contains(" s  ") }
    #expect((1...6).contains(lines.count))
  }

  @Test(
    "without the processor's counters one paragraph says what, why, what to do and what is left")
  func withoutCounters() throws {
    let result = try BuiltProgram.run(["count", "--format", "json", "--", "true"])
    let report =
      try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
    let metrics = try #require(report?["metrics"] as? [[String: Any]]).compactMap {
      $0["id"] as? String
    }
    let counters = try #require(report?["counters"] as? [String: Any])
    guard (counters["ways"] as? [String])?.isEmpty == true else {
      #expect(metrics.contains("instructions"))
      return
    }
    #expect(!metrics.contains("flops") && !metrics.contains("cycles"))
    let notes = try #require(report?["notes"] as? [String])
    let paragraph = try #require(notes.first)
    for part in ["cannot be counted", "perf_event_open", "Given all the same", "--flops"] {
      #expect(paragraph.contains(part))
    }
    #expect(counters["remedy"] as? String != "")
  }

  @Test(
    "an event of PAPI's is counted by attaching to the program and what comes of it",
    .enabled(if: BuiltProgram.pretendedCounter != nil, "there is no C compiler"))
  func papiEvent() throws {
    // PAPI attaches only where an event of the processor's can be opened: one is pretended.
    let result = try BuiltProgram.run(
      [
        "count", "--event", "perf::PAGE-FAULTS:u=1:k=1", "--group", "software", "--format", "json",
        "--",
        "sh", "-c", "for i in 1 2 3; do sh -c :; done",
      ], variables: ["LD_PRELOAD": BuiltProgram.pretendedCounter ?? ""])
    guard let report = try? JSONSerialization.jsonObject(with: Data(result.errors.utf8)),
      let report = report as? [String: Any], let events = report["events"] as? [[String: Any]],
      let counted = (events.first?["count"] as? [String: Any])?["median"] as? Double,
      let metrics = report["metrics"] as? [[String: Any]],
      let faults = metrics.first(where: { $0["id"] as? String == "page-faults" }),
      let value = (faults["value"] as? [String: Any])?["median"] as? Double
    else {
      // Built without PAPI, or in a container that forbids it: told in one line.
      #expect(result.errors.split(separator: "\n").count == 1)
      return
    }
    // Both count in both modes: PAPI from the moment it is attached, when all that is left to do is to
    // execute the program, and the kernel from there on.
    #expect(counted > 100)
    #expect(abs(counted - value) <= 10)
  }

  @Test("the self-test tells counted over true")
  func selfTest() throws {
    let result = try BuiltProgram.run(["count", "--self-test"])
    #expect(result.status == 0)
    #expect(result.output.contains("counted / true"))
  }

  @Test(
    "what makes no sense together is refused before anything runs",
    arguments: [
      [], ["--attach", "1", "--", "true"], ["--self-test", "--", "true"],
      ["--for", "1s", "--", "true"], ["--repeat", "0", "--", "true"],
      ["--cores", "9999", "--", "echo", "ran"], ["--cores", "x", "--", "true"],
      ["--every", "0s", "--", "true"], ["--every", "1x", "--", "true"],
      ["--flops", "-1", "--", "true"], ["--inferences", "2", "--", "true"],
      ["--device", "no-such-device", "--", "echo", "ran"],
      ["--model", "no-such-file.onnx", "--", "echo", "ran"], ["--attach", "4194305"],
      ["--attach", "0"], ["--attach", "1", "--system"],
      ["--passes", "--repeat", "2", "--", "true"],
    ])
  func refused(options: [String]) throws {
    let result = try BuiltProgram.run(["count"] + options)
    #expect(result.status != 0)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }
}
