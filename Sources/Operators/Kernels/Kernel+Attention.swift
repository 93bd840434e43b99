extension Kernel {
  /// Attention of `batch` samples: `heads` heads of queries that share `sharedHeads` heads of keys and
  /// values.
  public struct Attention: Sendable, Hashable {
    /// Samples.
    public var batch: Int
    /// Heads of the queries.
    public var heads: Int
    /// Heads of the keys and values; fewer than ``heads`` with grouped queries.
    public var sharedHeads: Int
    /// Places that ask: the length of the prompt in prefill, 1 in decode.
    public var queries: Int
    /// Places that are asked, those of the cache among them.
    public var keys: Int
    /// Channels of a head of queries and keys.
    public var depth: Int
    /// Channels of a head of values.
    public var valueDepth: Int
    /// Whether a place sees only those before it.
    public var isCausal: Bool
    /// The width of a stored key or value, in bits, where the cache has a type of its own.
    public var cacheBits: Int?
    /// Whether it is a step of generation, one place of each sample asking.
    public var isDecode: Bool

    /// Attention of these sizes.
    public init(
      batch: Int, heads: Int, sharedHeads: Int, queries: Int, keys: Int, depth: Int,
      valueDepth: Int, isCausal: Bool, cacheBits: Int? = nil, isDecode: Bool? = nil
    ) {
      self.batch = batch
      self.heads = heads
      self.sharedHeads = sharedHeads
      self.queries = queries
      self.keys = keys
      self.depth = depth
      self.valueDepth = valueDepth
      self.isCausal = isCausal
      self.cacheBits = cacheBits
      self.isDecode = isDecode ?? (queries == 1)
    }
  }

  /// A recurrent layer.
  public struct Recurrence: Sendable, Hashable {
    /// Steps, one after the other.
    public var steps: Int
    /// Samples.
    public var batch: Int
    /// Elements that come in at each step.
    public var inputs: Int
    /// Elements of the state.
    public var hidden: Int
    /// Matrices of each state: 1 in a plain cell, 3 in a GRU, 4 in an LSTM.
    public var gates: Int
    /// 1, or 2 where the sequence is also read backwards.
    public var directions: Int

    /// A recurrent layer of these sizes.
    public init(
      steps: Int, batch: Int, inputs: Int, hidden: Int, gates: Int, directions: Int = 1
    ) {
      self.steps = steps
      self.batch = batch
      self.inputs = inputs
      self.hidden = hidden
      self.gates = gates
      self.directions = directions
    }
  }
}
