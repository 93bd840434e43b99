import CMicroKernels
import Devices
import Glibc
import Machine
import MicroBenchmarks
import Testing

@Suite("Matrix products of libraries")
struct MatrixProductTests {
  private func product(_ precision: Precision, _ threads: Int, _ rate: Double) -> MatrixProduct {
    MatrixProduct(
      library: "L", precision: precision, threads: threads, size: 8, flopsPerSecond: rate,
      medianFlopsPerSecond: rate / 2, runs: 3)
  }

  @Test("the best of a precision is told, on any number of threads or on one")
  func best() {
    let report = ProductReport(
      products: [product(.fp32, 1, 5), product(.fp32, 2, 9), product(.fp64, 1, 7)], failures: [])
    #expect(report.best(.fp32)?.flopsPerSecond == 9)
    #expect(report.best(.fp32, threads: 1)?.flopsPerSecond == 5)
    #expect(report.best(.fp16) == nil)
  }

  @Test("a probe that is to end measures none, and says so in one line")
  func stopped() throws {
    let description = try MachineDescription.ofThisMachine()
    let products = MatrixProducts(
      ProbedMachine(description), processor: description.processor)
    let report = products.report { true }
    #expect(report.products == [])
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.contains("\n") == false)
  }

  @Test("a library that is not there is none, and one without matrix products too")
  func absent() {
    for name in ["libridgeline-no-such-library.so", "libm.so.6"] {
      let found = rl_measure_products(name, nil, [1], 1, 8, 0.001, 10)
      #expect(found.end == RL_PRODUCTS_NO_LIBRARY)
      #expect(found.count == 0)
      #expect(MatrixProducts.reason(found) == nil)
    }
  }

  @Test(
    "why a library failed is told in one line",
    arguments: [
      (RL_PRODUCTS_CRASHED, SIGILL, "instruction"), (RL_PRODUCTS_CRASHED, SIGSEGV, "signal 11"),
      (RL_PRODUCTS_CRASHED, SIGALRM, "more than"), (RL_PRODUCTS_WRONG, 0, "wrong"),
      (RL_PRODUCTS_NO_CHILD, EAGAIN, "no child"),
    ])
  func failures(_ end: rl_products_end, _ detail: Int32, _ words: String) {
    var found = rl_products()
    found.end = end
    found.detail = detail
    #expect(MatrixProducts.reason(found)?.contains(words) == true)
  }
}
