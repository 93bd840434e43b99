package import CMicroKernels
import Devices
import Glibc
package import Machine

/// Measures the matrix products of installed libraries, each in a child process.
package struct MatrixProducts {
  /// The names that libraries are installed by.
  private static let names = [
    "libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so",
  ]
  /// Rows of the matrices: they fill the second level and more, and a product takes some milliseconds.
  private static let size: Int32 = 1024
  /// How long each product is repeated, in seconds.
  private static let seconds = 0.5
  /// What a library may take in all, in seconds.
  private static let patience: UInt32 = 60

  private let threads: [Int32]
  private let features: Set<String>
  private let vendor: String?

  /// Products on a machine.
  package init(_ machine: ProbedMachine, processor: Processor) {
    threads = Set([1, machine.cores.count, machine.cpus.count]).sorted().map { Int32(clamping: $0) }
    features = Set(processor.features)
    vendor = processor.vendor
  }

  /// The best products of every library that is installed, under the first of its names.
  package func report(shouldStop: () -> Bool = { false }) -> ProductReport {
    var report = ProductReport(products: [], failures: [])
    for family in ["libopenblas", "libmkl"] {
      for name in Self.names where name.hasPrefix(family) {
        let before = report.products.count
        for coreType in coreTypes(of: name) where !shouldStop() && !report.hasKernels(of: coreType)
        {
          add(name, coreType, to: &report)
        }
        if report.products.count > before { break }
      }
    }
    if report.products.isEmpty && report.failures.isEmpty {
      report.failures = [
        "No library with matrix products was measured (Debian: libopenblas0-pthread)."
      ]
    }
    return report
  }

  /// The kernels that OpenBLAS is told to take: its own choice, and those of this CPU's widest vectors,
  /// since on a CPU that it does not know it chooses those of 2004.
  private func coreTypes(of name: String) -> [String?] {
    guard name.hasPrefix("libopenblas") else { return [nil] }
    if features.contains("avx512f") { return [nil, "SKYLAKEX"] }
    if features.contains("avx2") { return [nil, vendor == "AuthenticAMD" ? "ZEN" : "HASWELL"] }
    return [nil]
  }

  private func add(_ name: String, _ coreType: String?, to report: inout ProductReport) {
    var found = rl_measure_products(
      name, coreType, threads, Int32(threads.count), Self.size, Self.seconds, Self.patience)
    withUnsafeBytes(of: &found.products) { bytes in
      let products = bytes.bindMemory(to: rl_product.self)
      report.products += products.prefix(Int(max(0, found.count))).map {
        MatrixProduct($0, size: Int(Self.size))
      }
    }
    let subject = name + (coreType.map { " with the kernels for \($0)" } ?? "")
    if let reason = Self.reason(found) { report.failures.append("\(subject): \(reason)") }
  }

  /// Why not all was measured, in one line; nil where it was, and where there is no such library.
  package static func reason(_ found: rl_products) -> String? {
    switch found.end {
    case RL_PRODUCTS_DONE, RL_PRODUCTS_NO_LIBRARY: nil
    case RL_PRODUCTS_WRONG: "a product of ones was wrong"
    case RL_PRODUCTS_CRASHED where found.detail == SIGILL:
      "it ran an instruction that this CPU does not have"
    case RL_PRODUCTS_CRASHED where found.detail == SIGALRM: "it took more than \(patience) s"
    case RL_PRODUCTS_CRASHED: "it ended by signal \(found.detail)"
    default: "no child process can be made: \(String(cString: strerror(found.detail)))"
    }
  }
}

extension ProductReport {
  /// Whether a library has chosen these kernels by itself: `kernels for Zen` are those of `ZEN`.
  fileprivate func hasKernels(of coreType: String?) -> Bool {
    guard let coreType else { return false }
    return products.contains { $0.library.lowercased().hasSuffix(" for \(coreType.lowercased())") }
  }
}

extension MatrixProduct {
  /// A product as C tells it.
  fileprivate init(_ product: rl_product, size: Int) {
    let library = withUnsafeBytes(of: product.library) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    self.init(
      library: library, precision: product.bits == 32 ? .fp32 : .fp64,
      threads: Int(product.threads), size: size, flopsPerSecond: product.best,
      medianFlopsPerSecond: product.median, runs: Int(product.runs))
  }
}
