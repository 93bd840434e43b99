import Devices
import Foundation
import LatencyModels

/// Writes what a fit found as the files that come with the program.
struct ParameterFiles {
  let fit: Fit
  let rows: [Measurement]
  /// What was held out, for the intervals.
  let heldOut: [Split: HeldOut]
  let folder: URL

  /// Writes all of them.
  func write() throws {
    for part in ["devices", "runtimes"] {
      let place = folder.appendingPathComponent(part)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    for device in fit.devices.keys.sorted() { try write(device: device) }
    for family in Families.all { try write(family: family) }
    for kind in [DeviceKind.gpu, .soc, .cpu] { try write(root: kind) }
    for runtime in fit.runtimes.keys.sorted() { try write(runtime: runtime) }
  }

  private func write(device: String) throws {
    let measured = DeviceParameter.allCases.filter { fit.isMeasured($0, of: device) }
    let family = Families.family(of: device)?.id ?? fit.profiles[device]?.kind.rawValue ?? "gpu"
    let sources = Set(rows.filter { $0.origin.device == device }.map(\.source)).sorted()
    let origin =
      "fit of \(fit.rowsOfDevice[device] ?? 0) rows of \(sources.joined(separator: ", "))"
    let kinds = Set(rows.filter { $0.origin.device == device }.map(\.kind.rawValue)).sorted()
    let operators = kinds.map { "\"\($0)\"" }.joined(separator: ", ")
    try write(
      "devices/\(device)", summary: fit.profiles[device]?.name ?? device,
      lines: ["basedOn: \"\(family)\",", "operators: [\(operators)],"],
      parameters: measured.map { ($0.rawValue, exp(fit.devices[device]?[$0.place] ?? 0), origin) })
  }

  private func write(family: Families.Family) throws {
    let logs = fit.expectation(members: family.devices, kind: family.base == "soc" ? .soc : .gpu)
    let listed = family.devices.map { "\"\($0)\"" }
    let measured = family.devices.filter { fit.devices[$0] != nil }
    let origin = "mean over \(measured.joined(separator: ", ")), drawn towards all of the kind"
    try write(
      "devices/\(family.id)", summary: family.summary,
      lines: ["basedOn: \"\(family.base)\",", "devices: [\(listed.joined(separator: ", "))],"],
      parameters: DeviceParameter.allCases.map { ($0.rawValue, exp(logs[$0.place]), origin) })
  }

  private func write(root kind: DeviceKind) throws {
    let logs = fit.expectation(members: [], kind: kind)
    let usual = kind == .cpu ? "onnxruntime-cpu" : kind == .soc ? "mlx" : "pytorch-eager"
    try write(
      "devices/\(kind.rawValue)", summary: "any device of the kind \(kind.rawValue)",
      // Of systems on a chip only Apple's were measured.
      lines: ["kind: \"\(kind.rawValue)\",", "runtime: \"\(usual)\","]
        + (kind == .soc ? ["vendor: \"Apple\","] : []),
      parameters: DeviceParameter.allCases.map {
        ($0.rawValue, exp(logs[$0.place]), "mean over the measured devices of the kind")
      })
  }

  private func write(runtime: String) throws {
    guard let facts = Runtimes.facts[runtime] else { return }
    let own = rows.filter { $0.origin.runtime == runtime }
    let sources = Set(own.map(\.source)).sorted().joined(separator: ", ")
    let origin = "fit of \(fit.rowsOfRuntime[runtime] ?? 0) rows of \(sources)"
    var lines = ["kinds: [\(facts.kinds.map { "\"\($0)\"" }.joined(separator: ", "))],"]
    if !facts.vendors.isEmpty {
      lines.append("vendors: [\(facts.vendors.map { "\"\($0)\"" }.joined(separator: ", "))],")
    }
    if !facts.fusion.isEmpty {
      lines.append("fusion: [\(facts.fusion.map { "\"\($0)\"" }.joined(separator: ", "))],")
    }
    try write(
      "runtimes/\(runtime)", summary: facts.summary, lines: lines,
      parameters: RuntimeParameter.allCases.map { parameter in
        let known = (fit.runtimeInformation[runtime]?[parameter.place] ?? 0) > Fit.leastInformation
        let value = exp(fit.runtimes[runtime]?[parameter.place] ?? 0)
        return (parameter.rawValue, value, known ? origin : "not measured: a guess")
      }, after: intervals(of: runtime))
  }

  /// The quantiles of what was measured over what was expected, of rows that were held out.
  private func intervals(of runtime: String) -> [String] {
    [
      "  // Measured over expected, 10 and 90 %, of shapes that were held out.", "  intervals: {",
    ] + quantiles(.shapes, of: runtime) + [
      "  },", "  // The same of devices that were held out.", "  intervalsElsewhere: {",
    ] + quantiles(.devices, of: runtime) + ["  },"]
  }

  private func quantiles(_ split: Split, of runtime: String) -> [String] {
    guard let heldOut = heldOut[split] else { return [] }
    var groups: [OperatorClass: [Double]] = [:]
    var precisions: [OperatorClass: Set<Precision>] = [:]
    for place in rows.indices where rows[place].origin.runtime == runtime {
      guard let residual = heldOut.known(place) else { continue }
      groups[rows[place].kind, default: []].append(residual)
      precisions[rows[place].kind, default: []].insert(rows[place].row.format.arithmetic)
    }
    return groups.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { kind, values in
      guard let score = Score(values), score.rows >= 10 else { return nil }
      let measured = Precision.allCases.filter { precisions[kind]?.contains($0) ?? false }
        .map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      return "    \(kind.rawValue): { low: \(text(exp(score.low))), high: "
        + "\(text(exp(score.high))), rows: \(score.rows), precisions: [\(measured)] },"
    }
  }

  private func write(
    _ name: String, summary: String, lines: [String],
    parameters: [(name: String, value: Double, source: String)], after: [String] = []
  ) throws {
    let id = name.split(separator: "/").last.map(String.init) ?? name
    let body =
      [
        "// Written by `make accuracy` from published latencies; see docs/Accuracy.md.",
        "{", "  schemaVersion: 1,", "  id: \"\(id)\",", "  summary: \"\(summary)\",",
      ] + lines.map { "  " + $0 } + ["  parameters: {"]
      + parameters.map {
        "    \($0.name): { value: \(text($0.value)), source: \"\($0.source)\" },"
      } + ["  },"] + after + ["}", ""]
    try body.joined(separator: "\n").write(
      to: folder.appendingPathComponent("\(name).json5"), atomically: true, encoding: .utf8)
  }

  /// Four significant digits.
  private func text(_ value: Double) -> String { String(format: "%.4g", value) }
}

