/// What a row of the table is measured on: a device of the catalogue, and a runtime.
struct Origin: Hashable {
  /// The device's ID.
  var device: String
  /// The runtime's name.
  var runtime: String

  /// The origin of a row; nil where no profile stands for its device, or what it measures is not
  /// modelled here.
  init?(source: String, device name: String, parameters: String, notes: String) {
    guard let device = Self.device(name),
      let runtime = Self.runtime(source, name, parameters, notes)
    else { return nil }
    self.device = device
    self.runtime = runtime
  }

  private static func device(_ name: String) -> String? {
    if let known = devices[name] { return known }
    let parts = name.split(separator: "/")
    guard parts.count == 2, ["mlx_gpu", "mlx_gpu_compile", "mps"].contains(trimmed(parts[1])) else {
      return nil
    }
    // `M1 Max (64GB) mlx 0.2.0 / mlx_gpu`: the chip's name stands before the parenthesis.
    let chip = trimmed(parts[0].prefix { $0 != "(" })
    return "apple-" + chip.lowercased().split(separator: " ").joined(separator: "-")
  }

  private static func trimmed(_ text: Substring) -> String {
    text.split(separator: " ").joined(separator: " ")
  }

  private static func runtime(
    _ source: String, _ device: String, _ parameters: String, _ notes: String
  ) -> String? {
    switch source {
    case "neusight", "llmcompass": "pytorch-eager"
    case "aiconfigurator": notes.contains("vllm") ? "vllm" : "tensorrt-llm"
    case "vidur": "sarathi-serve"
    case "deepbench":
      device == "AMD_MI25" ? "miopen" : device == "IA_KNL7250" ? "mkl" : "cuda-libraries"
    case "rocm-aiter": "aiter"
    case "tensorrt-demobert": "tensorrt"
    case "fastertransformer":
      parameters.contains("\"TF") || parameters.contains("XLA")
        ? "tensorflow" : "fastertransformer"
    case "timm": device == "rtx3090" ? "pytorch-eager" : "pytorch-inductor"
    case "mlx-benchmark": device.hasSuffix("mps") ? "pytorch-mps" : "mlx"
    default: nil
    }
  }

  private static let devices = [
    "NVIDIA A100-SXM4-80GB": "nvidia-a100-sxm-80gb",
    "NVIDIA A100-PCIE-40GB": "nvidia-a100-pcie-40gb",
    "NVIDIA A100": "nvidia-a100-sxm-40gb", "NVIDIA A100 (40GB)": "nvidia-a100-sxm-40gb",
    "NVIDIA H100 80GB HBM3": "nvidia-h100-sxm5-80gb", "NVIDIA L40S": "nvidia-l40s",
    "NVIDIA A40": "nvidia-a40", "Tesla V100-PCIE-32GB": "nvidia-v100-pcie-32gb",
    "Tesla P100-PCIE-16GB": "nvidia-p100-pcie-16gb", "Tesla P4": "nvidia-p4",
    "Tesla T4": "nvidia-t4", "NVIDIA T4": "nvidia-t4", "NVIDIA T4 (16GB)": "nvidia-t4",
    "rtx3090": "nvidia-rtx-3090", "AMD Instinct MI100": "amd-mi100",
    "AMD Instinct MI300X/MI325X (gfx942, 304 CU)": "amd-mi300x",
    "AMD Instinct MI308X (gfx942, 80 CU)": "amd-mi308x", "NV_V100": "nvidia-v100-sxm2-16gb",
    "NV_P100": "nvidia-p100-sxm2-16gb", "NV_TitanXp": "nvidia-titan-xp",
    "NV_M40": "nvidia-m40-12gb", "AMD_MI25": "amd-mi25", "IA_KNL7250": "intel-xeon-phi-7250",
    "i9_10940x": "intel-core-i9-10940x",
  ]
}
