import ModelGraph

extension ReductionKind {
  /// The ten reductions.
  static let all = [sum, mean, product, largest, smallest] + norms + logarithms

  private static let sum = ReductionKind(
    name: "ReduceSum", version: 13, otherFlops: "n − m",
    cost: { _, _, steps in LayerCost(otherFlops: steps) },
    integers: (IntegerArithmetic.sum, 0), floats: ({ $0 + $1 }, 0))

  private static let mean = ReductionKind(
    name: "ReduceMean", version: 18, otherFlops: "n: n − m additions and m divisions",
    cost: { _, made, steps in LayerCost(otherFlops: steps + made) })

  private static let product = ReductionKind(
    name: "ReduceProd", version: 18, otherFlops: "n − m",
    cost: { _, _, steps in LayerCost(otherFlops: steps) },
    integers: (IntegerArithmetic.product, 1), floats: ({ $0 * $1 }, 1))

  private static let largest = ReductionKind(
    name: "ReduceMax", version: 20, otherFlops: "n − m comparisons",
    cost: { _, _, steps in LayerCost(otherFlops: steps) },
    integers: ({ max($0, $1) }, nil), floats: ({ max($0, $1) }, nil))

  private static let smallest = ReductionKind(
    name: "ReduceMin", version: 20, otherFlops: "n − m comparisons",
    cost: { _, _, steps in LayerCost(otherFlops: steps) },
    integers: ({ min($0, $1) }, nil), floats: ({ min($0, $1) }, nil))

  private static let norms = [
    ReductionKind(
      name: "ReduceL1", version: 18, otherFlops: "2·n − m: absolute values and sums",
      cost: { elements, _, steps in LayerCost(otherFlops: elements + steps) }),
    ReductionKind(
      name: "ReduceL2", version: 18, otherFlops: "2·n − m: squares and sums",
      transcendentals: "m (a square root)",
      cost: { elements, made, steps in
        LayerCost(otherFlops: elements + steps, transcendentals: made)
      }),
    ReductionKind(
      name: "ReduceSumSquare", version: 18, otherFlops: "2·n − m: squares and sums",
      cost: { elements, _, steps in LayerCost(otherFlops: elements + steps) }),
  ]

  private static let logarithms = [
    ReductionKind(
      name: "ReduceLogSum", version: 28, otherFlops: "n − m", transcendentals: "m (a log)",
      cost: { _, made, steps in LayerCost(otherFlops: steps, transcendentals: made) }),
    ReductionKind(
      name: "ReduceLogSumExp", version: 28,
      otherFlops: "3·n − m: the largest, subtract it, sum, add it again",
      transcendentals: "n + m (exp and log)",
      cost: { elements, made, steps in
        LayerCost(
          otherFlops: steps + elements + steps + made, transcendentals: elements + made)
      }),
  ]
}
