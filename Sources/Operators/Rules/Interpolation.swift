import ModelGraph

/// What one element costs that is interpolated between its neighbours, one axis after another.
struct Interpolation {
  /// How many neighbours are weighed along each axis.
  var taps: [Int]

  /// What an operator's formula says, where it interpolates over d axes.
  static let formula =
    "0 (nearest), 3·(2ᵈ − 1) (linear: a + t·(b − a)), 7·(4ᵈ − 1)/3 (cubic: four products, three "
    + "sums) for each element, over d axes; the weights of a place along an axis are not counted"

  /// The arithmetic of one element: along the first axis once for each tap of the axes that follow.
  /// Two taps are weighed by a + t·(b − a), t taps by t products and t − 1 sums.
  var flops: Count {
    var sum = Count(0)
    var runs = Count(1)
    for tap in taps where tap > 1 {
      sum += runs * (tap == 2 ? 3 : 2 * Count(tap) - 1)
      runs = runs * Count(tap)
    }
    return sum
  }

  /// The elements of the source that one element is made of.
  var reads: Count { taps.elementCount }

  /// How many neighbours `mode` weighs along an axis.
  static func taps(_ mode: String) -> Int {
    switch mode {
    case "linear", "bilinear": 2
    case "cubic", "bicubic": 4
    default: 1
    }
  }
}
