import Glibc
package import Machine

/// Why the processor's events cannot be counted here, and what to do about it.
package struct CounterRefusal: Sendable, Hashable {
  /// PAPI's reason, word for word. The first call starts PAPI, where it is this machine's.
  package var papiReason: String? {
    switch papi {
    case .told(let reason): reason
    case .asked: PAPITrial.refusal
    }
  }

  /// The kernel's reason.
  package var kernelReason: String
  /// The kernel's number for it; 0 for none.
  package var errorNumber: Int32
  /// The level of `/proc/sys/kernel/perf_event_paranoid`.
  package var paranoid: Int?
  /// Whether the machine is virtual; read when it is asked for, where it is this machine.
  package var hypervisor: Virtualization {
    switch place {
    case .told(let virtualization): virtualization
    case .files(let files): .reading(files)
    }
  }

  private let papi: PAPIReason
  private let place: Place

  private enum Place: Hashable {
    case told(Virtualization)
    case files(SystemFiles)
  }

  private enum PAPIReason: Hashable {
    case told(String?)
    case asked
  }

  /// A refusal of this machine, whose PAPI is asked when its reason is.
  init(kernelReason: String, errorNumber: Int32, paranoid: Int?, files: SystemFiles) {
    papi = .asked
    place = .files(files)
    self.kernelReason = kernelReason
    self.errorNumber = errorNumber
    self.paranoid = paranoid
  }

  /// A refusal of these parts.
  package init(
    papiReason: String?, kernelReason: String, errorNumber: Int32, paranoid: Int?,
    hypervisor: Virtualization
  ) {
    papi = .told(papiReason)
    self.kernelReason = kernelReason
    self.errorNumber = errorNumber
    self.paranoid = paranoid
    place = .told(hypervisor)
  }

  private var isForbidden: Bool { errorNumber == EACCES || errorNumber == EPERM }

  /// What is missing and why, as sentences.
  package var explanation: String {
    var sentences = ["The processor's events cannot be counted here, so no FLOPs and no bytes are."]
    sentences.append("The kernel says to perf_event_open: \(kernelReason).")
    if let papiReason { sentences.append("PAPI says: \(papiReason).") }
    if let paranoid {
      sentences.append(
        "perf_event_paranoid is \(paranoid)"
          + (isForbidden && paranoid > 2
            ? ", which forbids it." : ", which is not what forbids it."))
    }
    // Read once: a machine of many processors tells a lot.
    let hypervisor = hypervisor
    if hypervisor.isVirtual {
      let name = hypervisor.hypervisor.map { " under \($0)" } ?? ""
      sentences.append(
        "This is a virtual machine\(name)"
          + (isForbidden ? "." : ", and its host passes no counters on."))
    }
    return sentences.joined(separator: " ")
  }

  /// What to do about it, with the command.
  package var remedy: String {
    if isForbidden { return forbiddenRemedy }
    if errorNumber == ENOSYS {
      return "Boot a kernel that is built with CONFIG_PERF_EVENTS."
    }
    let hypervisor = hypervisor
    return hypervisor.isVirtual
      ? Self.remedy(under: hypervisor.hypervisor) : "Look for a reason in `dmesg | grep -i perf`."
  }

  private var forbiddenRemedy: String {
    if let paranoid, paranoid > 2 {
      return "Allow it until the next start: sudo sysctl kernel.perf_event_paranoid=2"
    }
    return "In a container allow the call: docker run --cap-add PERFMON "
      + "--security-opt seccomp=unconfined …"
  }

  /// How each hypervisor passes the counters on, by its own documentation.
  private static func remedy(under hypervisor: String?) -> String {
    switch hypervisor {
    case "KVM", "QEMU":
      "On the host start the machine with -cpu host,pmu=on (libvirt: <pmu state='on'/> under "
        + "<features>, by `virsh edit NAME`); in a cloud take a bare-metal instance."
    case "VMware": "On the host set vpmc.enable = \"TRUE\" in the machine's .vmx file."
    case "Hyper-V":
      "On the host run Set-VMProcessor -VMName NAME -Perfmon @(\"pmu\"); in a cloud take a "
        + "bare-metal instance."
    case "Xen": "On the host start Xen with vpmu=on."
    default: "Count on the machine itself; in a cloud take a bare-metal instance."
    }
  }

  /// What is given all the same.
  package var rest: String {
    "Given all the same: time, stolen time, memory, page faults and switches; and the point on the "
      + "roofline, with --flops N --bytes N or with the work of --model FILE."
  }
}
