import ArgumentParser
import Devices
import Glibc

/// `ridgeline devices new`.
struct DevicesNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a commented template of a profile of your own.",
    discussion: """
      The template is based on a known device: fill in what differs, remove the rest. In the folder \
      that `ridgeline devices --help` names, it is found by its ID.

      EXAMPLES:
        ridgeline devices new --from nvidia-t4 -o my-card.json5
        ridgeline devices new --from nvidia-a100-sxm-80gb --id a100-half -o a100-half.json5
      """)

  @Option(help: "The known device.", completion: DeviceCompletion.ids)
  var from: String
  @Option(help: "The ID of the new one; without it, the file's name.")
  var id: String?
  @Option(
    name: [.short, .long], help: ArgumentHelp("The file to write.", valueName: "file"),
    completion: .file(extensions: ["json5"]))
  var output: String
  @Flag(help: "Write over a file that is there.")
  var force = false

  func run() throws {
    let base = try DeviceCatalogue.profile(from)
    let template = ProfileTemplate(base: base, id: try newID(besides: base.id))
    var status = stat()
    if !force && lstat(output, &status) == 0 {
      throw CleanFailure("\(output) is there already; choose another --output, or give --force")
    }
    try OutputFile(path: output).write(template.text)
  }

  private func newID(besides base: String) throws -> String {
    let name = output.split(separator: "/").last.map(String.init) ?? output
    let stem = [".json5", ".json"].first { name.hasSuffix($0) }.map { name.dropLast($0.count) }
    let chosen = id ?? String(stem ?? name[...]).lowercased()
    guard chosen != base else {
      throw CleanFailure("the ID \(chosen) is that of --from; give another with --id")
    }
    guard ProfileTemplate.isPlainID(chosen) else {
      throw CleanFailure(
        "\"\(chosen)\" is no ID; give one with --id: lower-case letters, digits, -, _ and .")
    }
    return chosen
  }
}
