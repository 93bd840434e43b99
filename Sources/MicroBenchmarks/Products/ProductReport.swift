package import Devices

/// The best matrix product that a library gives here: the practical peak beside the ceiling.
package struct MatrixProduct: Sendable, Hashable {
  /// The library as it names itself, with the kernels that it chose.
  package var library: String
  /// The precision, `fp32` or `fp64`.
  package var precision: Precision
  /// How many threads it was told to use.
  package var threads: Int
  /// Rows and columns of all three matrices.
  package var size: Int
  /// The fastest of its runs, in FLOP/s: 2 n³ over the time.
  package var flopsPerSecond: Double
  /// The middle one.
  package var medianFlopsPerSecond: Double
  /// How many runs there were.
  package var runs: Int

  /// A product.
  package init(
    library: String, precision: Precision, threads: Int, size: Int, flopsPerSecond: Double,
    medianFlopsPerSecond: Double, runs: Int
  ) {
    self.library = library
    self.precision = precision
    self.threads = threads
    self.size = size
    self.flopsPerSecond = flopsPerSecond
    self.medianFlopsPerSecond = medianFlopsPerSecond
    self.runs = runs
  }
}

/// The matrix products of the libraries that are installed.
package struct ProductReport: Sendable, Hashable {
  /// What was measured.
  package var products: [MatrixProduct]
  /// What could not be, one sentence each.
  package var failures: [String]

  /// A report.
  package init(products: [MatrixProduct], failures: [String]) {
    self.products = products
    self.failures = failures
  }

  /// The fastest product of a precision on a number of threads, or on any.
  package func best(_ precision: Precision, threads: Int? = nil) -> MatrixProduct? {
    products.filter { $0.precision == precision && (threads ?? $0.threads) == $0.threads }
      .max { $0.flopsPerSecond < $1.flopsPerSecond }
  }
}
