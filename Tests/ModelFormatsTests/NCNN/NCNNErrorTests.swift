import FoundationEssentials
import ModelFormats
import Testing

@Suite("ncnn files with faults")
struct NCNNErrorTests {
  /// A text, and the line that tells what is wrong with it; PATH stands for the file.
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let message: String

    var testDescription: String { name }
  }

  private static let head = "7767517\n2 2\nInput data 0 1 data 0=8 1=8 2=3\n"

  static let faults = [
    Fault(
      name: "no magic number", text: "model\n",
      message: "PATH:1: is no ncnn graph; begin the file with 7767517, as ncnn does"),
    Fault(
      name: "the first format", text: "2 2\nInput data 0 1 data\n",
      message: "PATH:1: is of ncnn's first format, without a magic number; "
        + "convert it again with ncnnoptimize"),
    Fault(
      name: "no counts", text: "7767517\nInput data 0 1 data\n",
      message: "PATH:2: does not tell the numbers of layers and blobs; "
        + "write both on the second line, or fetch the file again"),
    Fault(
      name: "cut off", text: head,
      message: "PATH: holds 1 of 2 layers; fetch the file again: it is cut off"),
    Fault(
      name: "cut off within a line", text: head + "ReLU relu 1\n",
      message: "PATH:4: is not: type, name, number of inputs, number of outputs, their names; "
        + "correct the line, or fetch the file again if it is cut off"),
    Fault(
      name: "more inputs than the line holds", text: head + "ReLU relu 9000000000 1 data\n",
      message: "PATH:4: is not: type, name, number of inputs, number of outputs, their names; "
        + "correct the line, or fetch the file again if it is cut off"),
    Fault(
      name: "a blob that no layer makes", text: head + "ReLU relu 1 1 date out\n",
      message: "PATH:4: no layer makes the blob \"date\"; "
        + "correct the name, or fetch the file again"),
    Fault(
      name: "a blob that is made twice", text: head + "ReLU relu 1 1 data data\n",
      message: "PATH:4: the blob \"data\" is made twice; give each output a name of its own"),
    Fault(
      name: "a layer that reads itself", text: head + "ReLU relu 1 1 out out\n",
      message: "PATH: the graph has a cycle through \"relu\"; export the model again"),
    Fault(
      name: "a Split of itself", text: "7767517\n2 2\nSplit s 1 1 a a\nReLU relu 1 1 a out\n",
      message: "PATH:4: the blob \"a\" is a Split of itself; "
        + "correct the name, or fetch the file again"),
    Fault(
      name: "a setting without a number", text: head + "ReLU relu 1 1 data out slope=2\n",
      message: "PATH:4: \"slope=2\" is no setting (number=value); "
        + "correct the line, or fetch the file again if it is cut off"),
    Fault(
      name: "an array that is shorter than it says",
      text: head + "Slice s 1 1 data out -23300=3,1,2\n",
      message: "PATH:4: \"-23300=3,1,2\" is no array (its length, then so many values); "
        + "correct the setting"),
    Fault(
      name: "a huge number", text: head + "ReLU relu 1 1 data out 0=1e999\n",
      message: "PATH:4: \"0=1e999\" is no number (or too large for one); correct the setting"),
    Fault(
      name: "a size below zero", text: "7767517\n1 1\nInput data 0 1 data 0=-8 1=8 2=3\n",
      message: "PATH:3: the sizes [3, 8, -8] of \"data\" are none; "
        + "give numbers from 1 to 2147483647"),
    Fault(
      name: "a stored tensor without a size", text: "7767517\n1 1\nMemoryData m 0 1 m\n",
      message: "PATH:3: a MemoryData tells no size; add 0=w 1=h 2=c"),
    Fault(
      name: "bytes that are no text", text: head + "ReLU re\u{1}lu 1 1 data out\n",
      message: "PATH:4: holds the byte 1, which is no text; "
        + "give ncnn's .param text file, not its weights"),
  ]

  @Test("are told in one line", arguments: faults)
  func oneLine(_ fault: Fault) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(fault.text, as: "made.param")
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(error?.description.replacing(path, with: "PATH") == fault.message)
  }

  @Test("the binary form is known by its first bytes, and refused by name")
  func binaryForm() throws {
    let folder = try TemporaryFolder()
    // 7767517 = 0x007685DD, little-endian.
    let path = try folder.write([0xDD, 0x85, 0x76, 0x00, 1, 0, 0, 0], as: "made.param.bin")
    let error = #expect(throws: FormatError.self) { try ModelReader.read(path: path) }
    #expect(
      error?.description.replacing(path, with: "PATH")
        == "PATH: is ncnn's binary form, which names no layers; give the text form, the .param file"
    )
  }
}
