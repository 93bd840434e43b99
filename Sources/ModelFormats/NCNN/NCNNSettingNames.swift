/// What the numbers of a layer's settings mean, type by type.
///
/// Source: Tencent/ncnn, `docs/developer-guide/operators.md`, and `load_param` of each layer in
/// `src/layer`. Settings that change neither shapes nor work are left out.
enum NCNNSettingNames {
  /// The names of the settings of `type`, by number; nil for a type that is not known.
  static func names(of type: String) -> [Int: String]? { byType[type] }

  private static let byType: [String: [Int: String]] = {
    var table: [String: [Int: String]] = [:]
    for (types, names) in families {
      for type in types { table[type] = names }
    }
    return table
  }()

  private static let families: [(types: [String], names: [Int: String])] =
    contractions + recurrences + windows + shapes + elementwise + normalizations + detection

  private static let window: [Int: String] = [
    1: "kernel_w", 2: "dilation_w", 3: "stride_w", 4: "pad_left", 11: "kernel_h",
    12: "dilation_h", 13: "stride_h", 14: "pad_top", 15: "pad_right", 16: "pad_bottom",
    17: "pad_behind", 21: "kernel_d", 22: "dilation_d", 23: "stride_d", 24: "pad_front",
  ]

  private static let convolution = window.merging([
    0: "num_output", 5: "bias_term", 6: "weight_data_size", 7: "group", 8: "int8_scale_term",
    9: "activation_type", 19: "dynamic_weight",
  ]) { first, _ in first }

  private static let deconvolution = convolution.merging([
    18: "output_pad_right", 19: "output_pad_bottom", 20: "output_w", 21: "output_h",
    28: "dynamic_weight",
  ]) { $1 }

  private static let solidDeconvolution = convolution.merging([
    18: "output_pad_right", 19: "output_pad_bottom", 20: "output_pad_behind", 25: "output_w",
    26: "output_h", 27: "output_d",
  ]) { $1 }

  private static let contractions: [([String], [Int: String])] = [
    (
      [
        "Convolution", "ConvolutionDepthWise", "Convolution1D", "ConvolutionDepthWise1D",
        "Convolution3D", "ConvolutionDepthWise3D", "DeformableConv2D",
      ], convolution
    ),
    (
      [
        "Deconvolution", "DeconvolutionDepthWise", "Deconvolution1D", "DeconvolutionDepthWise1D",
      ], deconvolution
    ),
    (["Deconvolution3D", "DeconvolutionDepthWise3D"], solidDeconvolution),
    (
      ["InnerProduct"],
      [
        0: "num_output", 1: "bias_term", 2: "weight_data_size", 8: "int8_scale_term",
        9: "activation_type",
      ]
    ),
    (
      ["Gemm"],
      [
        0: "alpha", 1: "beta", 2: "transA", 3: "transB", 4: "constantA", 5: "constantB",
        6: "constantC", 7: "constantM", 8: "constantN", 9: "constantK",
        10: "constant_broadcast_type_C", 11: "output_N1M", 14: "output_transpose",
        18: "int8_scale_term",
      ]
    ),
    (["MatMul"], [0: "transB"]),
    (["Einsum"], [0: "equation"]),
    (
      ["Embed"],
      [
        0: "num_output", 1: "input_dim", 2: "bias_term", 3: "weight_data_size",
        18: "int8_scale_term",
      ]
    ),
    (
      ["MultiHeadAttention"],
      [
        0: "embed_dim", 1: "num_heads", 2: "weight_data_size", 3: "kdim", 4: "vdim",
        5: "attn_mask", 6: "scale", 7: "kv_cache", 18: "int8_scale_term",
      ]
    ),
    (["SDPA"], [5: "attn_mask", 6: "scale", 7: "kv_cache", 18: "int8_scale_term"]),
    (["RotaryEmbed"], [0: "interleaved"]),
  ]

  private static let recurrences: [([String], [Int: String])] = [
    (
      ["LSTM", "GRU", "RNN"],
      [
        0: "num_output", 1: "weight_data_size", 2: "direction", 3: "hidden_size",
        8: "int8_scale_term",
      ]
    )
  ]

  private static let windows: [([String], [Int: String])] = [
    (
      ["Pooling", "Pooling1D", "Pooling3D"],
      [
        0: "pooling_type", 1: "kernel_w", 2: "stride_w", 3: "pad_left", 4: "global_pooling",
        5: "pad_mode", 7: "adaptive_pooling", 8: "out_w", 11: "kernel_h", 12: "stride_h",
        13: "pad_top", 14: "pad_right", 15: "pad_bottom", 16: "pad_behind", 18: "out_h",
        21: "kernel_d", 22: "stride_d", 23: "pad_front", 28: "out_d",
      ]
    ),
    (["Unfold"], window),
    (["Fold"], window.merging([20: "output_w", 21: "output_h"]) { $1 }),
    (["GridSample"], [0: "sample_type", 3: "permute_fusion"]),
    (
      ["Interp"],
      [
        0: "resize_type", 1: "height_scale", 2: "width_scale", 3: "output_height",
        4: "output_width", 5: "dynamic_target_size", 9: "size_expr",
      ]
    ),
    (["SPP"], [0: "pooling_type", 1: "pyramid_height"]),
    (["Spectrogram"], [0: "n_fft", 1: "power", 2: "hoplen", 5: "center", 8: "onesided"]),
    (["InverseSpectrogram"], [0: "n_fft", 1: "returns", 2: "hoplen", 5: "center"]),
  ]

