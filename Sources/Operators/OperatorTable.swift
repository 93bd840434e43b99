package import ModelGraph

/// Every operator that Ridgeline counts. A rule that is not named here does not exist.
public enum OperatorTable {
  /// The rules, one line each.
  static let rules: [any OperatorRule] =
    onnxRules + classicalRules + previewRules + contribRules + darknetRules + ncnnRules

  /// The newest version of ONNX's default domain whose operators are known (of onnx 1.23).
  package static let newestVersion = 28

  private static let onnxRules: [any OperatorRule] = [
    Accumulating(),
    BoundedSelection(),
    BoxSuppression(),
    Casting(),
    ChannelNormalization(),
    Clipping(),
    ControlFlow(),
    Convolution(),
    DeformableConvolution(),
    Determinant(),
    Dropping(),
    EinsteinSum(),
    ElementwiseBinary(),
    ElementwiseUnary(),
    ElementwiseVariadic(),
    Encoding(),
    GatedActivation(),
    Gathering(),
    GeneralMatrixProduct(),
    Generating(),
    GlobalPooling(),
    GridSampling(),
    Joining(),
    LocalNormalization(),
    Losses(),
    MatrixProduct(),
    Options(),
    Padding(),
    Permuting(),
    PictureDecoding(),
    Pooling(),
    Power(),
    Quantization(),
    RandomSampling(),
    Ranking(),
    Rearranging(),
    Recurrence(),
    RecurrentAttention(),
    Reduction(),
    RegionPooling(),
    Repeating(),
    Resizing(),
    RotaryPosition(),
    RowNormalization(),
    ScaledDotProductAttention(),
    Scattering(),
    Selecting(),
    Sequences(),
    ShapeReading(),
    SignalTables(),
    Slicing(),
    Softmax(),
    Spectrum(),
    Splitting(),
    Texts(),
    TransposedConvolution(),
    Unfolding(),
    Viewing(),
  ]

  private static let classicalRules: [any OperatorRule] = [
    FeaturePreparation(),
    LinearModel(),
    SupportVectorModel(),
    TreeModel(),
  ]

  private static let previewRules: [any OperatorRule] = [
    FlexibleAttention(),
    OptimizerStep(),
  ]

  private static let contribRules: [any OperatorRule] = [
    BiasedDropping(),
    BlockQuantizedBranches(),
    BlockQuantizedGathering(),
    BlockQuantizedProduct(),
    BlockScaledProduct(),
    BlockedChannels(),
    ChannelsLastPooling(),
    ContribForms(),
    ContribRotaryPosition(),
    DecoderAttention(),
    EmbeddingNormalization(),
    ExpertMixture(),
    FusedConvolution(),
    FusedGelu(),
    FusedMatrixProduct(),
    GatedForms(),
    GatedRelativePositionBias(),
    GroupQueryAttention(),
    ImageGroupNormalization(),
    LentForms(),
    LongformerAttention(),
    MultiHeadAttention(),
    OrderedAttention(),
    OrderedQuantization(),
    PackedAttention(),
    PaddingRemoval(),
    PagedAttention(),
    ProjectedAttention(),
    QuantizedElementwise(),
    QuantizedRecurrence(),
    RelativePositionBias(),
    RuntimeMathematics(),
    RuntimeSelections(),
    ScaledIntegerProduct(),
    SkipNormalization(),
    SparseAttention(),
    TokenSearch(),
  ]

  private static let darknetRules: [any OperatorRule] = [
    DarknetBoxes(),
    DarknetConnected(),
    DarknetConvolutional(),
    DarknetConvolutionalRecurrent(),
    DarknetCrop(),
    DarknetDeconvolutional(),
    DarknetDetection(),
    DarknetElementwise(),
    DarknetGlobalAverage(),
    DarknetHistory(),
    DarknetLocal(),
    DarknetNormalization(),
    DarknetPassThrough(),
    DarknetPooling(),
    DarknetRecurrent(),
    DarknetReorganization(),
    DarknetRoute(),
    DarknetScaling(),
    DarknetShortcut(),
    DarknetSoftmax(),
    DarknetUpsample(),
  ]

  private static let ncnnRules: [any OperatorRule] = [
    NCNNArranging(),
    NCNNAttention(),
    NCNNBinary(),
    NCNNConvolution(),
    NCNNCutting(),
    NCNNDeconvolution(),
    NCNNDetection(),
    NCNNElementwise(),
    NCNNNormalization(),
    NCNNPooling(),
    NCNNProduct(),
    NCNNReduction(),
    NCNNSequence(),
    NCNNVectorPooling(),
  ]

  // A table for each domain, since a network needs those of one or two.
  private static let standardTable = table(of: onnxRules + classicalRules + previewRules)
  private static let contribTable = table(of: contribRules)
  private static let darknetTable = table(of: darknetRules)
  private static let ncnnTable = table(of: ncnnRules)

  private static func table(of rules: [any OperatorRule]) -> [OperatorName: any OperatorRule] {
    var table: [OperatorName: any OperatorRule] = [:]
    for rule in rules {
      for description in rule.operators { table[description.name] = rule }
    }
    return table
  }

  /// What is counted for each operator, sorted by name.
  public static var descriptions: [OperatorDescription] {
    rules.flatMap(\.operators).sorted { $0.name < $1.name }
  }

  /// The description of an operator of ONNX's default domain.
  static func onnxDescription(of type: String) -> OperatorDescription? {
    onnxRules.lazy.flatMap(\.operators).first { $0.name == OperatorName(type) }
  }

  /// The types of the rules, in the order of the table.
  package static var ruleTypeNames: [String] {
    rules.map { String(describing: type(of: $0)) }
  }

  /// The rule of `name`, or nil where the operator is not known.
  package static func rule(for name: OperatorName) -> (any OperatorRule)? {
    switch name.domain {
    case "darknet": darknetTable[name]
    case "ncnn": ncnnTable[name]
    // ONNX Runtime puts a few of its operators into the default domain.
    default: standardTable[name] ?? contribTable[name]
    }
  }
}
