import Foundation

/// A search for the parameters that leave the least residuals: Levenberg–Marquardt with residuals
/// beyond a scale counted less (soft L1), and a weak pull towards where it began.
///
/// Source: Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963;
/// Nocedal, Wright, Numerical Optimization, chapter 10.
struct LeastSquares {
  /// Residuals up to here count as in plain least squares.
  var scale = 0.1
  /// How strong the pull is, in rows whose residual changes one for one with the parameter.
  var pull: Double
  /// Rounds at most.
  var rounds: Int

  /// The parameters, and how much the rows say of each: the diagonal of JᵀWJ.
  func solve(
    from start: [Double], towards prior: [Double], bounds: [ClosedRange<Double>],
    _ residuals: ([Double]) -> [Double]
  ) -> (parameters: [Double], information: [Double]) {
    var now = start
    var left = residuals(now)
    var damping = 1e-2
    var information = Array(repeating: 0.0, count: now.count)
    var cost = cost(left, now, prior)
    for _ in 0..<rounds {
      let weights = left.map { 1 / (1 + ($0 / scale) * ($0 / scale)).squareRoot() }
      let slopes = now.indices.map { slope(at: now, $0, bounds[$0], left, residuals) }
      var (matrix, vector) = normal(slopes, weights, left)
      information = now.indices.map { matrix[$0][$0] }
      for place in now.indices {
        matrix[place][place] += pull
        vector[place] += pull * (now[place] - prior[place])
      }
      var improved = false
      for _ in 0..<6 {
        var damped = matrix
        for place in now.indices { damped[place][place] *= 1 + damping }
        let step = Self.solved(damped, vector)
        let next = now.indices.map { place in
          min(
            max(now[place] - min(max(step[place], -1.5), 1.5), bounds[place].lowerBound),
            bounds[place].upperBound)
        }
        let nextLeft = residuals(next)
        let nextCost = self.cost(nextLeft, next, prior)
        if nextCost < cost {
          improved = cost - nextCost > 1e-4 * cost
          (now, left, cost, damping) = (next, nextLeft, nextCost, max(damping / 3, 1e-6))
          break
        }
        damping *= 4
      }
      if !improved { break }
    }
    return (now, information)
  }

  private func cost(_ residuals: [Double], _ now: [Double], _ prior: [Double]) -> Double {
    let square = scale * scale
    var sum = 0.0
    for residual in residuals {
      sum += 2 * square * ((1 + residual * residual / square).squareRoot() - 1)
    }
    for (one, other) in zip(now, prior) { sum += pull * (one - other) * (one - other) }
    return sum
  }

  private func slope(
    at now: [Double], _ place: Int, _ bounds: ClosedRange<Double>, _ left: [Double],
    _ residuals: ([Double]) -> [Double]
  ) -> [Double] {
    var moved = now
    let step = now[place] + 0.03 <= bounds.upperBound ? 0.03 : -0.03
    moved[place] += step
    return zip(residuals(moved), left).map { ($0 - $1) / step }
  }

  private func normal(
    _ slopes: [[Double]], _ weights: [Double], _ left: [Double]
  ) -> ([[Double]], [Double]) {
    var matrix = Array(
      repeating: Array(repeating: 0.0, count: slopes.count), count: slopes.count)
    var vector = Array(repeating: 0.0, count: slopes.count)
    for (i, one) in slopes.enumerated() {
      for (j, other) in slopes.enumerated() where j <= i {
        var sum = 0.0
        for row in left.indices { sum += weights[row] * one[row] * other[row] }
        matrix[i][j] = sum
        matrix[j][i] = sum
      }
      for row in left.indices { vector[i] += weights[row] * one[row] * left[row] }
    }
    return (matrix, vector)
  }

  /// The solution of a symmetric positive system, by Gaussian elimination.
  private static func solved(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    var (rows, right) = (matrix, vector)
    let count = vector.count
    for pivot in 0..<count where abs(rows[pivot][pivot]) > 1e-30 {
      for row in pivot + 1..<max(count, pivot + 1) {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        if factor == 0 { continue }
        for column in pivot..<count { rows[row][column] -= factor * rows[pivot][column] }
        right[row] -= factor * right[pivot]
      }
    }
    for row in (0..<count).reversed() {
      for column in row + 1..<max(count, row + 1) {
        right[row] -= rows[row][column] * right[column]
      }
      right[row] = abs(rows[row][row]) > 1e-30 ? right[row] / rows[row][row] : 0
    }
    return right
  }
}