  private static let shapes: [([String], [Int: String])] = [
    (["Input", "MemoryData"], [0: "w", 1: "h", 2: "c", 11: "d"]),
    (["Concat", "GLU", "CumulativeSum"], [0: "axis"]),
    (["Slice"], [0: "slices", 1: "axis", 2: "indices"]),
    (["Permute"], [0: "order_type"]),
    (["Reshape"], [0: "w", 1: "h", 2: "c", 11: "d", 6: "shape_expr"]),
    (["ExpandDims"], [0: "expand_w", 1: "expand_h", 2: "expand_c", 11: "expand_d", 3: "axes"]),
    (
      ["Squeeze"],
      [0: "squeeze_w", 1: "squeeze_h", 2: "squeeze_c", 11: "squeeze_d", 3: "axes"]
    ),
    (["Tile"], [0: "axis", 1: "tiles", 2: "repeats"]),
    (
      ["Crop"],
      [
        0: "woffset", 1: "hoffset", 2: "coffset", 13: "doffset", 3: "outw", 4: "outh", 5: "outc",
        14: "outd", 6: "woffset2", 7: "hoffset2", 8: "coffset2", 15: "doffset2", 9: "starts",
        10: "ends", 11: "axes", 19: "starts_expr", 20: "ends_expr", 21: "axes_expr",
      ]
    ),
    (
      ["Padding"],
      [0: "top", 1: "bottom", 2: "left", 3: "right", 7: "front", 8: "behind"]
    ),
    (["ShuffleChannel"], [0: "group"]),
    (["PixelShuffle"], [0: "upscale_factor"]),
    (["Reorg"], [0: "stride"]),
    (["Diag"], [0: "diagonal"]),
    (["Flatten", "Split", "Noop", "Flip", "CopyTo", "DeepCopy", "Packing"], [:]),
    (
      ["Reduction"],
      [0: "operation", 1: "reduce_all", 2: "coeff", 3: "axes", 4: "keepdims"]
    ),
    (["ArgMax"], [0: "out_max_val", 1: "topk"]),
    (["StatisticsPooling"], [0: "include_stddev"]),
  ]

  private static let elementwise: [([String], [Int: String])] = [
    (["BinaryOp"], [0: "op_type", 1: "with_scalar"]),
    (["UnaryOp"], [0: "op_type"]),
    (["Eltwise"], [0: "op_type", 1: "coeffs"]),
    (["ReLU"], [0: "slope"]),
    (["PReLU"], [0: "num_slope"]),
    (["GELU"], [0: "fast_gelu"]),
    (["Dropout"], [0: "scale"]),
    (["Power"], [0: "power"]),
    (["Exp", "Log"], [0: "base"]),
    (["Cast"], [0: "type_from", 1: "type_to"]),
    (["Quantize"], [0: "scale_data_size"]),
    (["Dequantize"], [0: "scale_data_size", 1: "bias_data_size"]),
    (
      ["Requantize"],
      [
        0: "scale_in_data_size", 1: "scale_out_data_size", 2: "bias_data_size",
        3: "activation_type",
      ]
    ),
    (
      [
        "AbsVal", "BNLL", "CELU", "Clip", "ELU", "Erf", "HardSigmoid", "HardSwish", "Mish",
        "SELU", "Shrink", "Sigmoid", "Softplus", "Swish", "TanH", "Threshold",
      ], [:]
    ),
  ]

  private static let normalizations: [([String], [Int: String])] = [
    (["BatchNorm"], [0: "channels"]),
    (["Scale"], [0: "scale_data_size", 1: "bias_term"]),
    (["Bias"], [0: "bias_data_size"]),
    (["LayerNorm", "RMSNorm"], [0: "affine_size", 2: "affine"]),
    (["GroupNorm"], [0: "group", 1: "channels", 3: "affine"]),
    (["InstanceNorm"], [0: "channels", 2: "affine"]),
    (["LRN"], [0: "region_type", 1: "local_size"]),
    (["MVN"], [0: "normalize_variance", 1: "across_channels"]),
    (
      ["Normalize"],
      [0: "across_spatial", 1: "channel_shared", 3: "scale_data_size", 4: "across_channel"]
    ),
    (["Softmax"], [0: "axis"]),
  ]

  private static let detection: [([String], [Int: String])] = [
    (
      ["PriorBox"],
      [0: "min_sizes", 1: "max_sizes", 2: "aspect_ratios", 7: "flip", 9: "image_width"]
    ),
    (["DetectionOutput"], [0: "num_class", 2: "nms_top_k", 3: "keep_top_k"]),
    (["Yolov3DetectionOutput", "YoloDetectionOutput"], [0: "num_class", 1: "num_box"]),
    (["PSROIPooling"], [0: "pooled_width", 1: "pooled_height", 3: "output_dim"]),
    (["ROIPooling"], [0: "pooled_width", 1: "pooled_height"]),
    (["ROIAlign"], [0: "pooled_width", 1: "pooled_height", 3: "sampling_ratio"]),
    (["Proposal"], [3: "after_nms_topN"]),
  ]
}
