/// What sort of device a profile describes.
public enum DeviceKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// A processor with its main memory.
  case cpu
  /// A graphics processor with memory of its own.
  case gpu
  /// A Tensor Processing Unit: a chip, or a slice of many.
  case tpu
  /// A neural processing unit: an accelerator for networks that is not a GPU or a TPU.
  case npu
  /// A system on a chip whose GPU shares the memory with its CPU.
  case soc
  /// Any other accelerator, such as an FPGA.
  case accelerator
  /// A microcontroller.
  case mcu
}
