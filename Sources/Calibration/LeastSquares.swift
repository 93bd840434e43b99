/// A search for the parameters that leave the least residuals: Levenberg–Marquardt with residuals
/// beyond a scale counted less (soft L1), and a weak pull towards what is known of them.
///
/// Source: Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963;
/// Nocedal, Wright, Numerical Optimization, chapter 10.
public struct LeastSquares: Sendable {
  /// Residuals up to here count as in plain least squares.
  private let scale: Double
  /// How strong the pull is for each parameter, in rows whose residual changes one for one with it.
  private let pulls: [Double]
  /// Rounds at most.
  private let rounds: Int

  /// What a search found.
  public struct Solution: Sendable {
    /// The parameters.
    public var parameters: [Double]
    /// How much the rows say of each: the diagonal of JᵀWJ.
    public var information: [Double]
    /// What is left: the sum over the residuals and the pulls.
    public var cost: Double
  }

  /// A search with a pull of its own for each parameter.
  public init(scale: Double = 0.1, pulls: [Double], rounds: Int) {
    self.scale = scale
    self.pulls = pulls
    self.rounds = rounds
  }

  /// The farthest that a parameter moves in one round.
  private static let longestStep = 1.5
  /// The step of the difference that stands for a slope.
  private static let difference = 0.03
  /// A round that spares less than this share of the cost is the last.
  private static let leastGain = 1e-4

  /// Where the search is.
  private struct State {
    var parameters: [Double]
    var residuals: [Double]
    var cost: Double
    var damping = 1e-2
  }

  /// The parameters that leave the least of `residuals`, searched from `start` within `bounds`.
  public func solve(
    from start: [Double], towards prior: [Double], bounds: [ClosedRange<Double>],
    _ residuals: ([Double]) -> [Double]
  ) -> Solution {
    let first = residuals(start)
    var state = State(
      parameters: start, residuals: first, cost: cost(first, start, prior))
    var information = start.map { _ in 0.0 }
    for _ in 0..<rounds {
      let weights = state.residuals.map { 1 / (1 + ($0 / scale) * ($0 / scale)).squareRoot() }
      let slopes = start.indices.map { slope(of: state, $0, bounds[$0], residuals) }
      var system = Self.normal(slopes, weights, state.residuals)
      information = start.indices.map { system.matrix[$0][$0] }
      for place in start.indices {
        system.matrix[place][place] += pulls[place]
        system.vector[place] += pulls[place] * (state.parameters[place] - prior[place])
      }
      let before = state.cost
      guard improve(&state, by: system, towards: prior, bounds: bounds, residuals),
        before - state.cost > Self.leastGain * before
      else { break }
    }
    return Solution(parameters: state.parameters, information: information, cost: state.cost)
  }

  /// Takes a step that lowers the cost, more and more damped; false where none does.
  private func improve(
    _ state: inout State, by system: (matrix: [[Double]], vector: [Double]),
    towards prior: [Double], bounds: [ClosedRange<Double>], _ residuals: ([Double]) -> [Double]
  ) -> Bool {
    for _ in 0..<6 {
      var damped = system.matrix
      for place in prior.indices { damped[place][place] *= 1 + state.damping }
      let step = Self.solved(damped, system.vector)
      let next = prior.indices.map { place in
        let moved =
          state.parameters[place]
          - min(max(step[place], -Self.longestStep), Self.longestStep)
        return min(max(moved, bounds[place].lowerBound), bounds[place].upperBound)
      }
      let left = residuals(next)
      let cost = cost(left, next, prior)
      if cost < state.cost {
        state = State(
          parameters: next, residuals: left, cost: cost, damping: max(state.damping / 3, 1e-6))
        return true
      }
      state.damping *= 4
    }
    return false
  }

  private func cost(_ residuals: [Double], _ now: [Double], _ prior: [Double]) -> Double {
    let square = scale * scale
    var sum = 0.0
    for residual in residuals {
      sum += 2 * square * ((1 + residual * residual / square).squareRoot() - 1)
    }
    for place in now.indices {
      let away = now[place] - prior[place]
      sum += pulls[place] * away * away
    }
    return sum
  }

  private func slope(
    of state: State, _ place: Int, _ bounds: ClosedRange<Double>,
    _ residuals: ([Double]) -> [Double]
  ) -> [Double] {
    var moved = state.parameters
    let isInside = moved[place] + Self.difference <= bounds.upperBound
    let step = isInside ? Self.difference : -Self.difference
    moved[place] += step
    return zip(residuals(moved), state.residuals).map { ($0 - $1) / step }
  }

  private static func normal(
    _ slopes: [[Double]], _ weights: [Double], _ left: [Double]
  ) -> (matrix: [[Double]], vector: [Double]) {
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
