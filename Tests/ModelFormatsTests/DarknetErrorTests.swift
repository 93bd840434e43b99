import FoundationEssentials
import ModelFormats
import Testing

@Suite("Darknet files with faults")
struct DarknetErrorTests {
  /// A text, and the line that tells what is wrong with it; PATH stands for the file.
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let message: String

    var testDescription: String { name }
  }

  private static let net = "[net]\nwidth=8\nheight=8\nchannels=3\n"

  static let faults = [
    Fault(
      name: "no section", text: "width=3\n",
      message: "PATH:1: the setting \"width=3\" stands before any section; "
        + "begin the file with [net]"),
    Fault(
      name: "a section cut off", text: net + "[convolutional\n",
      message: "PATH:5: the section header \"[convolutional\" is not closed; "
        + "close it with ], or fetch the file again if it is cut off"),
    Fault(
      name: "a first section that is not net", text: "[connected]\noutput=3\n",
      message: "PATH:1: the first section is [connected]; "
        + "begin the file with [net], which tells the size of the input"),
    Fault(
      name: "nothing after net", text: net,
      message: "PATH: holds no layer after [net]; "
        + "fetch the file again if it is cut off"),
    Fault(
      name: "a section that is not known", text: net + "[convolutionl]\n",
      message: "PATH:5: the section [convolutionl] is not known; "
        + "did you mean [convolutional]?"),
    Fault(
      name: "a section like no other", text: net + "[transformer]\n",
      message: "PATH:5: the section [transformer] is not known; "
        + "the sections that are read stand in docs/Darknet.md"),
    Fault(
      name: "a missing key", text: net + "[connected]\nactivation=relu\n",
      message: "PATH:5: [connected] has no output; "
        + "add output=…, or fetch the file again if it is cut off"),
    Fault(
      name: "a route to a layer that does not exist", text: net + "[route]\nlayers=-4\n",
      message: "PATH:6: layers=-4 of layer 0 names no layer before it; "
        + "it is the first layer: let it read the input by leaving the section out"),
    Fault(
      name: "a route to itself", text: net + "[maxpool]\n[route]\nlayers=1\n",
      message: "PATH:7: layers=1 of layer 1 names the layer itself; "
        + "give a number from -1 to -1 (backwards) or from 0 to 0 (from the start)"),
    Fault(
      name: "a route without layers", text: net + "[route]\n",
      message: "PATH:5: [route] has no layers; "
        + "add layers=…, or fetch the file again if it is cut off"),
    Fault(
      name: "no number", text: net + "[convolutional]\nfilters=many\n",
      message: "PATH:6: filters=\"many\" is not a whole number (or too large for one); "
        + "correct the value"),
    Fault(
      name: "a huge size", text: net + "[convolutional]\nfilters=99999999999999999999\n",
      message:
        "PATH:6: filters=\"99999999999999999999\" is not a whole number (or too large for one); "
        + "correct the value"),
    Fault(
      name: "no size of the input", text: "[net]\nwidth=3\n[maxpool]\n",
      message: "PATH:1: [net] does not tell the size of the input; "
        + "add width, height and channels, or inputs"),
    Fault(
      name: "bytes that are no text", text: net + "[maxpool]\nsi\u{0}ze=2\n",
      message: "PATH:6: holds the byte 0, which is no text; "
        + "give Darknet's .cfg text file, not its weights"),
  ]

  @Test("are told in one line", arguments: faults)
  func oneLine(_ fault: Fault) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "made.cfg").path()
    try Data(fault.text.utf8).write(to: URL(filePath: path))
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.description.replacing(path, with: "PATH") == fault.message)
  }
}
