import ModelGraph
import Operators
import Testing

/// What a window reads of a picture that it steps over.
@Suite("Windows that step over elements")
struct SteppedWindowTests {
  /// A window over two channels of a square picture.
  struct Window: Sendable, CustomTestStringConvertible {
    var side: Int
    var kernel: Int
    var stride: Int
    var dilation = 1
    var pad = 0
    var automatic = "NOTSET"
    /// Elements that it sees along each axis; nil: all.
    var seen: Int?

    var testDescription: String {
      "\(side) by \(kernel), stride \(stride), dilation \(dilation), pad \(pad), \(automatic)"
    }

    var attributes: [String: AttributeValue] {
      [
        "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
        "dilations": .integers([dilation, dilation]),
        "pads": .integers([pad, pad, pad, pad]), "auto_pad": .string(automatic),
      ]
    }
  }

  static let windows = [
    // 0, 2, 4.
    Window(side: 5, kernel: 1, stride: 2, seen: 3),
    // −1, 1, 3, 5.
    Window(side: 5, kernel: 1, stride: 2, pad: 1, seen: 2),
    // 0 1, 3 4, 6 7.
    Window(side: 8, kernel: 2, stride: 3, seen: 6),
    // 0 to 2, 2 to 4; 5 is left.
    Window(side: 6, kernel: 3, stride: 2, seen: 5),
    // −1 to 1, … 5 to 7.
    Window(side: 8, kernel: 3, stride: 2, pad: 1),
    // 0 2, 3 5.
    Window(side: 8, kernel: 2, stride: 3, dilation: 2, seen: 4),
    // 0 3, 2 5, 4 7: windows that overlap with gaps count as seeing all.
    Window(side: 8, kernel: 2, stride: 2, dilation: 3),
    Window(side: 9, kernel: 3, stride: 1),
    // 0, 2, 4.
    Window(side: 5, kernel: 1, stride: 2, automatic: "SAME_UPPER", seen: 3),
    // −1 0, 2 3, 5 6.
    Window(side: 7, kernel: 2, stride: 3, automatic: "SAME_LOWER", seen: 5),
    // 0 1, 3 4, 6 7: the last is a pad.
    Window(side: 7, kernel: 2, stride: 3, automatic: "SAME_UPPER", seen: 5),
  ]

  @Test("a convolution reads what its window sees", arguments: windows)
  func convolution(window: Window) throws {
    let trial = try Trial(
      "Conv",
      [.float(1, 2, window.side, window.side), .float(3, 2, window.kernel, window.kernel)],
      window.attributes)
    #expect(trial.cost.traffic.elementsRead[0]?.value == window.seen.map { 2 * $0 * $0 })
  }

  @Test("a pooling reads what its window sees, channels last too", arguments: windows)
  func pooling(window: Window) throws {
    let plain = try Trial(
      "MaxPool", [.float(1, 2, window.side, window.side)], window.attributes)
    let last = try Trial(
      "NhwcMaxPool", [.float(1, window.side, window.side, 2)], window.attributes,
      domain: "com.microsoft")
    for trial in [plain, last] {
      #expect(trial.cost.traffic.elementsRead[0]?.value == window.seen.map { 2 * $0 * $0 })
    }
  }

  @Test("the largest axis and pads overflow nothing")
  func extremes() throws {
    // 2⁴⁸ elements with pads of 2³¹ − 1, one in 2²⁰ seen: the places before 2048 lie in the pad.
    let most = OperatorCall.largestSetting
    let trial = try Trial(
      "MaxPool", [Operand(.float32, [1, 1, 1 << 48])],
      [
        "kernel_shape": .integers([1]), "strides": .integers([1 << 20]),
        "pads": .integers([most, most]),
      ], opset: 22)
    #expect(trial.cost.traffic.elementsRead[0]?.value == 1 << 28)
  }
}
