import LatencyModels

/// The families that devices are of, the nearest first: a device without measurements has what its
/// family achieves.
enum Families {
  /// A family and the devices in it.
  struct Family {
    var id: String
    var summary: String
    /// What it is based on.
    var base: String
    /// IDs of devices.
    var devices: [String]
  }

  static let all = [
    Family(
      id: "nvidia-maxwell-pascal", summary: "NVIDIA GPUs without matrix units, 2014 to 2017",
      base: "gpu",
      devices: [
        "nvidia-m40-12gb", "nvidia-titan-xp", "nvidia-p4", "nvidia-p100-pcie-12gb",
        "nvidia-p100-pcie-16gb", "nvidia-p100-sxm2-16gb",
      ]),
    Family(
      id: "nvidia-volta-turing", summary: "NVIDIA GPUs of the Volta and Turing designs",
      base: "gpu",
      devices: [
        "nvidia-v100-pcie-16gb", "nvidia-v100-pcie-32gb", "nvidia-v100-sxm2-16gb",
        "nvidia-v100-sxm2-32gb", "nvidia-t4", "nvidia-rtx-2080-ti",
      ]),
    Family(
      id: "nvidia-ampere", summary: "NVIDIA GPUs of the Ampere design", base: "gpu",
      devices: [
        "nvidia-a100-pcie-40gb", "nvidia-a100-pcie-80gb", "nvidia-a100-sxm-40gb",
        "nvidia-a100-sxm-80gb", "nvidia-a2", "nvidia-a10", "nvidia-a30", "nvidia-a40",
        "nvidia-rtx-3060-12gb", "nvidia-rtx-3080-10gb", "nvidia-rtx-3090",
      ]),
    Family(
      id: "nvidia-ada-hopper", summary: "NVIDIA GPUs of the Ada, Hopper and later designs",
      base: "gpu",
      devices: [
        "nvidia-h100-sxm5-80gb", "nvidia-h100-pcie-80gb", "nvidia-h100-nvl-94gb",
        "nvidia-h200-sxm-141gb", "nvidia-h200-nvl-141gb", "nvidia-h20-96gb", "nvidia-gh200-96gb",
        "nvidia-gh200-144gb", "nvidia-l4", "nvidia-l40", "nvidia-l40s", "nvidia-rtx-4060-ti",
        "nvidia-rtx-4080", "nvidia-rtx-4090", "nvidia-rtx-6000-ada", "nvidia-b100-sxm",
        "nvidia-b200-sxm-180gb", "nvidia-b300-sxm-288gb", "nvidia-rtx-5070-ti", "nvidia-rtx-5080",
        "nvidia-rtx-5090",
      ]),
    Family(
      id: "amd-compute", summary: "AMD GPUs for computing", base: "gpu",
      devices: [
        "amd-mi25", "amd-mi50", "amd-mi100", "amd-mi210", "amd-mi250", "amd-mi250x",
        "amd-mi250x-gcd", "amd-mi300a", "amd-mi300x", "amd-mi308x", "amd-mi325x", "amd-mi350x",
        "amd-mi355x",
      ]),
    Family(
      id: "apple-gpu", summary: "the GPUs of Apple's systems on a chip", base: "soc",
      devices: [
        "apple-m1", "apple-m1-pro", "apple-m1-max", "apple-m1-ultra", "apple-m2", "apple-m2-pro",
        "apple-m2-max", "apple-m2-ultra", "apple-m3", "apple-m3-pro", "apple-m3-max",
        "apple-m3-ultra", "apple-m4", "apple-m4-pro", "apple-m4-max",
      ]),
  ]

  /// The family of a device, if it is in one.
  static func family(of device: String) -> Family? { all.first { $0.devices.contains(device) } }
}
