import Diffs
import Testing

@Suite("A diff")
struct NetworkDiffTests {
  private static func layer(
    _ name: String, _ operatorName: String = "Conv", seconds: Double = 1e-6,
    bound: String = "memory: HBM", flops: Int = 100, bytes: Int = 100
  ) -> DiffSide.Layer {
    DiffSide.Layer(
      name: name, operatorName: operatorName, seconds: seconds, bound: bound, flops: flops,
      transcendentals: 0, bytes: bytes)
  }

  private static func side(_ layers: [DiffSide.Layer]) -> DiffSide {
    DiffSide(
      model: "m", device: "d", batch: 1, precision: "fp16", ceilings: "datasheet",
      seconds: layers.reduce(0) { $0 + $1.seconds }, layers: layers, isPartial: false)
  }

  /// The changes as `before>after`, by the operators, which tell the layers of the tests apart.
  private static func pairs(_ before: [DiffSide.Layer], _ after: [DiffSide.Layer]) -> [String] {
    NetworkDiff(side(before), side(after)).changes.map {
      "\($0.before?.name ?? "-")>\($0.after?.name ?? "-")"
    }
  }

  @Test("matches layers by name, wherever they stand, and tells what is new and what is gone")
  func names() {
    let before = ["a", "b", "c", "d"].map { Self.layer($0) }
    #expect(Self.pairs(before, before) == ["a>a", "b>b", "c>c", "d>d"])
    let moved = [Self.layer("a"), Self.layer("x", "Relu"), Self.layer("c"), Self.layer("b")]
    #expect(Self.pairs(before, moved) == ["a>a", "->x", "c>c", "b>b", "d>-"])
  }

  @Test("matches layers of one name in their order")
  func repeatedNames() {
    let before = [Self.layer("", flops: 1), Self.layer("", flops: 2), Self.layer("", flops: 3)]
    let diff = NetworkDiff(Self.side(before), Self.side(Array(before.prefix(2))))
    #expect(diff.changes.map(\.before?.flops) == [1, 2, 3])
    #expect(diff.changes.map(\.after?.flops) == [1, 2, nil])
  }

  @Test("matches renamed layers by their order, where the operator is the same")
  func renamed() {
    let before = [Self.layer("a"), Self.layer("b", "Gemm"), Self.layer("c"), Self.layer("z")]
    let after = [Self.layer("1"), Self.layer("2"), Self.layer("3", "Gemm"), Self.layer("z")]
    // Between the begin and z: Conv a is 1, Conv c is 2; Gemm b stands before c and is gone.
    #expect(Self.pairs(before, after) == ["a>1", "b>-", "c>2", "->3", "z>z"])
  }

  @Test("of many layers without names in common is done at once")
  func many() {
    let before = (0..<20_000).map { Self.layer("a\($0)", "A\($0)") }
    let after = (0..<20_000).map { Self.layer("b\($0)", "B\($0)") }
    #expect(NetworkDiff(Self.side(before), Self.side(after)).changes.count == 40_000)
  }

  @Test("says why a layer became slower")
  func reasons() {
    func reasons(
      _ before: DiffSide.Layer, _ after: DiffSide.Layer
    ) -> [NetworkDiff.Change.Reason] {
      NetworkDiff(Self.side([before]), Self.side([after])).changes[0].reasons
    }
    let base = Self.layer("a")
    #expect(reasons(base, base) == [])
    // Twice the bytes in twice the time: the memory is as fast as it was.
    #expect(reasons(base, Self.layer("a", seconds: 2e-6, bytes: 200)) == [.bytes(2)])
    // The same bytes in half the time: a memory twice as fast.
    #expect(reasons(base, Self.layer("a", seconds: 0.5e-6)) == [.rate(2)])
    // Twice the bytes in four times the time: half as fast too.
    #expect(
      reasons(base, Self.layer("a", seconds: 4e-6, bytes: 200)) == [.bytes(2), .rate(0.5)])
    // Arithmetic binds now, of which there is four times as much.
    #expect(
      reasons(base, Self.layer("a", seconds: 3e-6, bound: "compute: matrix fp16", flops: 400))
        == [.bound(before: "memory: HBM", after: "compute: matrix fp16"), .flops(4)])
    #expect(NetworkDiff(Self.side([]), Self.side([base])).changes[0].reasons == [.added])
    #expect(NetworkDiff(Self.side([base]), Self.side([])).changes[0].reasons == [.removed])
  }

  @Test("puts first what changed the time most, and leaves out what did not")
  func impact() {
    let before = Self.side(["a", "b", "c"].map { Self.layer($0) })
    let after = Self.side([
      Self.layer("a", seconds: 1.5e-6), Self.layer("b"), Self.layer("c", seconds: 0.1e-6),
    ])
    let diff = NetworkDiff(before, after)
    #expect(diff.byImpact.map(\.name) == ["c", "a"])
    #expect(abs(diff.seconds - -0.4e-6) < 1e-18)
    #expect(diff.ratio.map { abs($0 - 2.6 / 3) < 1e-12 } == true)
    #expect(NetworkDiff(Self.side([]), after).ratio == nil)
  }
}
