import ModelFormats
import Operators
import Testing

/// The two networks that `docs/Counting.md` works out by hand, with its numbers.
@Suite("The examples of docs/Counting.md")
struct CountingExampleTests {
  @Test("784 → 128 → 10: the simple formula gives the MACs")
  func connected() throws {
    let work = try count("two-layer-mlp.cfg")
    // n·m; 2·n·m + m biases (+ m ReLU); 4 bytes for each of (n + 1)·m weights, n inputs, m outputs
    #expect(
      work.layers.map(\.work) == [
        Work(
          macs: 784 * 128, flops: 2 * 784 * 128 + 128 + 128, transcendentals: 0,
          weightBytes: 4 * 785 * 128, inputBytes: 4 * 784, outputBytes: 4 * 128),
        Work(
          macs: 128 * 10, flops: 2 * 128 * 10 + 10, transcendentals: 0,
          weightBytes: 4 * 129 * 10, inputBytes: 4 * 128, outputBytes: 4 * 10),
      ])
    #expect(work.totals.macs == 101_632)
    #expect(work.totals.flops == 203_530)
    #expect(work.parameters == 101_770)
    #expect(work.totals.bytes == 411_280)
  }

  @Test("3 → 16 → 32 channels: the simple formula forgets the input channels")
  func convolutional() throws {
    let work = try count("two-layer-cnn.cfg")
    let simple = [16 * 32 * 32 * 3 * 3, 32 * 16 * 16 * 3 * 3]
    #expect(simple.reduce(0, +) == 221_184)
    #expect(work.layers.map(\.work.macs) == [3 * simple[0], 16 * simple[1]])
    #expect(work.layers.map(\.work.flops) == [917_504, 2_367_488])
    #expect(work.layers.map(\.parameters) == [448, 4640])
    #expect(work.layers.map(\.work.weightBytes) == [1792, 18_560])
    // 3x32x32, then 16x32x32 elements in; 16x32x32, then 32x16x16 out; 4 bytes each
    #expect(work.layers.map(\.work.inputBytes) == [12_288, 65_536])
    #expect(work.layers.map(\.work.outputBytes) == [65_536, 32_768])
    #expect(work.totals.macs == 1_622_016)
    #expect(work.totals.flops == 3_284_992)
    #expect(work.totals.bytes == 196_480)
  }

  private func count(_ example: String) throws -> ModelWork {
    let root = String(#filePath).split(separator: "/", omittingEmptySubsequences: false)
      .dropLast(3).joined(separator: "/")
    return try ModelWork.counting(ModelReader.read(path: "\(root)/Examples/\(example)"))
  }
}
