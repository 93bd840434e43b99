extension Kernel {
  /// A convolution of `batch` pictures of `channels`×`height`×`width` with `filters` filters of
  /// `kernelHeight`×`kernelWidth`, giving pictures of `outputHeight`×`outputWidth`.
  public struct Convolution: Sendable, Hashable {
    /// Pictures.
    public var batch: Int
    /// Channels of a picture.
    public var channels: Int
    /// Rows of a picture.
    public var height: Int
    /// Columns of a picture.
    public var width: Int
    /// Filters: channels of the output.
    public var filters: Int
    /// Rows of a filter.
    public var kernelHeight: Int
    /// Columns of a filter.
    public var kernelWidth: Int
    /// How far the window moves, along both axes.
    public var stride: Int
    /// How far apart the elements are that it looks at.
    public var dilation: Int
    /// Groups of channels that are convolved on their own.
    public var groups: Int
    /// Rows of the output.
    public var outputHeight: Int
    /// Columns of the output.
    public var outputWidth: Int

    /// A convolution of these sizes.
    public init(
      batch: Int, channels: Int, height: Int, width: Int, filters: Int, kernelHeight: Int,
      kernelWidth: Int, stride: Int = 1, dilation: Int = 1, groups: Int = 1, outputHeight: Int,
      outputWidth: Int
    ) {
      self.batch = batch
      self.channels = channels
      self.height = height
      self.width = width
      self.filters = filters
      self.kernelHeight = kernelHeight
      self.kernelWidth = kernelWidth
      self.stride = stride
      self.dilation = dilation
      self.groups = groups
      self.outputHeight = outputHeight
      self.outputWidth = outputWidth
    }

    /// Whether every channel is convolved on its own.
    public var isDepthwise: Bool { groups > 1 && groups == channels }
  }
}