/// What is known of the runtimes beside their numbers.
enum Runtimes {
  /// The facts of one.
  struct Facts {
    var summary: String
    var kinds: [String]
    var vendors: [String] = []
    var fusion: [String] = []
  }

  static let facts: [String: Facts] = [
    "pytorch-eager": Facts(
      summary: "PyTorch 2.1 without compilation: cuBLAS, cuDNN, a kernel for each operator",
      kinds: ["gpu"]),
    "pytorch-inductor": Facts(
      summary: "PyTorch 2.2 to 2.4, torch.compile on a processor", kinds: ["cpu"],
      fusion: ["activation", "elementwise", "rows"]),
    "pytorch-mps": Facts(
      summary: "PyTorch on Apple's GPUs, through Metal", kinds: ["soc"], vendors: ["Apple"]),
    "mlx": Facts(summary: "MLX on Apple's GPUs", kinds: ["soc"], vendors: ["Apple"]),
    "cuda-libraries": Facts(
      summary: "cuBLAS and cuDNN of 2016 to 2018, called alone", kinds: ["gpu"],
      vendors: ["NVIDIA"]),
    "miopen": Facts(
      summary: "rocBLAS and MIOpen of 2017, called alone", kinds: ["gpu"], vendors: ["AMD"]),
    "mkl": Facts(summary: "Intel MKL and MKL-DNN of 2017, called alone", kinds: ["cpu"]),
    "aiter": Facts(
      summary: "ROCm aiter, the best of its tuned kernels", kinds: ["gpu"], vendors: ["AMD"]),
    "tensorrt": Facts(
      summary: "TensorRT 8.5 to 10.11 with its BERT plugins", kinds: ["gpu"], vendors: ["NVIDIA"],
      fusion: ["activation", "elementwise", "rows", "attention"]),
    "tensorrt-llm": Facts(
      summary: "TensorRT-LLM 1.0 to 1.3", kinds: ["gpu"], vendors: ["NVIDIA"],
      fusion: ["activation", "elementwise", "rows", "attention"]),
    "vllm": Facts(
      summary: "vLLM 0.14 to 0.24", kinds: ["gpu"], fusion: ["elementwise", "attention"]),
    "sarathi-serve": Facts(
      summary: "Sarathi-Serve: kernels of vLLM of 2023, as Vidur measured them", kinds: ["gpu"],
      vendors: ["NVIDIA"], fusion: ["elementwise", "attention"]),
    "fastertransformer": Facts(
      summary: "FasterTransformer", kinds: ["gpu"], vendors: ["NVIDIA"],
      fusion: ["activation", "elementwise", "rows", "attention"]),
    "tensorflow": Facts(
      summary: "TensorFlow, as FasterTransformer's documents measured it", kinds: ["gpu"],
      vendors: ["NVIDIA"]),
  ]
}
