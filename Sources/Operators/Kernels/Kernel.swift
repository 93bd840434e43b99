/// What sort of computation a layer is, with its sizes: what the time of a real implementation
/// depends on beside the counts of its ``Work``.
///
/// A rule states it (``OperatorRule``); a layer whose rule states none gets the kernel that its
/// counts suggest. Sizes are elements; every size is at least 0.
public enum Kernel: Sendable, Hashable {
  /// A product of matrices, or a batch of them.
  case product(Product)
  /// A convolution over a picture (an axis that is not there has the size 1).
  indirect case convolution(Convolution)
  /// A function of each element on its own, or of elements at the same place of several tensors.
  case elementwise(Elementwise)
  /// A normalisation, softmax or reduction: each row is read whole before it can be finished.
  case rows(Rows)
  /// Rows of a table, fetched by index.
  case gather(Gather)
  /// Scores, softmax and weighted values as one.
  indirect case attention(Attention)
  /// A recurrent layer: steps that wait for each other.
  indirect case recurrence(Recurrence)
  /// Bytes that only change their place: a transposition, a concatenation, a copy.
  case movement
  /// A whole network of which only the sums are known.
  indirect case network(Network)
}

extension Kernel {
  /// `batch` products of an `m`×`k` and a `k`×`n` matrix.
  public struct Product: Sendable, Hashable {
    /// Products.
    public var batch: Int
    /// Rows of the left factor and of the product.
    public var m: Int
    /// Columns of the right factor and of the product.
    public var n: Int
    /// The length of the sums.
    public var k: Int

    /// A product of these sizes.
    public init(batch: Int = 1, m: Int, n: Int, k: Int) {
      self.batch = batch
      self.m = m
      self.n = n
      self.k = k
    }
  }

  /// A normalisation, softmax or reduction of `rows` rows of `columns` elements.
  public struct Rows: Sendable, Hashable {
    /// What is done with a row.
    public enum Operation: String, Sendable, Hashable {
      /// Mean and deviation, then each element anew.
      case normalization
      /// The largest, the sum of exponentials, then each element anew.
      case softmax
      /// One number a row.
      case reduction
    }

    /// What is done with a row.
    public var operation: Operation
    /// How many rows there are.
    public var rows: Int
    /// How many elements a row has.
    public var columns: Int

    /// An operation on rows.
    public init(_ operation: Operation, rows: Int, columns: Int) {
      self.operation = operation
      self.rows = rows
      self.columns = columns
    }
  }

  /// A function of elements.
  public struct Elementwise: Sendable, Hashable {
    /// Elements that are made.
    public var elements: Int
    /// Tensors that are read.
    public var inputs: Int

    /// A function that makes `elements` elements of `inputs` tensors.
    public init(elements: Int, inputs: Int = 1) {
      self.elements = elements
      self.inputs = inputs
    }
  }

  /// `rows` rows of `columns` elements, fetched from a table of `tableRows`.
  public struct Gather: Sendable, Hashable {
    /// Rows that are fetched.
    public var rows: Int
    /// Elements of a row.
    public var columns: Int
    /// Rows of the table.
    public var tableRows: Int

    /// Rows fetched from a table.
    public init(rows: Int, columns: Int, tableRows: Int) {
      self.rows = rows
      self.columns = columns
      self.tableRows = tableRows
    }
  }

  /// A network of which only sums are known, as model zoos publish them.
  public struct Network: Sendable, Hashable {
    /// Samples that go through together.
    public var batch: Int
    /// Multiply–accumulates of a sample.
    public var macs: Double
    /// Elements of the outputs of a sample's convolutions and matrix products.
    public var activations: Double
    /// Stored weights.
    public var parameters: Double
    /// Kernels that are started one after the other, where that is known; 1 where it is not.
    public var kernels: Int

    /// A network of these sums.
    public init(batch: Int, macs: Double, activations: Double, parameters: Double, kernels: Int = 1)
    {
      self.batch = batch
      self.macs = macs
      self.activations = activations
      self.parameters = parameters
      self.kernels = kernels
    }
  }
}
