import CHwloc

/// Whether a machine is virtual.
package struct Virtualization: Sendable, Hashable {
  /// Whether it is.
  package var isVirtual: Bool
  /// The hypervisor's name, where it tells.
  package var hypervisor: String?

  /// A machine that is virtual or not.
  package init(isVirtual: Bool, hypervisor: String? = nil) {
    self.isVirtual = isVirtual
    self.hypervisor = hypervisor
  }

  /// What a virtual machine hides or may misstate, one sentence each.
  package static let hidden = [
    "Two cores may be two threads of one physical core.",
    "Caches may be shared with other machines, and their stated sizes need not be what one gets.",
    "Neighbours take processor time: it shows as stolen time, and not always.",
    "The clock and its governor belong to the host; event counters are often missing.",
  ]

  /// What the kernel and, on this machine (`signature`), the processor tell.
  package static func reading(
    _ files: SystemFiles, signature: String = Virtualization.signature
  ) -> Virtualization {
    let info = ProcessorInfo(firstOf: files.text("/proc/cpuinfo") ?? "")
    let maker = ["sys_vendor", "product_name"]
      .compactMap { files.text("/sys/class/dmi/id/\($0)") }.joined(separator: " ")
    let name =
      signatures.first { $0.text == signature }?.name ?? files.text("/sys/hypervisor/type")
      ?? makers.first { maker.contains($0.text) }?.name
    let isFlagged = info.features.contains("hypervisor")
    return Virtualization(
      isVirtual: isFlagged || name != nil || !signature.isEmpty,
      hypervisor: name ?? (signature.isEmpty ? nil : signature))
  }

  /// The hypervisor's signature of CPUID leaf 0x40000000; empty where there is none.
  package static var signature: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 13) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      ridgeline_hypervisor_signature(start)
      return String(cString: start)
    }
  }

  /// Signatures: Linux's arch/x86/include/asm (kvm_para.h, mshyperv, vmware.c, xen), and the
  /// hypervisors' own documents.
  private static let signatures: [(text: String, name: String)] = [
    ("KVMKVMKVM", "KVM"), ("Linux KVM Hv", "KVM"), ("Microsoft Hv", "Hyper-V"),
    ("VMwareVMware", "VMware"), ("XenVMMXenVMM", "Xen"), ("TCGTCGTCGTCG", "QEMU"),
    ("VBoxVBoxVBox", "VirtualBox"), ("ACRNACRNACRN", "ACRN"), (" lrpepyh  vr", "Parallels"),
    ("bhyve bhyve ", "bhyve"),
  ]

  /// Words of the firmware's tables, where the processor tells nothing (systemd's
  /// src/basic/virt.c lists the same).
  private static let makers: [(text: String, name: String)] = [
    ("Amazon EC2", "Amazon EC2"), ("Google Compute Engine", "Google Compute Engine"),
    ("KVM", "KVM"), ("QEMU", "QEMU"), ("VMware", "VMware"), ("VirtualBox", "VirtualBox"),
    ("innotek GmbH", "VirtualBox"), ("Xen", "Xen"), ("Parallels", "Parallels"),
    ("Microsoft Corporation Virtual Machine", "Hyper-V"),
  ]
}
