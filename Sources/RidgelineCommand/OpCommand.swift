import ArgumentParser
import Devices
import LatencyModels
import Reports

/// `ridgeline op`: one operator.
struct OpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    alone: "op",
    abstract: "Tell the bound and the expected time of one operator.",
    discussion: """
      The operator's sizes are options of the names that tables have (docs/Predict.md).

      EXAMPLES:
        ridgeline op gemm --m 4096 --n 4096 --k 4096 --precision bf16 --device nvidia-h100-sxm5-80gb
        ridgeline op attention_decode --batch 8 --q_heads 32 --kv_heads 8 --head_dim 128 \
      --kv_len 4096 --precision bf16 --device nvidia-l40s --runtime vllm
        ridgeline op conv2d --N 8 --Cin 64 --Cout 64 --HW 56 --ksize 3 --pad 1 --device nvidia-t4
      """)

  @Argument(help: "The operator: gemm, bmm, conv2d, add, softmax, attention_prefill, rnn_lstm, ….")
  var name: String
  @Option(
    help: ArgumentHelp(
      "The device: an ID of `ridgeline devices`, or a path to a profile.", valueName: "id"),
    completion: DeviceCompletion.ids)
  var device: String
  @Option(
    help: ArgumentHelp(
      "The types: \(NumberFormat.tableNames.joined(separator: ", ")).", valueName: "precision"),
    completion: .list(NumberFormat.tableNames))
  var precision = "fp32"
  @Option(help: ArgumentHelp("Samples, for operators whose sizes do not say.", valueName: "n"))
  var batch = 1
  @OptionGroup var runtime: RuntimeOptions
  @OptionGroup var report: ReportOptions
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The sizes: --m 4096 --n 4096 --k 4096.", valueName: "--size n"))
  var sizes: [String] = []

  func run() throws {
    guard let format = NumberFormat(tableName: precision) else {
      throw CleanFailure(
        "--precision \(precision) is not known; give one of "
          + NumberFormat.tableNames.joined(separator: ", "))
    }
    let row = try OperatorRow(name: name, json: json(), format: format, batch: batch)
    let profile = try DeviceCatalogue.profile(device)
    let model = try runtime.model(on: profile)
    try report.write(try OperatorLatencyReport(row, named: name, under: model))
  }

  /// The sizes as tables have them: a flat JSON object.
  private func json() throws -> String {
    guard sizes.count % 2 == 0 else {
      throw CleanFailure("\(sizes.last ?? "") has no number; give sizes as --m 4096")
    }
    var fields: [String] = []
    for place in stride(from: 0, to: sizes.count, by: 2) {
      let (name, value) = (sizes[place], sizes[place + 1])
      guard name.hasPrefix("--"), name.count > 2, !name.contains("\""), !value.contains("\"") else {
        throw CleanFailure("\(name) is no size; give sizes as --m 4096")
      }
      let isPlain = Double(value) != nil || value == "true" || value == "false"
      fields.append("\"\(name.dropFirst(2))\":\(isPlain ? value : "\"\(value)\"")")
    }
    return "{\(fields.joined(separator: ","))}"
  }
}
